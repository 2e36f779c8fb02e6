using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Ops.Benchmarks.Load;
using Ops.Benchmarks.Openings;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// What ten years of sales cost: the same service over a database with 5 000 000 events, and what belongs to them,
/// beside one with 1 000. Each thing is asked of one and of the other in turn, so that what slows the machine down
/// slows both.
/// </summary>
internal sealed class TenYears : IRow
{
    private const int Many = 100_000, Few = 20, Attempts = 300, Looks = 60, Boards = 5, Changes = 60, Pages = 200;

    private readonly Line
        _attempt = Line("5 000 000 events in the table: an attempt to reserve, p50; baseline: 1 000 events"),
        _cold = Line("… the first look at a board of 2 000 units in a replica, p50"),
        _changed = Line("… the first look at it after a change, p50"),
        _warm = Line("… a look at it as it stands, p50"),
        _told = Line("… a change to a watcher, after its commit, p50"),
        _history = Line("… a unit's history page of 50 events, p50");

    private Side? _few, _many;
    private int _next = 1, _board, _units;

    public string Name => "ten-years";

    public int MostRounds => 3;

    public IReadOnlyList<Line> Lines => [_attempt, _cold, _changed, _warm, _told, _history];

    public async Task StartAsync(Bench bench)
    {
        _few = await Side.FillAsync(bench, Few);
        _many = await Side.FillAsync(bench, Many);
        // Not before both are filled: a connection that is idle for minutes is closed.
        await _few.StartAsync(bench);
        await _many.StartAsync(bench);
        await MeasureAsync();
    }

    public async Task RoundAsync()
    {
        foreach (var (line, (many, few)) in new[] { _attempt, _cold, _changed, _warm, _told, _history }.Zip(
            await MeasureAsync()))
            line.Add(many, few);
    }

    private async Task<List<(double Many, double Few)>> MeasureAsync()
    {
        var (unit, board, change) = (_next, _board, _units);
        _next += Attempts;
        _board += Boards;
        _units += Changes;
        foreach (var side in (Side[])[_few!, _many!])
            await Estate.AddUnitsAsync(side.Sales, unit, Attempts);
        return
        [
            await InTurnAsync(Attempts, (side, i) => side.AttemptAsync(unit + i)),
            await InTurnAsync(Boards, (side, i) => side.LookAsync($"board-{board + i}")),
            await InTurnAsync(Looks, (side, i) => side.LookAfterAsync(change + i)),
            await InTurnAsync(Looks, (side, _) => side.LookAsync(Side.Watched)),
            await InTurnAsync(Changes, (side, i) => side.TellAsync(change + i)),
            await InTurnAsync(Pages, (side, i) => side.PageAsync(i)),
        ];
    }

    /// <summary>Asks the one and the other, and the other way round the next time.</summary>
    private async Task<(double Many, double Few)> InTurnAsync(int count, Func<Side, int, Task<double>> ask)
    {
        List<double> many = [], few = [];
        for (var i = 0; i < count; i++)
        {
            foreach (var isMany in i % 2 == 0 ? (bool[])[true, false] : [false, true])
                (isMany ? many : few).Add(await ask(isMany ? _many! : _few!, i));
        }

        return (Numbers.Median(many), Numbers.Median(few));
    }

    private static Line Line(string what) => new(what, "ms", "≤ 1.2 ×", (_, ratio) => ratio <= 1.2);

    public async ValueTask DisposeAsync()
    {
        foreach (var side in (Side?[])[_few, _many])
        {
            if (side is not null)
                await side.DisposeAsync();
        }
    }

    /// <summary>A service over so many years.</summary>
    private sealed class Side : IAsyncDisposable
    {
        public const string Watched = "watched";

        private const int MostBoards = Boards * 4;

        private readonly ConcurrentDictionary<string, TaskCompletionSource<DateTimeOffset>> _waiting = new(
            StringComparer.Ordinal);
        private ServiceProcess? _service;
        private HttpConnection? _caller;
        private EventStream? _watcher;
        private string[] _available = [];
        private string _token = "";
        private int _units;

        private Side(Database sales) => Sales = sales;

        public Database Sales { get; }

