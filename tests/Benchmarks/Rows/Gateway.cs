using Ops.Benchmarks.Load;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// A small GET with a token, 64 connections, through the gateway with all that it does (token, rate limit, tracing), beside nginx and the barest YARP, which only forward; and
/// beside a direct call. Each is a process of its own, before the same process behind.
/// </summary>
internal sealed class Gateway : IRow
{
    private const int Connected = 64, Asked = 20_000;
    private const string Path = "/api/sales/projects";

    public string Name => "gateway";

    public async Task<IReadOnlyList<Line>> RunAsync(Bench bench)
    {
        await using var authority = await TestAuthority.StartAsync();
        var self = typeof(Gateway).Assembly.Location;
        await using var upstream = await ServiceProcess.StartAsync(self, ["upstream"]);
        await using var yarp = await ServiceProcess.StartAsync(self, ["yarp", upstream.Address.ToString()]);
        await using var nginx = await Nginx.StartAsync(upstream.Address);
        await using var gateway = await ServiceProcess.StartAsync(Repository.ProgramOf("gateway", "Ops.Gateway"),
        [
            "--environment=Development", $"--services:salescontrol:http:0={upstream.Address}", $"--services:recordsarchive:http:0={upstream.Address}", $"--Authority:Jwks={authority.Jwks}",
            $"--Authority:Issuer={authority.Url}", "--Authentication:Schemes:Bearer:ValidAudiences:0=ops", "--RateLimit:PerSecond=100000000", "--RateLimit:Burst=100000000", "--Logging:LogLevel:Default=Warning",
        ]);
        var token = authority.Token(["sales.board.read"]);
        using var direct = await Connections.OpenAsync(upstream.Address, Connected, Path, token);
        using var ours = await Connections.OpenAsync(gateway.Address, Connected, Path, token);
        using var throughNginx = await Connections.OpenAsync(nginx.Address, Connected, Path, token);
        using var throughYarp = await Connections.OpenAsync(yarp.Address, Connected, Path, token);
        var (gatewayRate, nginxRate, yarpRate, directRate) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < bench.Rounds; round++)
        {
            foreach (var (connections, rates) in ((Connections, List<double>)[])[(direct, directRate), (throughNginx, nginxRate), (ours, gatewayRate), (throughYarp, yarpRate)])
            {
                var rate = await connections.AskAsync(Asked);
                // The first is for warming up.
                if (round >= 0)
                    rates.Add(rate);
            }
        }

        return
        [
            new($"small GET through the gateway, {Connected} connections; baseline: through nginx", "/s", gatewayRate, nginxRate, "≥ 0.6 ×", (_, ratio) => ratio >= 0.6),
            new("the same through YARP that only forwards; baseline: through nginx", "/s", yarpRate, nginxRate, "", null),
            new("the same through the gateway; baseline: a direct call", "/s", gatewayRate, directRate, "", null),
        ];
    }
}
