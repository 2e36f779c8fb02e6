using System.Text.Json;

namespace Ops.Platform.Messaging.Transport;

/// <summary>What a service's exchange and queue are called at the broker.</summary>
internal static class Names
{
    /// <summary><c>RecordsArchive</c> has the exchange and the queue <c>records-archive</c>.</summary>
    public static string Queue(string service) => JsonNamingPolicy.KebabCaseLower.ConvertName(service);

    /// <summary>Where the broker puts what came back too often.</summary>
    public static string DeadQueue(string service) => Queue(service) + "-dead";
}
