using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// Whatever else no department would take: days before the project, an extension past the limit, a swap for what
/// another waits for, a list with other prices for what is sold, a receipt that is used. Named, and nothing is changed.
/// </summary>
public sealed class BadInputByItsNameTests(TestServers servers)
{
    private const string Past = "2020-01-01", PastTime = "2020-01-01T09:00:00+08:00";

    [Fact]
    [Rule("CS-4")]
    [Rule("RES-4")]
    [Rule("DOC-5.6.1")]
    [Rule("DOC-5.3.2")]
    public async Task A_day_before_the_project_or_past_is_refused_wherever_a_day_is_given()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        var (shop, sale, batch, list) = (
            await stage.ShopAsync(), await stage.SellAsync(), await stage.BatchAsync(),
            await stage.DraftAsync(approved: true));
        var lease = await stage.LetAsync(signed: true);
        object Lease(string from, string to) => new
        {
            tenant = stage.Customer(),
            bookingNumber = stage.Next("B"),
            from,
            to,
            monthlyRent = EveryCommand.Yuan(8000),
        };
        object[] plan = [new { dueOn = Past, amount = EveryCommand.Yuan(EveryCommand.Stage.Price) }];
        var before = await stage.StateAsync();

        await RefusedAsync(stage, $"{shop}/price?at={Uri.EscapeDataString(PastTime)}", null, "at", "CS-4", get: true);
        await RefusedAsync(
            stage, $"{EveryCommand.Stage.Project}/prices?at={Uri.EscapeDataString(PastTime)}", null, "at", "CS-4",
            get: true);
        await RefusedAsync(stage, $"{list}/publish", new { effectiveAt = PastTime }, "effectiveAt", "CS-4", list);
        await RefusedAsync(stage, $"{batch}/open", new { at = PastTime }, "at", "RES-2", batch);
        await RefusedAsync(
            stage, $"{shop}/subscription",
            new { agreementNumber = stage.Next("S"), customer = stage.Customer(), instalments = plan }, "instalments",
            "RES-4");
        await RefusedAsync(
            stage, $"{sale}/late-payment", new { instalments = plan, reason = "The bank is slow." }, "instalments",
            "RES-4", sale);
        await RefusedAsync(stage, $"{shop}/leases", Lease("2019-01-01", Past), "to", "DOC-5.6.1");
        await RefusedAsync(stage, $"{shop}/leases", Lease("2030-01-01", "2029-12-31"), "to", "DOC-5.6.1");
        await RefusedAsync(stage, $"{lease}/renew", new { to = Past }, "to", "DOC-5.6.1", lease);
        await RefusedAsync(
            stage, $"{EveryCommand.Stage.Project}/move-in-campaigns", new { name = "Too early", from = Past }, "from",
            "DOC-5.3.2");

