using Ops.MessagingHost;
using Ops.TestSupport;

namespace Ops.Benchmarks.Load;

/// <summary>The databases of a sender and a taker, on a virtual host of their own.</summary>
internal sealed record Pair(InstalledService Sender, InstalledService Taker, string Broker)
{
    public static async Task<Pair> CreateAsync(TestServers servers)
    {
        var broker = await servers.CreateVirtualHostAsync("bench");
        return new(
            await InstalledService.CreateAsync(servers, typeof(HostDb).Assembly.Location, "host", broker),
            await InstalledService.CreateAsync(servers, typeof(HostDb).Assembly.Location, "host", broker),
            broker);
    }
}
