using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

public sealed class ImportOverHttpTests(TestServers servers)
{
    private const string Good = "3,1,1,101,住宅,80.5,70,1000000,待售\n";

    [Fact]
    public async Task A_bad_list_is_named_row_by_row_and_nothing_of_it_is_imported()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        await Refused(sales, "", "empty");
        await Refused(sales, "building,entrance\n1,1\n", "room");
        await Refused(sales, "颜色," + SalesHost.Header + "red," + Good, "颜色");
        await Refused(sales, SalesHost.Header + Good + "3,1,1,102,别墅,80.5,,,\n", "\"line\":3");
        await Refused(sales, SalesHost.Header + Good + "3,1,1,102,住宅,large,,,\n", "large");
        await Refused(sales, SalesHost.Header + Good + Good, "3-1-101");
        await Refused(sales, SalesHost.Header + "2,1,12,1203,住宅,120,,,预留么\n", "\"line\":2");
        await Refused(sales, "building,entrance,floor,room,kind,built area\n3,1,1,101,home,=80+1\n", "\"line\":2");
        await Refused(sales, [0xC2, 0xA5, 0xFF, 0xB0, .. ",x\n"u8], "UTF-8");
        await Refused(sales, "%PDF-1.7 this is no spreadsheet"u8.ToArray(), "");
        await Refused(sales, [0x50, 0x4B, 0x03, 0x04, 1, 2, 3], "");

        var board = await sales.Consultant.GetAsync(
            $"/api/sales/projects/{SalesHost.Project}/board", HttpStatusCode.OK);
        Assert.DoesNotContain("3-1-101", board.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_sent_twice_under_one_key_is_taken_once_and_answered_alike()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        List<string> answers = [];
        foreach (var replayed in (bool[])[false, true])
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, $"/api/sales/projects/{SalesHost.Project}/units/import");
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(SalesHost.Header + Good));
            request.Headers.Add("Idempotency-Key", "list-1");
            using var answer = await sales.Consultant.SendAsync(request, TestContext.Current.CancellationToken);
            answers.Add(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            Assert.True(answer.IsSuccessStatusCode, answers[^1]);
            Assert.Equal(replayed, answer.Headers.Contains("Idempotency-Replayed"));
        }

        Assert.Contains("\"imported\":1", answers[0], StringComparison.Ordinal);
        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public async Task Errors_beyond_200_are_counted_and_100_000_rows_are_refused()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var many = await sales.ImportAsync(
            SalesHost.Header + string.Concat(Enumerable.Range(1, 300).Select(i => $"3,1,0,{i},?,0,,,\n")),
            HttpStatusCode.UnprocessableEntity);
        Assert.True(many.Text.Length < 100_000, "the answer is bounded");
        var large = new StringBuilder(SalesHost.Header);
        for (var i = 0; i < 100_000; i++)
            large.Append(CultureInfo.InvariantCulture, $"3,1,{(i % 100) + 1},{i},住宅,80.5,70,1000000,待售\n");
        await Refused(sales, large.ToString(), "20");
    }

    [Fact]
    public async Task A_workbook_s_formulas_merged_headings_and_bombs_are_refused_and_values_are_taken()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        const string Head =
            """
            <row r="1"><c r="A1" t="inlineStr"><is><t>building</t></is></c>
            <c r="B1" t="inlineStr"><is><t>entrance</t></is></c><c r="C1" t="inlineStr"><is><t>floor</t></is></c>
            <c r="D1" t="inlineStr"><is><t>room</t></is></c><c r="E1" t="inlineStr"><is><t>kind</t></is></c>
            <c r="F1" t="inlineStr"><is><t>built area</t></is></c></row>
            """;
        const string Row =
            """
            <row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>1</v></c><c r="C2"><v>1</v></c><c r="D2"><v>101</v></c>
            <c r="E2" t="inlineStr"><is><t>home</t></is></c><c r="F2"><v>80.5</v></c></row>
            """;
        var formula = Row.Replace("<v>80.5</v>", "<f>40+40.5</f><v>80.5</v>", StringComparison.Ordinal);

        await Refused(sales, Workbook($"<sheetData>{Head}{formula}</sheetData>"), "formula");
        await Refused(
            sales,
            Workbook(
                $"""<sheetData>{Head}{Row}</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>"""),
            "merged");
        await Refused(sales, Workbook($"<sheetData>{Head}{Row}</sheetData>", bomb: true), "");
        Assert.Contains(
            '1', (await sales.ImportAsync(Workbook($"<sheetData>{Head}{Row}</sheetData>"), HttpStatusCode.OK)).Text);
        Assert.Equal(
            "available", (await sales.Consultant.GetAsync(SalesHost.UnitPath("3-1-101"), HttpStatusCode.OK))["state"]);
    }

    [Fact]
    public async Task A_file_over_the_limit_is_refused_before_it_is_read()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        await sales.ImportAsync(new byte[(20 * 1024 * 1024) + 1], HttpStatusCode.RequestEntityTooLarge);
    }

    private static Task Refused(SalesHost sales, string csv, string named) =>
        Refused(sales, Encoding.UTF8.GetBytes(csv), named);

    private static async Task Refused(SalesHost sales, byte[] file, string named) => Assert.Contains(
        named, (await sales.ImportAsync(file, HttpStatusCode.UnprocessableEntity)).Text,
        StringComparison.OrdinalIgnoreCase);

    private static byte[] Workbook(string sheet, bool bomb = false)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(
                "[Content_Types].xml",
                """
                <?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Default Extension="xml" ContentType="application/xml"/>
                <Override PartName="/xl/workbook.xml"
                    ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/worksheets/sheet1.xml"
                    ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
                </Types>
                """);
            const string Relations =
                """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">""";
            const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            Add(
                "_rels/.rels",
                $"""
                <?xml version="1.0"?>{Relations}
                <Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """);
            Add(
                "xl/workbook.xml",
                $"""
                <?xml version="1.0"?>
                <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{Office}">
                <sheets><sheet name="Units" sheetId="1" r:id="rId1"/></sheets></workbook>
                """);
            Add(
                "xl/_rels/workbook.xml.rels",
                $"""
                <?xml version="1.0"?>{Relations}
                <Relationship Id="rId1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
                """);
            // As programs write it: what lies beside the sheet must not be taken for it.
            Add("xl/worksheets/_rels/sheet1.xml.rels", $"""<?xml version="1.0"?>{Relations}</Relationships>""");
            Add(
                "xl/worksheets/sheet1.xml",
                $"""
                <?xml version="1.0"?>
                <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>
                """);
            if (bomb)
            {
                using var entry = archive.CreateEntry("xl/sharedStrings.xml").Open();
                var zeros = new byte[1024 * 1024];
                for (var i = 0; i < 400; i++)
                    entry.Write(zeros);
            }

            void Add(string name, string text)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }
}
