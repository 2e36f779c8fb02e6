using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Ops.Benchmarks.Load;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// What it costs that many deadlines are open: 100 reservations lapse when the clock is moved past their 72 hours, in a
/// service with 1 000 deadlines open and in one with 1 000 000.
/// </summary>
internal sealed class OpenDeadlines : IRow
{
    private const int Due = 100, Few = 1_000, Many = 1_000_000, Callers = 8;

    /// <summary>
    /// Open deadlines of reservations, as they are set, due years from now, each on a unit of its own.
    /// </summary>
    private const string Open = """
        INSERT INTO deadlines.deadlines (id, kind, key, rule, subject, owed_by, owed_to, since, term, warnings,
            ends_when_due, due_at, calendar_certain, marks, next_mark, next_at)
        SELECT gen_random_uuid(), 'reservation-lapse', 'reservation-lapse/' || gen_random_uuid(), 'RES-1',
            gen_random_uuid(), 'project-sales-group', 'marketing-manager', now(),
            '{"$type":"elapsed","length":"72:00:00"}', '[]', true, due, true, ARRAY[due], 0, due
        FROM (SELECT now() + interval '10 years' + n * interval '1 minute' AS due
            FROM generate_series(1, $1) AS n) AS far
        """;

    private readonly Line _line = new(
        "100 deadlines fire, 1 000 000 open; baseline: 1 000 open", "ms", "grows by less than 1.5 ×",
        (_, ratio) => ratio < 1.5);
    private Side? _few, _many;
    private int _round;

    public string Name => "deadlines";

    public IReadOnlyList<Line> Lines => [_line];

    public async Task StartAsync(Bench bench)
    {
        _few = await Side.StartAsync(bench, Few);
        _many = await Side.StartAsync(bench, Many);
        for (var i = 0; i < 3; i++)
            await PairAsync();
    }

    public async Task RoundAsync()
    {
        var (many, few) = await PairAsync();
        _line.Add(many, few);
    }

    private async Task<(double Many, double Few)> PairAsync()
    {
        var few = await _few!.FireAsync(_round);
        var many = await _many!.FireAsync(_round++);
        return (many, few);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var side in (Side?[])[_few, _many])
        {
            if (side is not null)
                await side.DisposeAsync();
        }
    }

    /// <summary>A service with so many deadlines open.</summary>
    private sealed class Side(
        Database sales, ServiceProcess service, HttpConnection[] callers, string token,
        HttpClient clock) : IAsyncDisposable
    {
        public static async Task<Side> StartAsync(Bench bench, int open)
        {
            var sales = await bench.MigrateAsync(ServiceProgram.SalesControl);
            await sales.ExecuteAsync(Open, open);
            await sales.ExecuteAsync("VACUUM ANALYZE deadlines.deadlines");
            await sales.ExecuteAsync("CHECKPOINT");
            var service = await bench.StartAsync(
                ServiceProgram.SalesControl, sales, await bench.Servers.CreateVirtualHostAsync("deadlines"));
            var clock = new HttpClient { BaseAddress = service.Address };
            clock.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
                "Bearer", bench.Authority.Token(["simulation.clock"]));
            return new(
                sales, service, await Load.Callers.ConnectAsync(Callers, service.Address),
                bench.Authority.Token([SalesControlPermissions.RegisterReservation]), clock);
        }

        /// <summary>
        /// Registers 100 reservations, moves the clock to where all have lapsed, and answers how long that took.
        /// </summary>
        public async Task<double> FireAsync(int round)
        {
            var first = 1 + (round * Due);
            await Estate.AddUnitsAsync(sales, first, Due);
            await Load.Callers.RateAsync(Callers, Due, (caller, i) => callers[caller].SendAsync(HttpConnection.Request(
                "POST", $"{Estate.UnitPath(first + i)}/reservations", token, Estate.Form(first + i)), 201));

            var to = TimeProvider.System.GetUtcNow().AddHours((round + 1) * 73);
            using var body = new StringContent($$"""{"to":"{{to:O}}"}""", Encoding.UTF8, "application/json");
            var started = Stopwatch.GetTimestamp();
            using var moved = await clock.PostAsync(new Uri("simulation/clock", UriKind.Relative), body);
            var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

            var lapsed = await sales.QueryAsync<long>("SELECT count(*) FROM reservations WHERE state = 'Lapsed'");
            return moved.IsSuccessStatusCode && lapsed == (round + 1) * Due
                ? time
                : throw new WrongOutcomeException(
                    $"{(int)moved.StatusCode}; {lapsed} reservations have lapsed instead of {(round + 1) * Due}.");
        }

        public async ValueTask DisposeAsync()
        {
            clock.Dispose();
            foreach (var caller in callers)
                caller.Dispose();
            await service.DisposeAsync();
        }
    }
}
