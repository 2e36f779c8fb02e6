namespace Ops.AppHost.Local;

/// <summary>A resource as it is now.</summary>
public sealed record ResourceSnapshot(string Name, string Kind, string State, int? Pid, string? Url, string? Health, int Restarts, DateTimeOffset Since);

/// <summary>What there is and how it fares: the runner writes, the viewer reads.</summary>
public sealed class ResourceBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceSnapshot> _resources = [];

    /// <summary>Adds a resource, or replaces what was known of it.</summary>
    public void Set(ResourceSnapshot resource)
    {
        lock (_lock)
            _resources[resource.Name] = resource;
    }

    /// <summary>All resources as they are now.</summary>
    public IReadOnlyList<ResourceSnapshot> Snapshot()
    {
        lock (_lock)
            return [.. _resources.Values];
    }
}
