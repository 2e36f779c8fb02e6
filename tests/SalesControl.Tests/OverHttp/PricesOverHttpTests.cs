using System.Globalization;
using System.Net;
using System.Text.Json;
using CsCheck;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Tests.Board;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>The price list 一房一价: its versions, and every question about a price.</summary>
public sealed class PricesOverHttpTests(TestServers servers)
{
    private static readonly string Lists = $"{Listing.Base}/price-lists";

    [Fact, Rule("CS-4")]
    public async Task A_version_comes_from_a_file_and_is_read_compared_and_taken_out()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var first = (await sales.Manager.GetAsync(Lists, HttpStatusCode.OK)).Json.GetProperty("items")[0]
            .GetProperty("id").GetString();

        await sales.Assistant.SendAsync($"{Lists}/import", "房源,总价\n2-1-1201,1\n", HttpStatusCode.UnprocessableEntity);
        var drafted = await sales.Assistant.SendAsync(
            $"{Lists}/import?note=spring", "房源,楼栋,单元,房号,总价\n2-1-1201,,,,2250000.50\n,2,1,1202,2150000\n",
            HttpStatusCode.Created);
        Assert.Equal(
            ("2", "drafted", "2", "spring"), (drafted["version"], drafted["state"], drafted["units"], drafted["note"]));

        var lines = (await sales.Second.GetAsync(
            $"/api/sales/price-lists/{drafted["id"]}/lines?limit=1", HttpStatusCode.OK)).Json;
        Assert.Equal(("2-1-1201", "2250000.50"), (
            lines.GetProperty("items")[0].GetProperty("unit").GetString(),
            lines.GetProperty("items")[0].GetProperty("price").GetProperty("amount").GetString()));
        Assert.Equal("2-1-1202", (await sales.Second.GetAsync(
            $"/api/sales/price-lists/{drafted["id"]}/lines?limit=1&after={lines.GetProperty("next").GetString()}",
            HttpStatusCode.OK)).Json.GetProperty("items")[0].GetProperty("unit").GetString());

        var compared = (await sales.Second.GetAsync(
            $"/api/sales/price-lists/{drafted["id"]}/compare?with={first}", HttpStatusCode.OK)).Json;
        Assert.Equal(1, compared.GetProperty("same").GetInt32());
        Assert.Equal(
            [
                ("2-1-1201", "2250000.50", "2150000.00"), ("2-1-1203", null, "3000000.00"),
                ("2-1-1204", null, "3000000.00")],
            compared.GetProperty("differences").EnumerateArray().Select(d => (
                d.GetProperty("unit").GetString(), Amount(d.GetProperty("price")), Amount(d.GetProperty("with")))));

