using System.Diagnostics;
using System.Text.Json;
using Ops.Benchmarks.Load;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// 200 callers at once for one unit: who was first has it, the others wait in the order of the register. Ten races a
/// round.
/// </summary>
internal sealed class Race : IRow
{
    private const int Racers = 200, Races = 10;

    /// <summary>
    /// Holders, the holder's number, those waiting, the numbers given and the greatest, and whether the event log tells
    /// them in the same order.
    /// </summary>
    private const string Outcome = """
        SELECT concat_ws(' ', count(*) FILTER (WHERE r.state = 'Pending'), max(r.number) FILTER (WHERE r.state =
            'Pending'), count(*) FILTER (WHERE r.state = 'Waiting'),
            count(DISTINCT r.number), max(r.number), bool_and(e.version = r.number), bool_and(e.type = CASE
                WHEN r.number = 1 THEN 'ReservationRegistered' ELSE 'WaitRecorded' END))
        FROM units u JOIN reservations r ON r.unit_id = u.id
        LEFT JOIN messaging.events e ON e.stream = 'unit/' || u.id AND e.body->>'reservationId' = r.id::text
        WHERE u.code = $1
        """;

    private readonly Line
        _right = new(
            "200 callers race for one unit, 10 races a round", "right",
            "all: 1 holder, 199 waiting in the register's order", (ours, _) => ours >= Races),
        _time = new("… time of a race", "ms", "", null);

    private Database _sales = null!;
    private ServiceProcess? _service;
    private HttpConnection[] _callers = [];
    private string _token = "";
    private int _next = 1;

    public string Name => "race";

    public IReadOnlyList<Line> Lines => [_right, _time];

    public async Task StartAsync(Bench bench)
    {
        _sales = await bench.MigrateAsync(ServiceProgram.SalesControl);
        _service = await bench.StartAsync(
            ServiceProgram.SalesControl, _sales, await bench.Servers.CreateVirtualHostAsync("race"));
        _callers = await Callers.ConnectAsync(Racers, _service.Address);
        _token = bench.Authority.Token([SalesControlPermissions.RegisterReservation]);
        await RaceAsync();
        await RaceAsync();
    }

    public async Task RoundAsync()
    {
        var times = new List<double>(Races);
        for (var race = 0; race < Races; race++)
            times.Add(await RaceAsync());
        _right.Add(Races);
        _time.Add(Numbers.Median(times));
    }

    private async Task<double> RaceAsync()
    {
        var unit = _next++;
        await Estate.AddUnitsAsync(_sales, unit, 1);
        var requests = Enumerable.Range(0, Racers).Select(racer => HttpConnection.Request(
            "POST", $"{Estate.UnitPath(unit)}/reservations", _token, Estate.Form((unit * Racers) + racer),
            $"Idempotency-Key: race-{unit}-{racer}")).ToArray();
        var started = Stopwatch.GetTimestamp();
        var places = await Task.WhenAll(
            _callers.Select(async (caller, racer) => PlaceOf(await caller.SendAsync(requests[racer], 201))));
        var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        // What the callers were told, and what is written down.
        if (!places.Order().SequenceEqual(Enumerable.Range(0, Racers)))
            throw new WrongOutcomeException($"The places told for 1-1-{unit}: {string.Join(' ', places.Order())}.");
        if (await _sales.QueryAsync<string>(Outcome, $"1-1-{unit}") is var outcome && outcome != "1 1 199 200 200 t t")
            throw new WrongOutcomeException($"The race for 1-1-{unit} ended as {outcome}.");
        return time;
    }

    /// <summary>The place in the line, from 1; 0 for the holder.</summary>
    private static int PlaceOf(ReadOnlyMemory<byte> answer)
    {
        using var reservation = JsonDocument.Parse(answer);
        return reservation.RootElement.GetProperty("state").GetString() == "pending"
            ? 0
            : reservation.RootElement.GetProperty("place").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers)
            caller.Dispose();
        if (_service is not null)
            await _service.DisposeAsync();
    }
}
