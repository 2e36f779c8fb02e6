using Npgsql;
using Ops.Benchmarks.Load;
using Ops.Benchmarks.Raw;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// Registering a reservation over HTTP at the service, against its statements in one transaction from a bare loop.
/// </summary>
internal sealed class Registering : IRow
{
    private const int Callers = 32, AtOnce = 1_000;

    private const string Held =
        """
        SELECT count(*) FROM units u JOIN reservations r ON r.unit_id = u.id WHERE u.state = 'Pending'
            AND r.state = 'Pending' AND r.number = 1
        """;

    private readonly Line _line = new(
        "registering a reservation over HTTP, 32 callers, different units", "/s",
        "≥ 0.5 × the same SQL from a bare loop", (_, ratio) => ratio >= 0.5);
    private Database _sales = null!, _raw = null!;
    private ServiceProcess? _service;
    private HttpConnection[] _callers = [];
    private NpgsqlConnection[] _connections = [];
    private string _token = "";
    private int _next = 1;

    public string Name => "registering";

    public IReadOnlyList<Line> Lines => [_line];

    public async Task StartAsync(Bench bench)
    {
        _sales = await bench.MigrateAsync(ServiceProgram.SalesControl);
        _service = await bench.StartAsync(
            ServiceProgram.SalesControl, _sales, await bench.Servers.CreateVirtualHostAsync("registering"));
        _callers = await Load.Callers.ConnectAsync(Callers, _service.Address);
        _token = bench.Authority.Token([SalesControlPermissions.RegisterReservation]);
        _raw = await bench.MigrateAsync(ServiceProgram.SalesControl);
        _connections = await _raw.ConnectAsync(Callers);
        for (var i = 0; i < 3; i++)
            await PairAsync();
    }

    public async Task RoundAsync()
    {
        var (ours, raw) = await PairAsync();
        _line.Add(ours, raw);
        if (await _sales.QueryAsync<long>(Held) is var held && held != _next - 1)
            throw new WrongOutcomeException($"{held} units are held, {_next - 1} were asked for.");
    }

    /// <summary>The same units on either side.</summary>
    private async Task<(double Ours, double Raw)> PairAsync()
    {
        var first = _next;
        _next += AtOnce;
        await Estate.AddUnitsAsync(_sales, first, AtOnce);
        await Estate.AddUnitsAsync(_raw, first, AtOnce);
        var requests = Enumerable.Range(first, AtOnce).Select(unit => HttpConnection.Request(
            "POST", $"{Estate.UnitPath(unit)}/reservations", _token, Estate.Form(unit),
            $"Idempotency-Key: register-{unit}")).ToArray();
        var ours = await Load.Callers.RateAsync(
            Callers, AtOnce, (caller, i) => _callers[caller].SendAsync(requests[i], 201));
        var raw = await Load.Callers.RateAsync(Callers, AtOnce, (caller, i) => RawReservation.RegisterAsync(
            _connections[caller],
            new RawForm($"register-{first + i}", "consultant-1", first + i, first + i, first + i)));
        return (ours, raw);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers)
            caller.Dispose();
        foreach (var connection in _connections)
            await connection.DisposeAsync();
        if (_service is not null)
            await _service.DisposeAsync();
    }
}
