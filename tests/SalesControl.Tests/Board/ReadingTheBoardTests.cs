using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.Board;

public sealed class ReadingTheBoardTests(TestServers servers, ITestOutputHelper output)
{
    private static readonly string[] ReadOnly = [SalesControlPermissions.ReadBoard], WithHolders = [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.ReadHolders];

    [Fact]
    [Rule("RES-2")]
    [Rule("CS-4")]
    public async Task One_call_shows_each_unit_with_its_price_its_consultant_and_until_when_and_sums_what_is_shown()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.RegisterAsync(1);
        await sales.RegisterAsync(2, who: sales.Second);

        var board = await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.OK);

        var cell = Cell(board, SalesHost.Unit);
        Assert.Equal(("pending", "consultant-1", 1, "3000000.00"), (
            Text(cell, "state"), Text(cell, "consultant"), cell.GetProperty("waiting").GetInt32(),
            Text(cell.GetProperty("price"), "amount")));
        // To the second, in the site's time.
        Assert.Equal($"{reserved["expiresAt"]![..19]}+08:00", Text(cell, "until"));
        Assert.Matches(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$", Text(cell, "since"));
        Assert.Equal(1, board.Json.GetProperty("counts").GetProperty("pending").GetInt32());
        var available = board.Json.GetProperty("sums").GetProperty("available");
        Assert.Equal((2, 178.24m, "4300000.00"), (
            available.GetProperty("units").GetInt32(), available.GetProperty("builtArea").GetDecimal(),
            Text(available.GetProperty("listPrice"), "amount")));
        var total = board.Json.GetProperty("total");
        Assert.Equal((4, 418.24m, "10300000.00"), (
            total.GetProperty("units").GetInt32(), total.GetProperty("builtArea").GetDecimal(),
            Text(total.GetProperty("listPrice"), "amount")));
    }

    [Fact]
    public async Task The_holders_name_is_shown_to_who_may_see_holders_and_to_nobody_else()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.RegisterAsync(1);
        using var manager = sales.Staff("marketing-manager-1", "marketing-manager", WithHolders);
        using var other = sales.Staff("consultant-9", "consultant", ReadOnly, ["another-court"]);
        using var nobody = sales.Staff("cleaner-1", "cleaner", []);

        Assert.Equal("Customer 1", Text(
            Cell(await manager.GetAsync(BoardScreen.Path, HttpStatusCode.OK), SalesHost.Unit), "holder"));
        Assert.DoesNotContain(
            "Customer 1", (await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        await other.GetAsync(BoardScreen.Path, HttpStatusCode.NotFound);
        await other.GetAsync($"{BoardScreen.Path}/changes", HttpStatusCode.NotFound);
        await other.GetAsync($"{BoardScreen.Path}.xlsx", HttpStatusCode.NotFound);
        await nobody.GetAsync(BoardScreen.Path, HttpStatusCode.Forbidden);
        await nobody.GetAsync($"{BoardScreen.Path}/changes", HttpStatusCode.Forbidden);
        await nobody.GetAsync($"{BoardScreen.Path}.xlsx", HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("", 7)]
    [InlineData("?building=2", 4)]
    [InlineData("?building=2&building=S", 7)]
    [InlineData("?state=pending", 1)]
    [InlineData("?state=pending&state=withheld", 2)]
    [InlineData("?kind=shop", 2)]
    [InlineData("?kind=parking", 1)]
    [InlineData("?layout=%E4%B8%89%E6%88%BF", 1)]
    [InlineData("?priceFrom=3000000", 3)]
    [InlineData("?priceFrom=2150000&priceTo=2150000.00", 2)]
    [InlineData("?mine=true", 1)]
    [InlineData("?mine=true&building=S", 0)]
    public async Task A_filter_leaves_what_fits_and_counts_that_alone(string filter, int units)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.ImportAndPublishAsync(
            "楼栋,单元,楼层,房号,类型,建筑面积,套内面积,总价,状态,户型\nS,1,1,S01,商铺,55,50,5000000,待售,三房\nS,1,1,S02,商铺,55,50,,待售,\n"
                + "S,1,-1,P01,车位,12,12,,待售,\n");
        await sales.RegisterAsync(1);

        var board = await sales.Consultant.GetAsync(BoardScreen.Path + filter, HttpStatusCode.OK);

        Assert.Equal(units, BoardScreen.CellsOf(board).Count);
        Assert.Equal(units, board.Json.GetProperty("total").GetProperty("units").GetInt32());
        Assert.Equal(units, board.Json.GetProperty("counts").EnumerateObject().Sum(state => state.Value.GetInt32()));
    }

    [Theory]
    [InlineData("?buildng=2", HttpStatusCode.UnprocessableEntity)]
    [InlineData("?state=sold", HttpStatusCode.UnprocessableEntity)]
    [InlineData("?state=77", HttpStatusCode.UnprocessableEntity)]
    [InlineData("?kind=castle", HttpStatusCode.UnprocessableEntity)]
    [InlineData("?priceFrom=cheap", HttpStatusCode.UnprocessableEntity)]
    [InlineData("?priceFrom=-1", HttpStatusCode.UnprocessableEntity)]
    [InlineData("?priceFrom=2&priceTo=1", HttpStatusCode.UnprocessableEntity)]
    [Case("unknown-query-parameters")]
    public async Task A_filter_that_is_none_is_refused(string filter, HttpStatusCode expected)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.Consultant.GetAsync(BoardScreen.Path + filter, expected);
        await sales.Consultant.GetAsync($"{BoardScreen.Path}.xlsx{filter}", expected);
    }

    [Fact]
    [Rule("CS-4")]
    public async Task An_unchanged_board_is_not_sent_again_and_every_change_that_a_caller_would_see_sends_it_anew()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await using var replica = await ServiceHost<Storage.SalesControlDb>.StartAsync(
            sales.Service.Setting, sales.Service.Authority);
        using var manager = sales.Staff("marketing-manager-1", "marketing-manager", WithHolders);
        using var there = replica.Client(ReadOnly);
        var first = await Tag(sales.Consultant);
        await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.NotModified, first);
        // Whichever replica is asked.
        await there.GetAsync(BoardScreen.Path, HttpStatusCode.NotModified, first);

        // A unit changed.
        await sales.RegisterAsync(1);
        await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.OK, first);
        await there.GetAsync(BoardScreen.Path, HttpStatusCode.OK, first);
        var taken = await Tag(sales.Consultant);

        // A price comes into force by time alone.
        var list = await sales.Consultant.PostAsync($"/api/sales/projects/{SalesHost.Project}/price-lists", new
        {
            note = "Autumn",
            prices = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["2-1-1201"] = new { amount = "2222222.00", currency = "CNY" },
            },
        }, HttpStatusCode.Created);
        var path = $"/api/sales/price-lists/{list["id"]}";
        var approved = await sales.Manager.PostAsync($"{path}/approve", null, HttpStatusCode.OK, list.ETag);
        var soon = sales.Service.Services.GetRequiredService<IClock>().GetCurrentInstant() + Duration.FromHours(5);
        await sales.Manager.PostAsync(
            $"{path}/publish",
            new { effectiveAt = soon.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
            HttpStatusCode.OK, approved.ETag);
        await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.NotModified, taken);
        await sales.Service.MoveClockAsync(Duration.FromHours(6));
        var priced = await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.OK, taken);
        Assert.Equal("2222222.00", Text(Cell(priced, "2-1-1201").GetProperty("price"), "amount"));

        // A name was corrected: for who sees names it is another board, for the others the same.
        var named = await Tag(manager);
        var unnamed = await Tag(sales.Consultant);
        await ExecuteAsync(sales, "UPDATE customers SET name = 'Customer One'");
        Assert.Contains(
            "Customer One", (await manager.GetAsync(BoardScreen.Path, HttpStatusCode.OK, named)).Text,
            StringComparison.Ordinal);
        await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.NotModified, unnamed);
        Assert.NotEqual(named, unnamed);
    }

    [Fact]
    public async Task A_board_of_2000_units_is_at_most_60_KB_packed_and_says_the_same_packed_or_not()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var csv = new StringBuilder("楼栋,单元,楼层,房号,类型,建筑面积,套内面积,总价,状态,户型,朝向\n");
        // Homes above each other have the same plan; no two the same price.
        for (var i = 0; i < 1996; i++)
        {
            var (building, floor, room) = (11 + (i / 200), 1 + (i % 200 / 8), 1 + (i % 8));
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{building},{1 + (room / 5)},{floor},{floor}{room:00},住宅,"
                    + $"{80 + (room * 7)}.{(building * 13 + room * 29) % 97:00},"
                    + $"{60 + (room * 6)}.{(building * 17 + room * 31) % 89:00},"
                    + $"{(20000 + (i * 37 % 5000)) * (80 + (room * 7))},待售,"
                    + $"{(room % 2 == 0 ? "三房两厅" : "两房一厅")},{(room % 3 == 0 ? "南" : "南北")}\n");
        }

        await sales.ImportAndPublishAsync(csv.ToString());
        // Half of it is somebody's, each since another moment.
        await ExecuteAsync(sales, """
            INSERT INTO customers (id, project, name, phone, created_at, created_by)
            SELECT gen_random_uuid(), 'harbour-court', chr(19968 + (i * 7919) % 5000)
                || chr(19968 + (i * 104729) % 5000) || chr(19968 + (i * 1299709) % 5000),
                '+86139' || lpad(i::text, 8, '0'), now(), 'consultant-1'
                FROM generate_series(1, 1000) i;
            UPDATE units u SET state = 'Reserved', since = now() - random() * interval '2 days',
                until = now() + random() * interval '2 days', consultant = 'consultant-' || one.n % 40,
                holder_id = c.id, waiting = one.n % 4, version = u.version + one.n % 9
            FROM (SELECT id, row_number() OVER () AS n FROM units WHERE building <> '2') one,
                (SELECT id, row_number() OVER () AS n FROM customers) c WHERE one.id = u.id AND c.n * 2 = one.n;
            """);
        using var manager = sales.Staff("marketing-manager-1", "marketing-manager", WithHolders);

        var plain = await manager.GetAsync(BoardScreen.Path, HttpStatusCode.OK);
        foreach (var (encoding, unpack) in new (string, Func<Stream, Stream>)[]
        {
            ("br", packed => new BrotliStream(packed, CompressionMode.Decompress)),
            ("gzip", packed => new GZipStream(packed, CompressionMode.Decompress)),
        })
        {
            var bytes = await PackedAsync(manager, encoding);
            output.WriteLine($"{encoding}: {bytes.Length} bytes of {Encoding.UTF8.GetByteCount(plain.Text)}");
            using var reader = new StreamReader(unpack(new MemoryStream(bytes)));
            Assert.Equal(plain.Text, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            Assert.InRange(bytes.Length, 1, 60 * 1024);
        }

        List<double> unchanged = [], changed = [], notModified = [];
        for (var i = 0; i < 200; i++)
            unchanged.Add(await TimeAsync(async () => await PackedAsync(manager, "br")));
        for (var i = 0; i < 100; i++)
        {
            await ExecuteAsync(sales, $"UPDATE units SET version = version + 1 WHERE code = '11-1-{1 + (i % 20)}01'");
            changed.Add(await TimeAsync(async () => await PackedAsync(manager, "br")));
        }

        var tag = await Tag(manager);
        for (var i = 0; i < 200; i++)
            notModified.Add(
                await TimeAsync(async () => await manager.GetAsync(BoardScreen.Path, HttpStatusCode.NotModified, tag)));
        foreach (var (what, times) in new[]
        {
            ("unchanged", unchanged), ("after each change", changed), ("not modified", notModified),
        })
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{what}: p50 {Percentile(times, 50):0.0} ms, p95 {Percentile(times, 95):0.0} ms, "
                    + $"p99 {Percentile(times, 99):0.0} ms"));
    }

    [Fact]
    public async Task Other_answers_are_packed_too_for_who_takes_them_packed()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var request = new HttpRequestMessage(HttpMethod.Get, SalesHost.UnitPath());
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var answer = await sales.Consultant.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
    }

    internal static async Task ExecuteAsync(SalesHost sales, string sql)
    {
        await using var connection = new NpgsqlConnection(sales.Service.Setting.Admin);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<byte[]> PackedAsync(HttpClient who, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, BoardScreen.Path);
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        using var answer = await who.SendAsync(request);
        Assert.Equal([encoding], answer.Content.Headers.ContentEncoding);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<double> TimeAsync(Func<Task> what)
    {
        var started = Stopwatch.GetTimestamp();
        await what();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Percentile(List<double> times, int percent) =>
        times.Order().ElementAt((int)Math.Ceiling(times.Count * percent / 100.0) - 1);

    private static async Task<string> Tag(HttpClient who) =>
        (await who.GetAsync(BoardScreen.Path, HttpStatusCode.OK)).ETag!;

    private static JsonElement Cell(Answer board, string unit) =>
        JsonDocument.Parse(BoardScreen.CellsOf(board)[unit]).RootElement;

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();
}
