using System.Security.Cryptography;
using System.Text;
using Ops.Benchmarks.Load;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>A machine signs in by its secret, again and again: tokens a second, for as long as a round lasts.</summary>
internal sealed class Tokens : IRow
{
    private const int Callers = 16, PerSecond = 100;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(8);

    private readonly Line _line = new(
        $"tokens by client credentials over HTTP, {Callers} callers, {Round.TotalSeconds:0} s a round", "/s",
        "≥ 100 /s sustained on two cores", (ours, _) => ours >= PerSecond);
    private readonly Line _used = new("… Identity's processor time a token", "ms", "", null);
    private Database _identity = null!;
    private ServiceProcess? _service;
    private HttpConnection[] _callers = [];
    private byte[] _request = [];

    public string Name => "tokens";

    public IReadOnlyList<Line> Lines => [_line, _used];

    public async Task StartAsync(Bench bench)
    {
        _identity = await bench.MigrateAsync(ServiceProgram.Identity);
        _service = await StartAsync(bench, _identity);
        await ReadyAsync(_service);
        _callers = await Load.Callers.ConnectAsync(Callers, _service.Address);
        var secret = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Demo), Encoding.UTF8.GetBytes("group-crm")));
        _request = HttpConnection.Form(
            "/connect/token", $"grant_type=client_credentials&client_id=group-crm&client_secret={secret}&scope=ops");
        for (var i = 0; i < 2; i++)
            await Load.Callers.RateAsync(_callers, TimeSpan.FromSeconds(3), AskAsync);
    }

    public async Task RoundAsync()
    {
        var before = _service!.ProcessorTime;
        var count = 0;
        _line.Add(await Load.Callers.RateAsync(_callers, Round, async caller =>
        {
            await AskAsync(caller);
            Interlocked.Increment(ref count);
        }));
        _used.Add((_service.ProcessorTime - before).TotalMilliseconds / count);
    }

    /// <summary>Of the demo: it has a machine that may sign in.</summary>
    public const string Demo = "the password of a bench that nobody signs in to";

    /// <summary>Identity with the demo's staff, on a database.</summary>
    public static Task<ServiceProcess> StartAsync(Bench bench, Database database) => bench.StartAsync(
        ServiceProgram.Identity, database, bench.Servers.RabbitMq.ToString(), "--environment=Development",
        "--Authority:Issuer=http://127.0.0.1:5080", $"--Demo:Password={Demo}");

    /// <summary>Waits until it says that it is ready.</summary>
    /// <exception cref="WrongOutcomeException">It does not, a minute later.</exception>
    public static async Task ReadyAsync(ServiceProcess service)
    {
        var patience = TimeProvider.System.GetUtcNow().AddMinutes(1);
        using var http = new HttpClient { BaseAddress = service.Address };
        while (true)
        {
            using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative));
            if (answer.IsSuccessStatusCode)
                return;
            if (TimeProvider.System.GetUtcNow() > patience)
                throw new WrongOutcomeException($"{service.Address} is not ready: {(int)answer.StatusCode}.");
            await Task.Delay(5);
        }
    }

    private async Task AskAsync(HttpConnection caller)
    {
        var answer = await caller.SendAsync(_request, 200);
        if (answer.Span.IndexOf("\"eyJ"u8) < 0)
            throw new WrongOutcomeException($"That is no token: {Encoding.UTF8.GetString(answer.Span)}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers)
            caller.Dispose();
        if (_service is not null)
            await _service.DisposeAsync();
    }
}
