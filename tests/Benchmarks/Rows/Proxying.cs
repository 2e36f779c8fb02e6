using Ops.Benchmarks.Load;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// A small GET through the gateway, which verifies the caller's token, counts it against the caller's limit and traces
/// it, against bare YARP before the same server, which only proxies, as nginx does. The server does next to nothing, so
/// that the proxies are what is compared.
/// </summary>
internal sealed class Proxying : IRow
{
    private const int Callers = 64;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    private readonly Line
        _gateway = new(
            "gateway, 64 connections, small GET; baseline: bare YARP", "/s", "≥ 0.9 × bare YARP",
            (_, ratio) => ratio >= 0.9),
        _yarp = new("… bare YARP; baseline: nginx", "/s", "", null),
        _direct = new("… direct call; baseline: nginx", "/s", "", null);

    private readonly List<ServiceProcess> _processes = [];
    private readonly Dictionary<string, HttpConnection[]> _callers = new(StringComparer.Ordinal);
    private Nginx? _nginx;
    private byte[] _request = [];

    public string Name => "gateway";

    public IReadOnlyList<Line> Lines => [_gateway, _yarp, _direct];

    public async Task StartAsync(Bench bench)
    {
        var self = typeof(Proxying).Assembly.Location;
        var upstream = await AddAsync(ServiceProcess.StartAsync(self, BareServers.Upstream));
        var yarp = await AddAsync(ServiceProcess.StartAsync(self, BareServers.Yarp, $"--Upstream={upstream.Address}"));
        var gateway = await AddAsync(ServiceProcess.StartAsync(
            ServiceProgram.Gateway.Assembly, "--environment=Training",
            $"--services:salescontrol:http:0={upstream.Address}",
            $"--services:recordsarchive:http:0={upstream.Address}",
            $"--services:clientattribution:http:0={upstream.Address}",
            $"--services:identity:http:0={upstream.Address}",
            $"--services:portal:http:0={upstream.Address}",
            $"--Authentication:Schemes:Bearer:Authority={bench.Authority.Url}",
            "--Authentication:Schemes:Bearer:ValidAudiences:0=ops",
            // Counted like any caller's, and never too much.
            "--RateLimit:PerSecond=10000000", "--RateLimit:Burst=10000000"));
        _nginx = await Nginx.StartAsync(upstream.Address);
        _request = HttpConnection.Request("GET", "/api/sales/projects", bench.Authority.Token(["sales.board.read"]));
        foreach (var (name, address) in new[]
        {
            ("direct", upstream.Address), ("yarp", yarp.Address), ("gateway", gateway.Address),
            ("nginx", _nginx.Address),
        })
        {
            _callers.Add(name, await Load.Callers.ConnectAsync(Callers, address));
            await RateAsync(name);
            await RateAsync(name);
        }
    }

    public async Task RoundAsync()
    {
        var gateway = await RateAsync("gateway");
        var nginx = await RateAsync("nginx");
        var yarp = await RateAsync("yarp");
        var direct = await RateAsync("direct");
        _gateway.Add(gateway, yarp);
        _yarp.Add(yarp, nginx);
        _direct.Add(direct, nginx);
    }

    private Task<double> RateAsync(string name) =>
        Load.Callers.RateAsync(_callers[name], Duration, caller => caller.SendAsync(_request, 200));

    private async Task<ServiceProcess> AddAsync(Task<ServiceProcess> starting)
    {
        var process = await starting;
        _processes.Add(process);
        return process;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers.Values.SelectMany(callers => callers))
            caller.Dispose();
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        foreach (var process in _processes)
            await process.DisposeAsync();
    }
}
