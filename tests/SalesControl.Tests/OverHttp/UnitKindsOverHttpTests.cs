using System.Net;
using CsCheck;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>Kinds of units 物业类型 are a list of the installation, each with the rules that it follows.</summary>
public sealed class UnitKindsOverHttpTests(TestServers servers)
{
    private const string Kinds = "/api/sales/unit-kinds", Header = "楼栋,单元,楼层,房号,类型,建筑面积\n";

    [Fact, Rule("RES-2"), Rule("DOC-5.6.1")]
    [Case("kinds-of-units")]
    public async Task A_list_names_every_kind_that_there_is_in_either_language_and_what_follows_a_shop_s_rules_is_let()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var clerk = sales.Staff("commercial-1", "commercial-group-clerk", [
            SalesControlPermissions.ReadBoard, SalesControlPermissions.ManageLeases]);
        var import = $"{Listing.Base}/units/import";

        await sales.Consultant.SendAsync(
            import, $"{Header}5,1,1,101,公寓,45\n5,1,1,102,写字楼,80\n5,1,1,103,储藏间,9.5\n5,1,1,104,Office,80\n",
            HttpStatusCode.OK);

        var offices = await sales.Consultant.GetAsync($"{Listing.Base}/board?kind=office", HttpStatusCode.OK);
        Assert.Equal(
            ["5-1-102", "5-1-104"], Board.BoardScreen.CellsOf(offices).Keys.Order(StringComparer.Ordinal));
        Assert.Contains("写字楼", (await sales.Consultant.GetAsync(
            $"{Listing.Base}/units/export?format=csv&language=zh-CN", HttpStatusCode.OK, lines: true)).Text,
            StringComparison.Ordinal);
        var booking = new
        {
            tenant = new { name = "Customer 1", phone = SalesHost.Phone(1) },
            bookingNumber = "B-1",
            from = "2040-01-01",
            to = "2041-01-01",
            monthlyRent = SellingHost.Yuan(9000),
        };
        await clerk.PostAsync($"{SalesHost.UnitPath("5-1-102")}/leases", booking, HttpStatusCode.Created);
        Assert.Equal("DOC-5.6.1", (await clerk.PostAsync(
            $"{SalesHost.UnitPath("5-1-101")}/leases", booking with { bookingNumber = "B-2" },
            HttpStatusCode.Conflict))["rule"]);
        Assert.Contains("apartment, home, office", (await sales.Consultant.GetAsync(
            $"{Listing.Base}/board?kind=castle&language=en", HttpStatusCode.UnprocessableEntity))["detail"],
            StringComparison.Ordinal);
        Assert.Contains("公寓/apartment", (await sales.Consultant.SendAsync(
            import, $"{Header}5,1,1,105,城堡,45\n", HttpStatusCode.UnprocessableEntity)).Text,
            StringComparison.Ordinal);
    }

    [Fact, Rule("RES-2"), Case("kinds-of-units", Generated = true)]
    public async Task Whichever_kind_there_is_it_is_known_by_each_of_its_words_in_every_width_and_case_and_no_other_is()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.Consultant.PostAsync(
            Kinds, new { code = "villa", name = "别墅", nameEn = "Villa Plus", follows = "home" },
            HttpStatusCode.Created);
        var known = (await sales.Consultant.GetAsync(Kinds, HttpStatusCode.OK)).Items();
        Assert.True(known.Count > 6, $"Only {known.Count} kinds.");

        await Gen.Select(Gen.Int[0, known.Count - 1], Gen.Int[0, 2], Gen.Int, Gen.Bool).SampleAsync(
            async one =>
            {
                var (at, which, mixed, stranger) = one;
                var word = known[at].Text(((string[])["code", "name", "nameEn"])[which])!;
                var written = string.Concat(word.Select((sign, i) => (mixed >> i % 16 & 3) switch
                {
                    1 when sign is > ' ' and <= '~' => (char)(sign - '!' + '！'),
                    2 => char.ToUpperInvariant(sign),
                    _ => sign,
                })) + (stranger ? "x" : "");
                var seen = await sales.Consultant.SendAsync(
                    $"{Listing.Base}/units/import/preview", $"{Header}5,1,1,101,{written},45\n", HttpStatusCode.OK);
                Assert.Equal(
                    (written, stranger ? "1" : "0", stranger ? 0 : 1),
                    (written, seen["total"], seen.Json.GetProperty("added").GetArrayLength()));
            },
            iter: 40, threads: 1);
    }

    [Fact, Rule("RES-2")]
    public async Task A_kind_is_added_named_in_lists_from_then_on_and_renamed_and_no_word_means_two()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var reader = sales.Staff("consultant-9", "consultant", [SalesControlPermissions.ReadBoard]);
        var villa = new { code = "villa", name = "别墅", nameEn = "villa", follows = "home" };
        await reader.PostAsync(Kinds, villa, HttpStatusCode.Forbidden);

        await sales.Consultant.PostAsync(Kinds, villa, HttpStatusCode.Created);

        await sales.Consultant.PostAsync(Kinds, villa, HttpStatusCode.Conflict);
        foreach (var (taken, field) in ((object, string)[])[
            (new { code = "villa-2", name = "住宅", nameEn = "villa 2", follows = "home" }, "name"),
            (new { code = "villa-2", name = "别墅二", nameEn = " HOME ", follows = "home" }, "nameEn"),
            (new { code = "villa-2", name = "别墅二", nameEn = "villa", follows = "home" }, "nameEn")])
        {
            Assert.Contains(
                $"\"{field}\"", (await sales.Consultant.PostAsync(Kinds, taken, HttpStatusCode.Conflict)).Text,
                StringComparison.Ordinal);
        }

        await sales.ImportAsync($"{SalesHost.Header}6,1,1,101,别墅,300,,,待售\n");
        var named = await sales.Consultant.ActAsync(
            $"{Kinds}/villa", "names", new { name = "独栋", nameEn = "detached house" }, HttpStatusCode.OK);
        Assert.Equal(("独栋", "villa"), (named["name"], named["code"]));
        await sales.ImportAsync($"{SalesHost.Header}6,1,1,102,独栋,300,,,待售\n");
        await sales.ImportAsync($"{SalesHost.Header}6,1,1,103,别墅,300,,,待售\n", HttpStatusCode.UnprocessableEntity);
        foreach (var unit in (string[])["6-1-101", "6-1-102"])
            Assert.Equal("villa", (await reader.GetAsync(SalesHost.UnitPath(unit), HttpStatusCode.OK))["kind"]);
        Assert.Contains("独栋", (await reader.GetAsync(Kinds, HttpStatusCode.OK)).Text, StringComparison.Ordinal);
        await reader.GetAsync($"{Kinds}/castle", HttpStatusCode.NotFound);
    }

    [Fact, Rule("RES-2")]
    public async Task Of_many_who_add_kinds_of_one_name_at_the_same_moment_one_does()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            (await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
                sales.Consultant, Kinds,
                new { code = $"villa-{i}", name = "别墅", nameEn = $"villa {i}", follows = "home" })).StatusCode)));

        Assert.Single(statuses, HttpStatusCode.Created);
        Assert.Equal(7, statuses.Count(status => status == HttpStatusCode.Conflict));
    }
}
