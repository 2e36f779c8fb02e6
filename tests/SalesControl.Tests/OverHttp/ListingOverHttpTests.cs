using System.IO.Compression;
using System.Net;
using System.Text;
using CsCheck;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>The list of units: looked at before it is taken, sent again, taken out.</summary>
public sealed class ListingOverHttpTests(TestServers servers)
{
    private static readonly string Import = $"{Listing.Base}/units/import",
        Preview = $"{Listing.Base}/units/import/preview", Export = $"{Listing.Base}/units/export";

    [Fact, Rule("RES-2")]
    public async Task A_list_can_be_looked_at_first_and_says_what_it_adds_changes_and_gets_wrong_and_changes_nothing()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var board = (await sales.Consultant.GetAsync($"{Listing.Base}/board", HttpStatusCode.OK)).ETag;

        var seen = await sales.Consultant.SendAsync(
            Preview,
            $"{SalesHost.Header}3,1,1,101,住宅,80.5,70,1000000,待售\n2,1,12,1201,住宅,90,71.5,2200000,\n"
                + "2,1,12,1202,住宅,89.12,71.5,2150000,待售\n2,1,12,1203,别墅,120,,,\n2,1,12,1202,住宅,89.12,71.5,,\n",
            HttpStatusCode.OK);

        Assert.Equal("1", seen["unchanged"]);
        Assert.Equal("3-1-101", Assert.Single(seen.Json.GetProperty("added").EnumerateArray()).GetString());
        var changed = Assert.Single(seen.Json.GetProperty("changed").EnumerateArray());
        Assert.Equal(
            ("2-1-1201", 3), (changed.GetProperty("unit").GetString(), changed.GetProperty("line").GetInt32()));
        Assert.Equal(
            [("built area", "89.12", "90"), ("list price", "2150000.00", "2200000")],
            changed.GetProperty("columns").EnumerateArray().Select(c => (
                c.GetProperty("column").GetString(), c.GetProperty("from").GetString(),
                c.GetProperty("to").GetString())));
        Assert.Equal([(5, "类型"), (6, "房号")], seen.Json.GetProperty("lines").EnumerateArray().Select(
            l => (l.GetProperty("line").GetInt32(), l.GetProperty("column").GetString())));
        Assert.Equal(board, (await sales.Consultant.GetAsync($"{Listing.Base}/board", HttpStatusCode.OK)).ETag);
        Assert.Single((await sales.Manager.GetAsync(
            $"{Listing.Base}/price-lists", HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact, Rule("CS-4")]
    public async Task A_file_of_prices_can_be_looked_at_first_and_says_which_prices_change_and_what_is_wrong()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await sales.Consultant.PostAsync($"{SalesHost.UnitPath("2-1-1203")}/subscription", new
        {
            agreementNumber = "S-1",
            customer = new { name = "Customer 1", phone = SalesHost.Phone(1) },
        }, HttpStatusCode.Created);

        var seen = await sales.Assistant.SendAsync(
            $"{Listing.Base}/price-lists/import/preview",
            "房源,总价\n2-1-1201,2200000\n2-1-1202,2150000\n2-1-1203,2900000\n2-1-1204,free\n9-9-909,1000000\n",
            HttpStatusCode.OK);

        Assert.Equal(("3", "1", "3"), (seen["units"], seen["unchanged"], seen["total"]));
        Assert.Equal(
            [("2-1-1201", 2, "2150000.00", "2200000.00"), ("2-1-1203", 4, "3000000.00", "2900000.00")],
            seen.Json.GetProperty("changed").EnumerateArray().Select(one => (
                one.Text("unit"), one.GetProperty("line").GetInt32(), one.GetProperty("from").Text("amount"),
                one.GetProperty("to").Text("amount"))));
        Assert.Equal(
            [(4, "总价", "2900000"), (5, "总价", "free"), (6, "房源", "9-9-909")],
            seen.Json.GetProperty("lines").EnumerateArray().Select(one => (
                one.GetProperty("line").GetInt32(), one.Text("column"), one.Text("value"))));
        Assert.Single((await sales.Manager.GetAsync($"{Listing.Base}/price-lists", HttpStatusCode.OK)).Items());
        await sales.Consultant.SendAsync(
            $"{Listing.Base}/price-lists/import/preview", "no,list\n", HttpStatusCode.UnprocessableEntity);
    }

    [Fact, Rule("RES-2"), Rule("CS-4")]
    public async Task A_list_that_names_units_that_are_there_describes_them_anew_and_drafts_only_prices_that_differ()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var taken = await sales.Consultant.SendAsync(
            Import,
            "building,entrance,floor,room,kind,built area,orientation,list price\n"
                + "2,1,12,1201,home,90,南,2150000\n2,1,12,1202,home,89.12,,2160000\n2,1,12,1203,home,120,,3000000\n",
            HttpStatusCode.OK);

        Assert.Equal(("0", "1"), (taken["imported"], taken["unchanged"]));
        var unit = await sales.Consultant.GetAsync(SalesHost.UnitPath("2-1-1201"), HttpStatusCode.OK);
        // A column that the list has not leaves what is there; a price is in force when it is published.
        Assert.Equal(("90", "71.5", "南"), (
            unit["builtArea"]!.Replace("90.00", "90", StringComparison.Ordinal),
            unit["insideArea"]!.Replace("71.50", "71.5", StringComparison.Ordinal), unit["orientation"]));
        Assert.Contains(
            "UnitDescribed",
            (await sales.Consultant.GetAsync($"{SalesHost.UnitPath("2-1-1201")}/history", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "UnitDescribed",
            (await sales.Consultant.GetAsync($"{SalesHost.UnitPath("2-1-1203")}/history", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        var line = Assert.Single((await sales.Manager.GetAsync(
            $"/api/sales/price-lists/{taken["priceList"]}/lines",
            HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("2-1-1202", "2160000.00"),
            (line.GetProperty("unit").GetString(), line.GetProperty("price").GetProperty("amount").GetString()));
    }

    [Fact, Rule("CS-4"), Rule("RES-4")]
    public async Task A_workbook_that_changes_the_price_or_the_area_of_a_sold_unit_is_refused_line_by_line()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        foreach (var (unit, number) in (ValueTuple<string, int>[])[("2-1-1201", 1), ("2-1-1203", 2)])
            await sales.Consultant.PostAsync($"{SalesHost.UnitPath(unit)}/subscription", new
            {
                agreementNumber = $"S-{number}",
                customer = new { name = $"Customer {number}", phone = SalesHost.Phone(number) },
            }, HttpStatusCode.Created);
        string[] head = ["楼栋", "单元", "楼层", "房号", "类型", "建筑面积", "套内面积", "朝向", "总价"];
        var file = Spreadsheet.Write(SheetFormat.Xlsx, head, [
            ["2", "1", 12, "1201", "住宅", 89.12m, 71.5m, "南", 2_000_000m],
            ["2", "1", 12, "1202", "住宅", 89.12m, 71.5m, null, 2_000_000m],
            ["2", "1", 13, "1203", "住宅", 121m, null, null, 3_000_000m]]);

        var refused = await sales.Consultant.SendAsync(Import, file, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(
            [(2, "总价"), (4, "楼层"), (4, "建筑面积")],
            refused.Json.GetProperty("lines").EnumerateArray().Select(
                l => (l.GetProperty("line").GetInt32(), l.GetProperty("column").GetString())));
        Assert.Single((await sales.Manager.GetAsync(
            $"{Listing.Base}/price-lists", HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray());
        // What was not signed for may be described, of a sold unit too.
        await sales.Consultant.SendAsync(
            Import,
            Spreadsheet.Write(SheetFormat.Xlsx, head, [["2", "1", 12, "1201", "住宅", 89.12m, 71.5m, "南", 2_150_000m]]),
            HttpStatusCode.OK);
        Assert.Equal(
            "南", (await sales.Consultant.GetAsync(SalesHost.UnitPath("2-1-1201"), HttpStatusCode.OK))["orientation"]);
    }

    [Fact, Rule("CS-4")]
    [Case("same-list-imported-again")]
    public async Task The_same_list_imported_again_changes_nothing_drafts_nothing_and_gives_nobody_a_task()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        const string List = SalesHost.Header + "3,1,1层,101,住宅,80.5㎡,70,\"1,000,000.00\",待售\n"
            + "2,1,12,1202,住宅,89.12,71.5,￥2160000,\n";

        var first = await sales.Consultant.SendAsync(Import, List, HttpStatusCode.OK);
        var tasks = (await sales.Manager.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text;
        var again = await sales.Consultant.SendAsync(Import, List, HttpStatusCode.OK);

        Assert.NotEmpty(first["priceList"]!);
        Assert.Equal(("0", "2", ""), (again["imported"], again["unchanged"], again["priceList"]));
        Assert.Equal(0, again.Json.GetProperty("changed").GetArrayLength());
        Assert.Equal(2, (await sales.Manager.GetAsync(
            $"{Listing.Base}/price-lists", HttpStatusCode.OK)).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(tasks, (await sales.Manager.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text);
    }

    [Fact, Rule("CS-4"), Case("same-list-imported-again", Generated = true)]
    public async Task Any_list_that_was_taken_changes_nothing_when_it_comes_again_in_another_order()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var line = Gen.Select(
            Gen.Int[3, 5], Gen.Int[1, 3], Gen.Int[101, 140], Gen.Int[100_00, 300_00], Gen.Int[1_00, 9_999_999_00],
            Gen.Bool, (building, floor, room, area, fen, wide) => (building, floor, room, area, fen, wide));

        await line.Array[1, 30].SampleAsync(
            async lines =>
            {
                string[] rows = [.. lines.DistinctBy(one => (one.building, one.room)).Select(one =>
                    FormattableString.Invariant(
                        $"{one.building}栋,1,{one.floor}层,{one.room},{(one.wide ? "商铺" : "住宅")},")
                    + FormattableString.Invariant($"{one.area / 100m}㎡,,\"{one.fen / 100m:N2}\",待售\n"))];
                var first = await sales.Consultant.SendAsync(
                    Import, SalesHost.Header + string.Concat(rows), HttpStatusCode.OK);
                var before = await StateAsync(sales);

                var again = await sales.Consultant.SendAsync(
                    Import, SalesHost.Header + string.Concat(rows.Reverse()), HttpStatusCode.OK);

                Assert.NotNull(first["imported"]);
                Assert.Equal(("0", $"{rows.Length}", ""), (again["imported"], again["unchanged"], again["priceList"]));
                Assert.Equal(before, await StateAsync(sales));
            },
            iter: 8, threads: 1);

        static Task<string> StateAsync(SalesHost sales) =>
            new ServiceDatabase(sales.Service.Setting.Admin).QueryAsync<string>("""
                SELECT (SELECT count(*) FROM price_lists) || '/' || (SELECT count(*) FROM tasks.entries)
                    || '/' || (SELECT count(*) FROM messaging.events)
                """);
    }

    [Fact, Rule("RES-2"), Case("xlsx-of-an-office", Generated = true)]
    public async Task Whatever_an_office_adds_to_a_list_is_told_once_in_one_answer_and_left_out_when_that_was_seen()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        string[] needed = ["楼栋", "单元", "楼层", "房号", "类型", "建筑面积"], cells = ["5", "1", "1", "101", "住宅", "80"];

        await Gen.Select(
            Gen.Int[0, 6].Array[0, 4], Gen.Int[0, 3], Gen.Char["备注单价 说明"].Array[1, 6], Gen.Bool).SampleAsync(
            async one =>
            {
                var (places, titles, signs, xlsx) = one;
                var (headings, values) = (needed.ToList(), cells.Cast<object?>().ToList());
                foreach (var (number, place) in places.Index())
                {
                    headings.Insert(place, $"附{new string(signs).Trim()}{number}");
                    values.Insert(place, "好");
                }

                var above = string.Concat(Enumerable.Range(0, titles).Select(at => $"港湾华庭房源一览{at}\n"));
                var file = xlsx
                    ? Spreadsheet.Write(SheetFormat.Xlsx, headings, [values])
                    : Encoding.UTF8.GetBytes(
                        $"{above}{string.Join(',', headings)}\n{string.Join(',', values)}\n");

                var seen = await sales.Consultant.SendAsync(Preview, file, HttpStatusCode.OK);
                Assert.Equal(
                    headings.Except(needed).Order(StringComparer.Ordinal),
                    seen.Json.GetProperty("lines").EnumerateArray().Select(wrong => wrong.Text("column")!)
                        .Order(StringComparer.Ordinal));
                var confirmed = await sales.Consultant.SendAsync(
                    $"{Preview}?ignoreColumns=true", file, HttpStatusCode.OK);
                Assert.Equal(
                    ("0", 1), (confirmed["total"], confirmed.Json.GetProperty("added").GetArrayLength()));
            },
            iter: 15, threads: 1);
    }

    [Fact, Rule("RES-2")]
    [Case("xlsx-of-an-office")]
    public async Task What_an_office_sends_is_looked_at_in_its_own_words_and_taken_once_it_was_confirmed()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var file = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(
            "港湾华庭房源一览;;;;;;;\n\n楼栋;单元;楼 层;房号;类型;建筑面积（㎡）;总价（元）;备注\n"
                + "3;1;1层;=\"0101\";住宅;８０．５;\"1,000,000.00\";好\n;;;;;;;\n");

        var seen = await sales.Consultant.SendAsync(Preview, file, HttpStatusCode.OK);
        await sales.Consultant.SendAsync(Import, file, HttpStatusCode.UnprocessableEntity);
        var taken = await sales.Consultant.SendAsync($"{Import}?ignoreColumns=true", file, HttpStatusCode.OK);

        var wrong = Assert.Single(seen.Json.GetProperty("lines").EnumerateArray());
        Assert.Equal((3, "备注"), (wrong.GetProperty("line").GetInt32(), wrong.GetProperty("column").GetString()));
        var reading = seen.Json.GetProperty("reading");
        Assert.Equal(("csv", "GB18030", ";", "备注"), (
            reading.GetProperty("format").GetString(), reading.GetProperty("encoding").GetString(),
            reading.GetProperty("separator").GetString(), reading.GetProperty("unknownColumns")[0].GetString()));
        Assert.Equal("3-1-0101", taken.Json.GetProperty("added")[0].GetString());
        Assert.Equal("80.50", (await sales.Consultant.GetAsync(
            SalesHost.UnitPath("3-1-0101"), HttpStatusCode.OK))["builtArea"]);
    }

    [Theory]
    [InlineData("units")]
    [InlineData("price-lists")]
    public async Task A_template_has_the_headings_in_the_reader_s_language(string of)
    {
        await using var sales = await SalesHost.StartAsync(servers);

        foreach (var (language, heading) in (ValueTuple<string, string>[])[("zh-CN", "楼栋"), ("en", "building")])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{Listing.Base}/{of}/import/template")
            {
                Headers = { AcceptLanguage = { new(language) } },
            };
            using var answer = await sales.Consultant.SendAsync(request, TestContext.Current.CancellationToken);
            var (lines, error) = Spreadsheet.Read(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(
                TestContext.Current.CancellationToken));
            Assert.Null(error);
            Assert.Contains(heading, Assert.Single(lines).Cells);
        }
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public async Task What_is_taken_out_and_sent_back_changes_nothing(string format)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var lead = sales.TheLead();
        await lead.PostAsync($"{Listing.Base}/batches", new { code = "b-1", name = "First" }, HttpStatusCode.Created);
        await sales.Consultant.SendAsync(
            Import,
            "楼栋,单元,楼层,房号,类型,建筑面积,朝向,户型,批次\n08,1,-1,0101,车位,12.5,'=1+1,-,b-1\n08,1,0,0102,商铺,12.5,'@东,\"a,b\",\n",
            HttpStatusCode.OK);
        await sales.RegisterAsync(1);

        var file = await (await sales.Consultant.GetAsync(
            new Uri($"{Export}?format={format}", UriKind.Relative), TestContext.Current.CancellationToken))
            .EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        var seen = await sales.Consultant.SendAsync(Preview, file, HttpStatusCode.OK);
        Assert.Equal(("0", "6"), (seen["total"], seen["unchanged"]));
        Assert.Empty(seen.Json.GetProperty("added").EnumerateArray());
        Assert.Equal(0, seen.Json.GetProperty("changed").GetArrayLength());
        Assert.Equal(
            "=1+1",
            (await sales.Consultant.GetAsync(SalesHost.UnitPath("08-1-0101"), HttpStatusCode.OK))["orientation"]);
        if (format == "csv")
        {
            Assert.Equal([0xEF, 0xBB, 0xBF], file[..3]);
            Assert.Contains("'=1+1", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        }
        else
        {
            using var archive = new ZipArchive(new MemoryStream(file));
            using var sheet = new StreamReader(archive.Entries.Single(
                entry => entry.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).Open());
            var xml = await sheet.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Contains("=1+1", xml, StringComparison.Ordinal);
            Assert.DoesNotMatch("<(x:)?f[ />]", xml);
        }

        var pdf = await sales.Consultant.GetAsync($"{Export}?format=pdf", HttpStatusCode.UnprocessableEntity);
        Assert.Contains("xlsx, csv", pdf.Text, StringComparison.Ordinal);
        using var elsewhere = sales.Staff("consultant-8", "consultant", sites: ["other-site"]);
        await elsewhere.GetAsync(Export, HttpStatusCode.NotFound);
    }

    [Fact, Rule("RES-2")]
    public async Task A_list_withholds_sells_and_moves_nothing_there_and_puts_new_units_into_a_planned_batch_only()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var lead = sales.TheLead();
        var batch = await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-1", name = "First", units = new[] { "2-1-1204" } },
            HttpStatusCode.Created);
        const string Head = "楼栋,单元,楼层,房号,类型,建筑面积,状态,批次\n";

        var refused = await sales.Consultant.SendAsync(
            Import,
            $"{Head}2,1,12,1201,住宅,89.12,销控,\n2,1,12,1204,住宅,120,待售,\n2,1,12,1202,住宅,89.12,,b-1\n"
                + "3,1,1,101,住宅,80,待售,b-1\n3,1,1,102,住宅,80,认购,\n3,1,1,103,住宅,80,,b-9\n",
            HttpStatusCode.UnprocessableEntity);
        Assert.Equal(
            [(2, "状态"), (3, "状态"), (4, "批次"), (5, "状态"), (6, "状态"), (7, "批次")],
            refused.Json.GetProperty("lines").EnumerateArray().Select(
                l => (l.GetProperty("line").GetInt32(), l.GetProperty("column").GetString())));

        await sales.Consultant.SendAsync(Import, $"{Head}3,1,1,101,住宅,80,,b-1\n", HttpStatusCode.OK);
        Assert.Equal("withheld", await sales.StateOfAsync("3-1-101"));
        Assert.Equal("2", (await lead.GetAsync($"/api/sales/batches/{batch["id"]}", HttpStatusCode.OK))["units"]);
        await lead.ActAsync($"/api/sales/batches/{batch["id"]}", "choosing", null, HttpStatusCode.OK);
        Assert.Contains("b-1", (await sales.Consultant.SendAsync(
            Import, $"{Head}3,1,1,109,住宅,80,,b-1\n",
            HttpStatusCode.UnprocessableEntity)).Text, StringComparison.Ordinal);
    }
}
