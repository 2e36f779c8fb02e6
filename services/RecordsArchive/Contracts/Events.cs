namespace Ops.RecordsArchive.Contracts;

/// <summary>What RecordsArchive tells other services.</summary>
public static class RecordsArchiveEvents
{
    /// <summary>The service's name as producer and subscriber.</summary>
    public const string Service = "RecordsArchive";

    /// <summary>Each event and the services that subscribe to it: so far nobody needs any.</summary>
    public static IReadOnlyDictionary<Type, IReadOnlyList<string>> Subscribers { get; } =
        new Dictionary<Type, IReadOnlyList<string>>();
}
