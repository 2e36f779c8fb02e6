namespace Ops.ClientAttribution.Contracts;

/// <summary>What ClientAttribution tells other services.</summary>
public static class ClientAttributionEvents
{
    /// <summary>The service's name as producer and subscriber.</summary>
    public const string Service = "ClientAttribution";

    /// <summary>Each event and the services that subscribe to it: so far nobody needs any.</summary>
    public static IReadOnlyDictionary<Type, IReadOnlyList<string>> Subscribers { get; } =
        new Dictionary<Type, IReadOnlyList<string>>();
}