        foreach (var format in (string[])["xlsx", "csv"])
        {
            var file = await (await sales.Second.GetAsync(
                new Uri($"/api/sales/price-lists/{drafted["id"]}/export?format={format}", UriKind.Relative),
                TestContext.Current.CancellationToken))
                .EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            // The same list again is the version that is there, however many send it at once.
            var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(
                _ => sales.Assistant.SendAsync($"{Lists}/import?note=again", file, HttpStatusCode.OK)));
            Assert.All(again, one => Assert.Equal(drafted["id"], one["id"]));
        }

        foreach (var price in (string[])["2250000.51", "2250000.52"])
            await sales.Assistant.SendAsync(
                $"{Lists}/import?note=other", $"房源,总价\n2-1-1201,{price}\n2-1-1202,2150000\n",
                HttpStatusCode.Created);
        Assert.Equal(
            [4, 3, 2, 1],
            (await sales.Manager.GetAsync(Lists, HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray().Select(
                l => l.GetProperty("version").GetInt32()));
        Assert.Equal(
            [2],
            (await sales.Manager.GetAsync($"{Lists}?after=3&limit=1", HttpStatusCode.OK)).Json.GetProperty("items")
                .EnumerateArray().Select(l => l.GetProperty("version").GetInt32()));
    }

    [Fact, Rule("CS-4"), Rule("CS-7")]
    public async Task A_version_is_approved_by_another_refused_with_a_reason_or_taken_back_and_published_once()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        async Task<Answer> DraftAsync(HttpClient who) => await who.PostAsync(
            Lists, Draft("2-1-1201", "2200000.00"), HttpStatusCode.Created);

        var own = await DraftAsync(sales.Manager);
        var path = $"/api/sales/price-lists/{own["id"]}";
        Assert.Equal("CS-7", (await sales.Manager.ActAsync(path, "approve", null, HttpStatusCode.Forbidden))["rule"]);
        Assert.Equal("CS-4", (await sales.Manager.ActAsync(path, "publish", new { }, HttpStatusCode.Conflict))["rule"]);
        await sales.Second.PostAsync($"{path}/approve", null, HttpStatusCode.PreconditionRequired);
        await sales.Second.PostAsync($"{path}/approve", null, HttpStatusCode.PreconditionFailed, "\"7\"");
        await sales.Second.ActAsync(path, "approve", null, HttpStatusCode.OK);
        await sales.Second.ActAsync(path, "refuse", new { reason = "Late" }, HttpStatusCode.Conflict);
        await sales.Manager.ActAsync(
            path, "publish", new { effectiveAt = Rfc(Listing.Now() - Duration.FromMinutes(1)) },
            HttpStatusCode.UnprocessableEntity);
        await sales.Manager.ActAsync(path, "publish", new { }, HttpStatusCode.OK);
        await sales.Manager.ActAsync(path, "publish", new { }, HttpStatusCode.Conflict);
        await sales.Manager.ActAsync(path, "withdraw", new { reason = "Too late" }, HttpStatusCode.Conflict);

        var refused = await DraftAsync(sales.Assistant);
        path = $"/api/sales/price-lists/{refused["id"]}";
        Assert.Contains(
            "version 3", (await sales.Manager.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        await sales.Manager.ActAsync(path, "refuse", new { reason = "" }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("dropped", "Too dear"), (
            (await sales.Manager.ActAsync(path, "refuse", new { reason = "Too dear" }, HttpStatusCode.OK))["state"],
            (await sales.Manager.GetAsync(path, HttpStatusCode.OK))["droppedWhy"]));
        Assert.Contains(
            "Too dear", (await sales.Assistant.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Approve or refuse version 3",
            (await sales.Manager.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text, StringComparison.Ordinal);
        await sales.Manager.ActAsync(path, "approve", null, HttpStatusCode.Conflict);

        var withdrawn = await DraftAsync(sales.Assistant);
        path = $"/api/sales/price-lists/{withdrawn["id"]}";
        Assert.Equal(
            "CS-7",
            (await sales.Manager.ActAsync(path, "withdraw", new { reason = "No" }, HttpStatusCode.Forbidden))["rule"]);
        Assert.Equal(
            "dropped",
            (await sales.Assistant.ActAsync(path, "withdraw", new { reason = "A slip" }, HttpStatusCode.OK))["state"]);
        Assert.Equal("2200000.00", Amount((await sales.Second.GetAsync(
            $"{SalesHost.UnitPath("2-1-1201")}/price", HttpStatusCode.OK)).Json.GetProperty("price")));
    }

    [Fact, Rule("CS-4")]
    public async Task A_sold_unit_keeps_its_price_in_every_draft_and_at_the_publication()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var early = await sales.Assistant.PostAsync(Lists, Draft("2-1-1203", "3100000.00"), HttpStatusCode.Created);
        await sales.Manager.ActAsync($"/api/sales/price-lists/{early["id"]}", "approve", null, HttpStatusCode.OK);
        await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/subscription",
            new { agreementNumber = "S-1", customer = new { name = "Customer 1", phone = SalesHost.Phone(1) } },
            HttpStatusCode.Created);

        var late = await sales.Assistant.PostAsync(Lists, Draft("2-1-1203", "3200000.00"), HttpStatusCode.Conflict);
        Assert.Equal("CS-4", late["rule"]);
        Assert.Contains("2-1-1203", late["detail"], StringComparison.Ordinal);
        await sales.Assistant.SendAsync(
            $"{Lists}/import?note=x", Spreadsheet.Write(SheetFormat.Xlsx, ["房源", "总价"], [["2-1-1203", 3_200_000m]]),
            HttpStatusCode.Conflict);
        var published = await sales.Manager.ActAsync(
            $"/api/sales/price-lists/{early["id"]}", "publish", new { }, HttpStatusCode.Conflict);
        Assert.Contains("2-1-1203", published["detail"], StringComparison.Ordinal);
        Assert.Equal(
            "approved",
            (await sales.Manager.GetAsync($"/api/sales/price-lists/{early["id"]}", HttpStatusCode.OK))["state"]);
        // With the price that it was sold at it may be named.
        await sales.Assistant.PostAsync(Lists, Draft("2-1-1203", "3000000.00"), HttpStatusCode.Created);
    }

    [Fact, Rule("CS-4")]
    public async Task A_unit_that_is_sold_before_a_published_version_comes_into_force_keeps_its_price_everywhere()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var reader = sales.Service.Client(
            [SalesControlPermissions.ReadReports, SalesControlPermissions.ReadBoard]);
        var later = Listing.Now() + Duration.FromHours(1);
        await PublishAsync(
            sales, Listing.Base,
            new(StringComparer.Ordinal) { ["2-1-1202"] = "2250000.00", ["2-1-1203"] = "3100000.00" }, later);
        await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/subscription",
            new { agreementNumber = "S-1", customer = new { name = "Customer 1", phone = SalesHost.Phone(1) } },
            HttpStatusCode.Created);

        await sales.Service.MoveClockAsync(Duration.FromHours(2));

        var prices = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["2-1-1201"] = "2150000.00",
            ["2-1-1202"] = "2250000.00",
            ["2-1-1203"] = "3000000.00",
        };
        var all = (await sales.Second.GetAsync($"{Listing.Base}/prices", HttpStatusCode.OK)).Json;
        var cells = BoardScreen.CellsOf(await reader.GetAsync($"{Listing.Base}/board", HttpStatusCode.OK));
        foreach (var (unit, price) in prices)
        {
            Assert.Equal(price, Amount((await sales.Second.GetAsync(
                $"{SalesHost.UnitPath(unit)}/price", HttpStatusCode.OK)).Json.GetProperty("price")));
            Assert.Equal(price, Amount(all.GetProperty("items").EnumerateArray()
                .Single(one => one.GetProperty("unit").GetString() == unit).GetProperty("price")));
            using var cell = JsonDocument.Parse(cells[unit]);
            Assert.Equal(price, Amount(cell.RootElement.GetProperty("price")));
        }

        Assert.Equal("10400000.00", Amount((await reader.GetAsync(
            $"{Listing.Base}/reports/sell-through", HttpStatusCode.OK)).Json
            .GetProperty("total").GetProperty("listValue")));
    }

    [Fact, Rule("CS-4")]
    [Case("price-list-in-json-names-a-unit-twice")]
    public async Task A_price_list_that_names_a_unit_twice_is_refused_and_none_of_its_prices_is_proposed()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var before = (await sales.Manager.GetAsync($"{Listing.Base}/price-lists", HttpStatusCode.OK)).Text;

        var refused = await sales.Assistant.PostAsync(
            $"{Listing.Base}/price-lists",
            """
            {"note":"spring","prices":{"2-1-1201":{"amount":"1.00","currency":"CNY"},
            "2-1-1201":{"amount":"2150000.00","currency":"CNY"}}}
            """,
            HttpStatusCode.BadRequest);

        Assert.Contains("2-1-1201", refused.Text, StringComparison.Ordinal);
        Assert.Equal(before, (await sales.Manager.GetAsync($"{Listing.Base}/price-lists", HttpStatusCode.OK)).Text);
    }

    [Theory]
    [InlineData("2-1-1201", "2200000.123", "CNY")]
    [InlineData("2-1-1201", "-1.00", "CNY")]
    [InlineData("2-1-1201", "0.00", "CNY")]
    [InlineData("2-1-1201", "2200000.00", "HKD")]
    [InlineData("9-9-9999", "2200000.00", "CNY")]
    public async Task A_price_with_three_decimals_below_nothing_in_another_currency_or_of_no_unit_is_refused(
        string unit, string amount, string currency)
    {
        await using var sales = await SalesHost.StartAsync(servers);

        await sales.Assistant.PostAsync(
            Lists, new { note = "New", prices = new Dictionary<string, object> { [unit] = new { amount, currency } } },
            HttpStatusCode.UnprocessableEntity);
        if (currency == "CNY")
            Assert.Contains("\"line\":2", (await sales.Assistant.SendAsync(
                $"{Lists}/import?note=x", $"房源,总价\n{unit},{amount}\n",
                HttpStatusCode.UnprocessableEntity)).Text, StringComparison.Ordinal);

        Assert.Single(
            (await sales.Manager.GetAsync(Lists, HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact, Rule("CS-4")]
    public async Task A_price_is_asked_for_at_any_time_that_the_project_was_there_and_by_those_who_may()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var before = Rfc(Listing.Now() + Duration.FromSeconds(1));
        await PublishAsync(
            sales, Listing.Base, new() { ["2-1-1201"] = "2300000.00" }, Listing.Now() + Duration.FromHours(1));
        var path = $"{SalesHost.UnitPath("2-1-1201")}/price";

        Assert.Equal(
            "2150000.00", Amount((await sales.Second.GetAsync(path, HttpStatusCode.OK)).Json.GetProperty("price")));
        Assert.Equal(("2300000.00", "2"), await AtAsync(Rfc(Listing.Now() + Duration.FromHours(2))));
        await sales.Service.MoveClockAsync(Duration.FromHours(3));
        Assert.Equal(
            "2300000.00", Amount((await sales.Second.GetAsync(path, HttpStatusCode.OK)).Json.GetProperty("price")));
        Assert.Equal(("2150000.00", "1"), await AtAsync(before));
        Assert.Equal("CS-4", (await sales.Second.GetAsync(
            $"{path}?at=2020-01-01T00:00:00Z", HttpStatusCode.UnprocessableEntity))["rule"]);
        await sales.Second.GetAsync($"{path}?at=yesterday", HttpStatusCode.UnprocessableEntity);
        await sales.Second.GetAsync($"{SalesHost.UnitPath("9-9-9999")}/price", HttpStatusCode.NotFound);
        using var elsewhere = sales.Staff("consultant-8", "consultant", sites: ["other-site"]);
        await elsewhere.GetAsync(path, HttpStatusCode.NotFound);
        await elsewhere.GetAsync($"{Listing.Base}/prices", HttpStatusCode.NotFound);

        async Task<(string?, string?)> AtAsync(string at)
        {
            var answer = await sales.Second.GetAsync($"{path}?at={Uri.EscapeDataString(at)}", HttpStatusCode.OK);
            return (Amount(answer.Json.GetProperty("price")), answer["version"]);
        }
    }

    /// <summary>
    /// A version: which of four units it names, what it says, from which minute on, and whether it was published at
    /// all.
    /// </summary>
    private static readonly Gen<(int Units, int Price, int Minute, bool Published)[]> Versions =
        Gen.Select(Gen.Int[1, 15], Gen.Int[1, 900], Gen.Int[0, 4], Gen.Int[0, 3].Select(x => x > 0)).Array[1, 5];

    [Fact, Rule("CS-4")]
    public async Task The_price_at_a_time_is_the_line_of_the_version_in_force_then_whatever_versions_there_were()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var projects = 0;

        await Versions.SampleAsync(
            async versions =>
            {
                var project = $"p-{++projects}";
                var of = $"/api/sales/projects/{project}";
                await sales.Consultant.PostAsync(
                    "/api/sales/projects", new { code = project, name = $"Number {projects}" }, HttpStatusCode.Created);
                await sales.Consultant.SendAsync(
                    $"{of}/units/import",
                    SalesHost.Header + string.Concat(Enumerable.Range(0, 4).Select(i => $"1,1,1,{i},住宅,80,,,\n")),
                    HttpStatusCode.OK);
                var start = Listing.Now() + Duration.FromHours(1);
                foreach (var version in versions)
                {
                    var prices = Enumerable.Range(0, 4).Where(i => (version.Units & (1 << i)) != 0).ToDictionary(
                        i => $"1-1-{i}", _ => $"{version.Price}.00", StringComparer.Ordinal);
                    if (version.Published)
                        await PublishAsync(sales, of, prices, start + Duration.FromMinutes(version.Minute));
                    else
                        await sales.Assistant.PostAsync($"{of}/price-lists", Draft(prices), HttpStatusCode.Created);
                }

                for (var minute = -1; minute <= 5; minute++)
                {
                    var answers = (await sales.Second.GetAsync(
                        $"{of}/prices?at={Uri.EscapeDataString(Rfc(start + Duration.FromMinutes(minute)))}",
                        HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray().ToList();
                    for (var unit = 0; unit < 4; unit++)
                    {
                        // Said once more, as simply as it can be: the versions that name the unit, the last to come
                        // into force, of two at once the later version.
                        (int Minute, int Number, int Price)? inForce = null;
                        for (var number = 1; number <= versions.Length; number++)
                        {
                            var version = versions[number - 1];
                            if (version.Published && version.Minute <= minute && (version.Units & (1 << unit)) != 0
                                && (inForce is null || version.Minute >= inForce.Value.Minute))
                                inForce = (version.Minute, number, version.Price);
                        }

                        var answer = answers.Single(a => a.GetProperty("unit").GetString() == $"1-1-{unit}");
                        var price = Amount(answer.GetProperty("price"));
                        if (price != (inForce is null ? null : $"{inForce.Value.Price}.00"))
                            return false;
                        var at = Uri.EscapeDataString(Rfc(start + Duration.FromMinutes(minute)));
                        var one = await sales.Second.GetAsync(
                            $"{of}/units/1-1-{unit}/price?at={at}", HttpStatusCode.OK);
                        if (one["version"]
                            != (inForce is null ? "" : inForce.Value.Number.ToString(CultureInfo.InvariantCulture)))
                            return false;
                    }
                }

                return true;
            },
            iter: 12, threads: 1);
    }

    private static async Task PublishAsync(
        SalesHost sales, string project, Dictionary<string, string> prices, Instant effectiveAt)
    {
        var list = await sales.Assistant.PostAsync($"{project}/price-lists", Draft(prices), HttpStatusCode.Created);
        var path = $"/api/sales/price-lists/{list["id"]}";
        await sales.Manager.ActAsync(path, "approve", null, HttpStatusCode.OK);
        await sales.Manager.ActAsync(path, "publish", new { effectiveAt = Rfc(effectiveAt) }, HttpStatusCode.OK);
    }

    private static object Draft(string unit, string amount) => Draft(new(StringComparer.Ordinal) { [unit] = amount });

    private static object Draft(Dictionary<string, string> prices) => new
    {
        note = "New prices",
        prices = prices.ToDictionary(
            p => p.Key, p => new { amount = p.Value, currency = "CNY" }, StringComparer.Ordinal),
    };

    private static string? Amount(JsonElement money) =>
        money.ValueKind == JsonValueKind.Null ? null : money.GetProperty("amount").GetString();

    private static string Rfc(Instant at) => InstantPattern.ExtendedIso.Format(at);
}
