using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Npgsql;
using Ops.Benchmarks.Load;
using Ops.Benchmarks.Raw;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// The whole board of 2 000 units, with holders, packed: as it stands, against the same bytes from a bare Kestrel; the
/// first look after a change, against the same rows read from bare Npgsql; and how little is sent when nothing has
/// changed.
/// </summary>
internal sealed class Board : IRow
{
    private const string Project = "harbour-court";
    private const int Screens = 8, PerSecond = 100, Looks = 500, Changes = 40;

    private readonly Line
        _look = new(
            "whole board of 2 000 units, 100 looks a second by chance: p95; baseline: the bytes from bare Kestrel",
            "ms", "p95 ≤ 15 ms", (ours, _) => ours <= 15),
        _unchanged = new("… not changed since (304): p95", "ms", "304, without a body", (_, _) => true),
        _changed = new("… the first look after a change: p95; baseline: the rows from bare Npgsql", "ms", "", null),
        _size = new("… sent, packed by Brotli", "KB", "≤ 60 KB", (ours, _) => ours <= 60);

    private Database _sales = null!;
    private ServiceProcess? _service, _bare;
    private NpgsqlConnection? _connection;
    private HttpConnection[] _screens = [], _bareScreens = [];
    private string _file = "", _token = "";
    private Queue<string> _units = [];

    public string Name => "board";

    public IReadOnlyList<Line> Lines => [_look, _unchanged, _changed, _size];

    public async Task StartAsync(Bench bench)
    {
        _sales = await bench.MigrateAsync(ServiceProgram.SalesControl);
        await Estate.AddBoardAsync(_sales, Project);
        _units = new(await Estate.AvailableAsync(_sales, Project, 400));
        _service = await bench.StartAsync(
            ServiceProgram.SalesControl, _sales, await bench.Servers.CreateVirtualHostAsync("board"));
        _token = bench.Authority.Token([
            SalesControlPermissions.ReadBoard, SalesControlPermissions.ReadHolders,
            SalesControlPermissions.RegisterReservation]);
        _screens = await Callers.ConnectAsync(Screens, _service.Address);
        _connection = (await _sales.ConnectAsync(1))[0];
        // The board that the bare server sends is this one.
        _file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(_file, (await _screens[0].SendAsync(Look(), 200)).ToArray());
        _bare = await ServiceProcess.StartAsync(typeof(Board).Assembly.Location, BareServers.Fixed, _file);
        _bareScreens = await Callers.ConnectAsync(Screens, _bare.Address);
        await LooksAsync(_screens, Look(), 200, 1);
        await LooksAsync(_bareScreens, Look(), 200, 1);
        await ChangesAsync();
    }

    public async Task RoundAsync()
    {
        var packed = await _screens[0].SendAsync(Look(), 200);
        if (_screens[0].Header("Content-Encoding") != "br" || Unpack(packed).Split("\"unit\":").Length - 1 != 2_000)
            throw new WrongOutcomeException("That is not the whole board, packed.");
        _size.Add(packed.Length / 1024.0);
        var tag = _screens[0].Header("ETag")!;

        var ours = await LooksAsync(_screens, Look(), 200, 2);
        var raw = await LooksAsync(_bareScreens, Look(), 200, 2);
        _look.Add(Numbers.Percentile(ours, 0.95), Numbers.Percentile(raw, 0.95));
        _unchanged.Add(Numbers.Percentile(await LooksAsync(_screens, Look($"If-None-Match: {tag}"), 304, 3), 0.95));
        var (first, read) = await ChangesAsync();
        _changed.Add(Numbers.Percentile(first, 0.95), Numbers.Percentile(read, 0.95));
    }

    private byte[] Look(params string[] headers) => HttpConnection.Request(
        "GET", $"/api/sales/projects/{Project}/board", _token, null, ["Accept-Encoding: br", .. headers]);

    private static Task<double[]> LooksAsync(HttpConnection[] screens, byte[] look, int expected, int seed) =>
        Callers.ByChanceAsync(
            Screens, Looks, PerSecond, seed, (screen, _) => screens[screen].SendAsync(look, expected));

    /// <summary>A unit changes, and somebody looks: what they see has the change in it, under another tag.</summary>
    private async Task<(List<double> First, List<double> Read)> ChangesAsync()
    {
        List<double> first = [], read = [];
        await _screens[0].SendAsync(Look(), 200);
        var before = _screens[0].Header("ETag")!;
        for (var i = 0; i < Changes; i++)
        {
            var unit = _units.Dequeue();
            var customer = 10_000 + _units.Count;
            await _screens[1].SendAsync(HttpConnection.Request(
                "POST", $"{Estate.UnitPath(Project, unit)}/reservations", _token, Estate.Form(customer),
                $"Idempotency-Key: board-{unit}"), 201);
            var started = Stopwatch.GetTimestamp();
            var seen = await _screens[0].SendAsync(Look($"If-None-Match: {before}"), 200);
            first.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            var board = Unpack(seen);
            var cell = board[board.IndexOf($"\"unit\":\"{unit}\"", StringComparison.Ordinal)..];
            if (_screens[0].Header("ETag") is not { } now || now == before || !cell[..cell.IndexOf(
                '}', StringComparison.Ordinal)].Contains("\"state\":\"pending\"", StringComparison.Ordinal))
                throw new WrongOutcomeException($"A change of {unit} is not on the board.");
            before = now;
            read.Add(await ReadAsync());
        }

        return (first, read);
    }

    /// <summary>The whole board's rows by hand, in milliseconds.</summary>
    private async Task<double> ReadAsync()
    {
        var started = Stopwatch.GetTimestamp();
        await using var command = new NpgsqlCommand(
            """
            SELECT u.id, u.building, u.entrance, u.floor, u.room, u.code, u.kind, u.state, u.since, u.until,
                u.consultant, c.name, u.waiting, u.built_area, u.inside_area, u.layout, u.orientation, l.price,
                u.version
            FROM units u LEFT JOIN customers c ON c.id = u.holder_id LEFT JOIN price_lines l ON l.unit_id = u.id
                WHERE u.project = $1
            """,
            _connection)
        {
            Parameters = { new() { Value = Project } },
        };
        await command.PrepareAsync();
        var values = new object[19];
        var rows = 0;
        await using var reader = await command.ExecuteReaderAsync();
        for (; await reader.ReadAsync(); rows++)
            reader.GetValues(values);
        return rows == 2_000 ? Stopwatch.GetElapsedTime(started).TotalMilliseconds : throw new WrongOutcomeException(
            $"{rows} rows are there.");
    }

    private static string Unpack(ReadOnlyMemory<byte> packed)
    {
        using var source = new MemoryStream(packed.ToArray());
        using var brotli = new BrotliStream(source, CompressionMode.Decompress);
        using var text = new StreamReader(brotli, Encoding.UTF8);
        return text.ReadToEnd();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var screen in (HttpConnection[])[.. _screens, .. _bareScreens])
            screen.Dispose();
        if (_connection is not null)
            await _connection.DisposeAsync();
        foreach (var process in (ServiceProcess?[])[_service, _bare])
        {
            if (process is not null)
                await process.DisposeAsync();
        }

        if (_file.Length > 0)
            File.Delete(_file);
    }
}
