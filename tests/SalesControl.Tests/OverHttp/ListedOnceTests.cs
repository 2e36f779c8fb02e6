using System.Net;
using CsCheck;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>A unit is listed once, however its building, entrance and room are spelt.</summary>
public sealed class ListedOnceTests(TestServers servers)
{
    private const string Header = "楼栋,单元,楼层,房号,类型,建筑面积\n";

    private static readonly string Import = $"{Listing.Base}/units/import", Preview = $"{Import}/preview";

    [Fact, Rule("RES-2")]
    [Case("same-unit-listed-twice-by-spelling")]
    [Case("floor-with-its-unit")]
    public async Task A_second_spelling_of_a_known_unit_is_a_changed_line_and_never_a_second_unit()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        const string respelt = $"{Header}2栋,１单元,12,１２０１,住宅,89.12\n";

        var seen = await sales.Consultant.SendAsync(Preview, respelt, HttpStatusCode.OK);

        Assert.Empty(seen.Json.GetProperty("added").EnumerateArray());
        Assert.Equal(
            [("2", "2栋"), ("1", "１单元"), ("1201", "１２０１")],
            Assert.Single(seen.Json.GetProperty("changed").EnumerateArray()).GetProperty("columns").EnumerateArray()
                .Select(c => (c.Text("from"), c.Text("to"))));
        await sales.Consultant.SendAsync(Import, respelt, HttpStatusCode.OK);
        // Shown as the company writes it; what it is called in paths stays.
        var unit = await sales.Consultant.GetAsync(SalesHost.UnitPath("2-1-1201"), HttpStatusCode.OK);
        Assert.Equal(("2栋", "１单元", "１２０１"), (unit["building"], unit["entrance"], unit["room"]));
        Assert.Equal("1", (await sales.Consultant.SendAsync(Preview, respelt, HttpStatusCode.OK))["unchanged"]);
        Assert.Equal(4, await new ServiceDatabase(sales.Service.Setting.Admin).CountAsync("units"));
    }

    [Theory, Rule("RES-2")]
    [InlineData("7,1,1,101", "７,1,1,１０１")]
    [InlineData("7,1,1,101", "7,1,1,١٠١")]
    [InlineData("7,1,1,101", "7号楼,1单元,1,101室")]
    [InlineData("A,1,1,101", "Ａ,1,1,101")]
    [InlineData("A,1,1,101", "a,1,1,101")]
    [InlineData("\uFA1B,1,1,101", "福,1,1,101")]
    [Case("same-unit-twice-by-width")]
    public async Task Two_spellings_in_one_list_are_one_unit_twice(string one, string other)
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var seen = await sales.Consultant.SendAsync(
            Preview, $"{Header}{one},住宅,89.5\n{other},住宅,89.5\n", HttpStatusCode.OK);

        Assert.Equal((1, "1"), (seen.Json.GetProperty("added").GetArrayLength(), seen["total"]));
    }

    [Fact, Rule("RES-2")]
    [Case("names-with-hyphens")]
    [Case("building-with-a-rare-character-refused")]
    public async Task Rooms_with_hyphens_and_letters_beyond_the_basic_plane_are_listed_each_under_a_code_of_its_own()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var list = $"{Header}东-1,1,1,A-023,住宅,89.5\n7,A-0,1,23,住宅,89.5\n7,A,1,0-23,住宅,89.5\n"
            + "𬒔头,1,1,101,住宅,89.5\n1,𬒔,1,101,住宅,89.5\n1,1,1,𠮷1,住宅,89.5\n";

        var listed = await sales.Consultant.SendAsync(Import, list, HttpStatusCode.OK);

        string[] codes = ["东-1.1.A-023", "7.A-0.23", "7.A.0-23", "𬒔头-1-101", "1-𬒔-101", "1-1-𠮷1"];
        Assert.Equal(codes, listed.Json.GetProperty("added").EnumerateArray().Select(code => code.GetString()));
        foreach (var code in codes)
        {
            var path = SalesHost.UnitPath(Uri.EscapeDataString(code));
            Assert.Equal(code, (await sales.Consultant.GetAsync(path, HttpStatusCode.OK))["unit"]);
        }
    }

    [Fact, Rule("CS-4")]
    public async Task A_price_list_finds_a_unit_by_another_spelling_of_its_names()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var drafted = await sales.Assistant.SendAsync(
            $"{Listing.Base}/price-lists/import?note=spring",
            "楼栋,单元,房号,总价\n2栋,1单元,１２０１,2250000\n2,1,1202室,2350000\n", HttpStatusCode.Created);

        Assert.Equal("2", drafted["units"]);
    }

    [Fact, Rule("RES-2")]
    [Case("same-unit-listed-twice-by-spelling", Generated = true)]
    [Case("same-unit-twice-by-width", Generated = true)]
    public async Task However_all_the_units_of_a_list_are_spelt_none_is_new()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var places = Gen.Select(Gen.Int[3, 40], Gen.Int[1, 4], Gen.Int[101, 3304], (b, e, r) => (b, e, r))
            .HashSet[40, 60].Single();
        await sales.Consultant.SendAsync(
            Import, Header + string.Concat(places.Select(p => $"{p.b},{p.e},1,{p.r},住宅,80\n")), HttpStatusCode.OK);
        var spellings = Gen.Select(Gen.Bool, OneOf("", "栋", "幢", "座", "号楼"), OneOf("", "单元"),
            OneOf("", "室", "号"), (wide, b, e, r) => (wide, b, e, r)).Array[places.Count];

        await spellings.SampleAsync(
            async all =>
            {
                var lines = places.Zip(all).Select(one =>
                {
                    var ((b, e, r), how) = one;
                    return $"{Spell(b, how.wide)}{how.b},{Spell(e, how.wide)}{how.e},1,"
                        + $"{Spell(r, how.wide)}{how.r},住宅,80\n";
                });
                var seen = await sales.Consultant.SendAsync(
                    Preview, Header + string.Concat(lines), HttpStatusCode.OK);
                Assert.Equal((0, "0"), (seen.Json.GetProperty("added").GetArrayLength(), seen["total"]));
            },
            iter: 20, threads: 1);
    }

    [Fact, Rule("RES-2")]
    [Case("same-unit-listed-twice-by-spelling")]
    public async Task A_project_says_itself_what_may_stand_behind_the_names_of_its_buildings_entrances_and_rooms()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        const string towers = "twin-towers";
        const string list = $"{Header}1栋,1,1,101,住宅,80\n1座,1,1,101,住宅,80\n1,1门,1,101,住宅,80\n";
        foreach (var (bad, field) in ((object, string)[])[
            (new { code = towers, name = "双塔", buildingSuffixes = new[] { "栋1" } }, "buildingSuffixes"),
            (new { code = towers, name = "双塔", roomSuffixes = new[] { "|" } }, "roomSuffixes")])
        {
            Assert.Contains($"\"{field}\"", (await sales.Consultant.PostAsync(
                "/api/sales/projects", bad, HttpStatusCode.UnprocessableEntity)).Text, StringComparison.Ordinal);
        }

        var opened = await sales.Consultant.PostAsync(
            "/api/sales/projects",
            new
            {
                code = towers,
                name = "双塔",
                buildingSuffixes = new[] { "Tower", "栋" },
                entranceSuffixes = new[] { "门" },
            },
            HttpStatusCode.Created);

        Assert.Equal(
            ["Tower", "栋", "门", "号", "室"],
            ((string[])["buildingSuffixes", "entranceSuffixes", "roomSuffixes"]).SelectMany(
                name => opened.Json.Texts(name)));
        var there = Preview.Replace(SalesHost.Project, towers, StringComparison.Ordinal);
        // 1栋 is 1, and 1座 another; elsewhere they are one.
        Assert.Equal(
            ["1栋-1-101", "1座-1-101"],
            (await sales.Consultant.SendAsync(there, list, HttpStatusCode.OK)).Json.Texts("added"));
        Assert.Equal(
            ["1栋-1-101", "1-1门-101"],
            (await sales.Consultant.SendAsync(Preview, list, HttpStatusCode.OK)).Json.Texts("added"));
        // However a suffix is written: with its own case and width.
        Assert.Equal(
            ["1tower-1-101"],
            (await sales.Consultant.SendAsync(
                there, $"{Header}1tower,1,1,101,住宅,80\n1ＴＯＷＥＲ,1门,1,101号,住宅,80\n", HttpStatusCode.OK))
            .Json.Texts("added"));
    }

    [Fact, Rule("RES-2")]
    [Case("same-unit-listed-twice-by-spelling")]
    public async Task Lists_with_two_spellings_that_come_at_the_same_moment_make_one_unit()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        string[] spellings = ["8,1,1,101", "８,1,1,101", "8栋,1,1,101", "8,1单元,1,１０１"];

        await Task.WhenAll(spellings.Select(spelling => Task.Run(() => sales.Consultant.SendAsync(
            Import, $"{Header}{spelling},住宅,89.5\n", HttpStatusCode.OK))));

        Assert.Equal(1, await new ServiceDatabase(sales.Service.Setting.Admin).CountAsync(
            "units WHERE name_key = '8/1/101'"));
        Assert.Equal(5, await new ServiceDatabase(sales.Service.Setting.Admin).CountAsync("units"));
    }

    [Fact, Rule("RES-2")]
    [Case("numbers-and-codes-in-full-width", Generated = true)]
    public async Task Codes_and_words_of_a_list_are_what_they_are_in_every_width()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var lead = sales.TheLead();
        await sales.WithheldAsync();
        await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-1", name = "Autumn", units = new[] { "9-1-101" } },
            HttpStatusCode.Created);

        await Gen.Int[0, (1 << 20) - 1].SampleAsync(
            async mixed =>
            {
                var line = Spell("8,1,1,101,", 0) + Spell("shop", mixed) + ",80,"
                    + Spell("withheld", mixed >> 4) + "," + Spell("b-1", mixed >> 12) + "\n";
                var seen = await sales.Consultant.SendAsync(
                    Preview, $"楼栋,单元,楼层,房号,类型,建筑面积,状态,批次\n{line}", HttpStatusCode.OK);
                Assert.Equal((line, 1, "0"), (line, seen.Json.GetProperty("added").GetArrayLength(), seen["total"]));
            },
            iter: 30, threads: 1);

        static string Spell(string text, int mixed) => string.Concat(text.Select(
            (sign, i) => (mixed >> i & 1) == 1 ? (char)(sign - '!' + '！') : sign));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static string Spell(int number, bool wide) => string.Concat(
        FormattableString.Invariant($"{number}").Select(c => wide ? (char)(c + '０' - '0') : c));
}