        Assert.Equal(before, await stage.StateAsync());
    }

    [Fact]
    [Rule("CS-4")]
    [Rule("RES-4")]
    public async Task A_day_that_no_calendar_carries_is_refused_wherever_a_day_is_given()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        var (shop, sale, batch, list) = (
            await stage.ShopAsync(), await stage.SellAsync(), await stage.BatchAsync(),
            await stage.DraftAsync(approved: true));
        var lease = await stage.LetAsync(signed: true);
        var before = await stage.StateAsync();

        foreach (var (day, time) in new[]
        {
            ("9999-12-31", "9999-12-31T23:59:59Z"), ("9999-12-31", "9999-12-31T23:59:59-12:00"),
            ("0001-01-01", "0001-01-01T00:00:00+14:00"),
        })
        {
            object[] plan = [new { dueOn = day, amount = EveryCommand.Yuan(EveryCommand.Stage.Price) }];
            object Lease(string from, string to) => new
            {
                tenant = stage.Customer(),
                bookingNumber = stage.Next("B"),
                from,
                to,
                monthlyRent = EveryCommand.Yuan(8000),
            };
            await RefusedAsync(stage, $"{shop}/price?at={Uri.EscapeDataString(time)}", null, "at", null, get: true);
            await RefusedAsync(
                stage, $"{EveryCommand.Stage.Project}/prices?at={Uri.EscapeDataString(time)}", null, "at", null,
                get: true);
            await RefusedAsync(stage, $"{list}/publish", new { effectiveAt = time }, "effectiveAt", "CS-4", list);
            await RefusedAsync(stage, $"{batch}/open", new { at = time }, "at", "RES-2", batch);
            await RefusedAsync(
                stage, $"{shop}/subscription",
                new { agreementNumber = stage.Next("S"), customer = stage.Customer(), instalments = plan },
                "instalments[0].dueOn", "RES-4");
            await RefusedAsync(
                stage, $"{sale}/late-payment", new { instalments = plan, reason = "The bank is slow." },
                "instalments[0].dueOn", "RES-4", sale);
            await RefusedAsync(stage, $"{shop}/leases", Lease("2027-01-01", day), "to", "DOC-5.6.1");
            await RefusedAsync(stage, $"{shop}/leases", Lease(day, "2040-01-01"), "from", "DOC-5.6.1");
            await RefusedAsync(stage, $"{lease}/renew", new { to = day }, "to", "DOC-5.6.1", lease);
            await RefusedAsync(
                stage, $"{EveryCommand.Stage.Project}/move-in-campaigns", new { name = "Never", from = day }, "from",
                "DOC-5.3.2");
            foreach (var report in (string[])[
                $"daily-sales?to={day}&from={day}", $"sell-through?to={day}", $"forfeitures?from={day}&to={day}",
                $"deposits?at={day}"])
                await stage.All.GetAsync(
                    $"{EveryCommand.Stage.Project}/reports/{report}", HttpStatusCode.UnprocessableEntity);
        }

        Assert.Equal(before, await stage.StateAsync());
    }

    [Fact]
    [Rule("RES-1")]
    public async Task An_extension_is_of_an_hour_to_three_days_and_one_that_is_not_is_not_even_asked_for()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        var reservation = await stage.ApprovedAsync();
        var before = await stage.StateAsync();

        foreach (var hours in (int[])[73, 1_000_000_000, 0, -24])
            await RefusedAsync(
                stage, $"{reservation}/extension", new { hours, reason = "The bank is slow." }, "hours", "RES-1",
                reservation);

        Assert.Equal(before, await stage.StateAsync());
        await stage.All.ActAsync(
            reservation, "extension", new { hours = 72, reason = "The bank is slow." }, HttpStatusCode.Created);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task A_swap_goes_to_no_unit_that_somebody_holds_waits_for_or_is_offered()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        var sale = await stage.SellAsync();
        var (held, waitedFor, offered) =
            (await stage.ReserveAsync(), await stage.WaitAsync(), await stage.OfferAsync());
        List<string> units = [];
        foreach (var reservation in (string[])[held, waitedFor, offered])
            units.Add((await stage.All.GetAsync(reservation, HttpStatusCode.OK))["unit"]!);
        var before = await stage.StateAsync();

        foreach (var unit in units)
        {
            var refused = await stage.All.ActAsync(
                sale, "swap", new { unit, agreementNumber = stage.Next("S"), reason = "Higher up." },
                HttpStatusCode.Conflict);
            Assert.Equal("RES-4", refused["rule"]);
            Assert.Contains(unit, refused["detail"], StringComparison.Ordinal);
        }

        Assert.Equal(before, await stage.StateAsync());
        // What is offered while the swap is agreed to is not taken either.
        var free = await stage.ShopAsync();
        var swap = await stage.All.ActAsync(
            sale, "swap", new { unit = free.Split('/')[^1], agreementNumber = stage.Next("S"), reason = "Higher up." },
            HttpStatusCode.Created);
        var asked = $"/api/sales/changes/{swap["id"]}";
        var first = await stage.ReserveAsync(free);
        await stage.ReserveAsync(free);
        await stage.All.ActAsync(first, "release", new { reason = "Bought elsewhere." }, HttpStatusCode.OK);
        before = await stage.StateAsync();
        Assert.Equal("RES-4", (await stage.Decider.ActAsync(asked, "approve", null, HttpStatusCode.Conflict))["rule"]);
        Assert.Equal(before, await stage.StateAsync());
    }

    [Fact]
    [Rule("CS-4")]
    public async Task Another_price_for_a_sold_unit_is_refused_by_the_line_in_a_list_of_units_and_in_a_price_list()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        var sold = (await stage.All.GetAsync(await stage.SellAsync(), HttpStatusCode.OK))["unit"]!;
        var free = (await stage.ShopAsync()).Split('/')[^1];
        var before = await stage.StateAsync();
        object?[] Line(string unit, decimal price) => ["7", "1", 1, unit.Split('-')[^1], "商铺", 50.5m, 44.5m, price];
        var units = Spreadsheet.Write(SheetFormat.Xlsx, ["楼栋", "单元", "楼层", "房号", "类型", "建筑面积", "套内面积", "总价"], [
            Line(free, 2_100_000), Line(sold, 2_100_000)]);
        var prices = Spreadsheet.Write(SheetFormat.Xlsx, ["房源", "总价"], [[free, 2_100_000], [sold, 2_100_000]]);

        // The second line of the list's two, by its column: the first is good.
        var refused = await stage.All.SendAsync(
            $"{EveryCommand.Stage.Project}/units/import", units, HttpStatusCode.UnprocessableEntity);
        var fault = Assert.Single(refused.Json.GetProperty("lines").EnumerateArray());
        Assert.Equal(
            (3, "总价"), (fault.GetProperty("line").GetInt32(), fault.GetProperty("column").GetString()));
        var drafted = await stage.All.SendAsync(
            $"{EveryCommand.Stage.Project}/price-lists/import?note=Autumn", prices, HttpStatusCode.Conflict);
        Assert.Equal("CS-4", drafted["rule"]);
        Assert.Contains(sold, drafted["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain(free, drafted["detail"]!.Split(' ', ',', '.'));

        Assert.Equal(before, await stage.StateAsync());
    }

    [Fact]
    [Rule("CS-4")]
    public async Task A_price_in_a_file_that_is_none_is_named_by_its_line_and_column()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        foreach (var price in (string[])["2000000.123", "-2000000", "0", "2000000 USD", "$2000000", ""])
        {
            foreach (var (path, file) in new[]
            {
                ("price-lists/import?note=Autumn", $"房源,总价\n2-1-1201,2200000\n2-1-1202,{price}\n"),
                (
                    "units/import",
                    $"{SalesHost.Header}2,1,14,1401,住宅,89.12,71.5,2200000,待售\n2,1,14,1402,住宅,89.12,71.5,{price},待售\n"),
            })
            {
                // A unit may come into the list before it has a price.
                if (price.Length == 0 && path.StartsWith("units", StringComparison.Ordinal))
                    continue;
                var refused = await sales.Consultant.SendAsync(
                    $"{Listing.Base}/{path}", file, HttpStatusCode.UnprocessableEntity);
                var fault = Assert.Single(refused.Json.GetProperty("lines").EnumerateArray());
                Assert.Equal((3, true), (
                    fault.GetProperty("line").GetInt32(),
                    fault.GetProperty("column").GetString() == "总价"));
            }
        }

        Assert.Equal(1, (await sales.Consultant.GetAsync(
            $"{Listing.Base}/price-lists", HttpStatusCode.OK)).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    [Rule("RES-1")]
    public async Task A_receipt_that_was_used_is_used_by_no_other_reservation_number_payment_or_offer()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        var (shop, offered, batch, sale, held) = (
            await stage.ShopAsync(), await stage.OfferAsync(), await stage.BatchAsync(), await stage.SellAsync(),
            await stage.ReserveAsync());
        await stage.All.PostAsync(
            $"{await stage.ShopAsync()}/reservations",
            new { customer = stage.Customer(), form = stage.Next("F"), depositReceipt = "USED" },
            HttpStatusCode.Created);
        await stage.All.ActAsync(
            sale, "payments", new { receipt = "PAID", amount = EveryCommand.Yuan(100) }, HttpStatusCode.OK);
        var before = await stage.StateAsync();

        foreach (var receipt in (string[])["USED", "PAID", " USED "])
        {
            await RefusedAsync(
                stage, $"{shop}/reservations",
                new { customer = stage.Customer(), form = stage.Next("F"), depositReceipt = receipt }, "depositReceipt",
                "RES-1", status: HttpStatusCode.Conflict);
            await RefusedAsync(
                stage, $"{offered}/take-up", new { form = stage.Next("F"), depositReceipt = receipt }, "depositReceipt",
                "RES-1", offered, HttpStatusCode.Conflict);
            await RefusedAsync(
                stage, $"{batch}/queue-numbers",
                new { customer = stage.Customer(), agreementNumber = stage.Next("Q"), depositReceipt = receipt },
                "depositReceipt", "RES-1", status: HttpStatusCode.Conflict);
            await RefusedAsync(
                stage, $"{sale}/payments", new { receipt, amount = EveryCommand.Yuan(100) }, "receipt", "RES-1", sale,
                HttpStatusCode.Conflict);
            await RefusedAsync(
                stage, $"{held}/payment", new { receipt, amount = EveryCommand.Yuan(100) }, "receipt", "RES-1", held,
                HttpStatusCode.Conflict);
        }

        Assert.Equal(before, await stage.StateAsync());
    }

    /// <summary>A request is refused: it names the field, or else its rule and the receipt; and the rule.</summary>
    private static async Task RefusedAsync(
        EveryCommand.Stage stage, string path, object? body, string field, string? rule, string? thing = null,
        HttpStatusCode status = HttpStatusCode.UnprocessableEntity, bool get = false)
    {
        using var request = new HttpRequestMessage(get ? HttpMethod.Get : HttpMethod.Post, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        if (thing is not null)
            request.Headers.TryAddWithoutValidation(
                "If-Match", (await stage.All.GetAsync(thing, HttpStatusCode.OK)).ETag);
        // Who decides on a price list is another than who drafted it.
        using var answer =
            await (path.EndsWith("/publish", StringComparison.Ordinal) ? stage.Decider : stage.All).SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{path}: {(int)answer.StatusCode} instead of {(int)status}: {text}");
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.True(
            (problem.TryGetProperty("rule", out var said) ? said.GetString() : null) == rule, $"{path}: {text}");
        Assert.True(
            problem.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out _),
            $"{path} does not name {field}: {text}");
    }
}