        public static async Task<Side> FillAsync(Bench bench, int units)
        {
            var side = new Side(await bench.MigrateAsync(ServiceProgram.SalesControl)) { _units = units };
            await Decade.FillAsync(side.Sales, units);
            for (var i = 0; i < MostBoards; i++)
                await Estate.AddBoardAsync(side.Sales, $"board-{i}");
            await Estate.AddBoardAsync(side.Sales, Watched);
            side._available = await Estate.AvailableAsync(side.Sales, Watched, 4 * 2 * Changes);
            return side;
        }

        public async Task StartAsync(Bench bench)
        {
            _token = bench.Authority.Token([
                SalesControlPermissions.RegisterReservation, SalesControlPermissions.ReadBoard,
                SalesControlPermissions.ReadHolders]);
            _service = await bench.StartAsync(
                ServiceProgram.SalesControl, Sales, await bench.Servers.CreateVirtualHostAsync("years"));
            _caller = await HttpConnection.OpenAsync(_service.Address);
            _watcher = await EventStream.OpenAsync(
                _service.Address, HttpConnection.Request("GET", $"/api/sales/projects/{Watched}/board/changes", _token),
                Hear);
        }

        public Task<double> AttemptAsync(int unit) => TimeAsync(HttpConnection.Request(
            "POST", $"{Estate.UnitPath(unit)}/reservations", _token, Estate.Form(unit),
            $"Idempotency-Key: years-{unit}"), 201);

        public Task<double> LookAsync(string project) => TimeAsync(Look(project), 200);

        /// <summary>Every second of what is for sale.</summary>
        public async Task<double> LookAfterAsync(int change)
        {
            await ReserveAsync(2 * change);
            return await LookAsync(Watched);
        }

        public async Task<double> TellAsync(int change)
        {
            var unit = _available[(2 * change) + 1];
            var told = _waiting.GetOrAdd(unit, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
            await ReserveAsync((2 * change) + 1);
            var at = await told.Task.WaitAsync(TimeSpan.FromSeconds(20));
            _waiting.TryRemove(unit, out _);
            var committed = await Sales.QueryAsync<DateTime>(
                """
                SELECT pg_xact_commit_timestamp(e.xmin) FROM units u JOIN messaging.events e
                    ON e.stream = 'unit/' || u.id WHERE u.project = $1 AND u.code = $2
                    AND e.type = 'ReservationRegistered'
                """,
                Watched, unit);
            return (at.UtcDateTime - committed).TotalMilliseconds;
        }

        public async Task<double> PageAsync(int page)
        {
            // Anywhere in the years, where nobody has looked before.
            var unit = (int)(page * 7_919L % _units);
            var started = Stopwatch.GetTimestamp();
            var body = await _caller!.SendAsync(HttpConnection.Request("GET", Decade.HistoryOf(unit), _token), 200);
            var time = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            using var history = JsonDocument.Parse(body);
            return history.RootElement.GetProperty("items").GetArrayLength() == Decade.EventsAUnit
                ? time
                : throw new WrongOutcomeException(
                    $"A history has {history.RootElement.GetProperty("items").GetArrayLength()} events.");
        }

        public async ValueTask DisposeAsync()
        {
            _watcher?.Dispose();
            _caller?.Dispose();
            if (_service is not null)
                await _service.DisposeAsync();
        }

        private byte[] Look(string project) =>
            HttpConnection.Request("GET", $"/api/sales/projects/{project}/board", _token, null, "Accept-Encoding: br");

        private async Task ReserveAsync(int place) => await _caller!.SendAsync(HttpConnection.Request(
            "POST", $"{Estate.UnitPath(Watched, _available[place])}/reservations", _token,
            Estate.Form(5_000_000 + place), $"Idempotency-Key: years-watched-{place}"), 201);

        private async Task<double> TimeAsync(byte[] request, int expected)
        {
            var started = Stopwatch.GetTimestamp();
            await _caller!.SendAsync(request, expected);
            return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        private void Hear(DateTimeOffset at, string what)
        {
            foreach (var (unit, told) in _waiting)
            {
                if (
                    what.IndexOf($"\"unit\":\"{unit}\"", StringComparison.Ordinal) is >= 0 and var cell
                        && what.IndexOf("\"state\":\"pending\"", cell, StringComparison.Ordinal) is >= 0 and var state
                        && state < what.IndexOf('}', cell))
                    told.TrySetResult(at);
            }
        }
    }
}
