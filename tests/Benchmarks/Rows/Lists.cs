using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// A list of 20 000 units, read, checked and looked at; and files of at most 1 MB that were made to cost the most.
/// </summary>
internal sealed class Lists : IRow
{
    private const string Project = "harbour-court";
    private const int Units = 20_000, MostBytes = 1024 * 1024;

    private readonly Line
        _workbook = new("preview of a list of 20 000 units, XLSX", "s", "≤ 3 s", (ours, _) => ours <= 3),
        _text = new("… as CSV in GB18030", "s", "≤ 3 s", (ours, _) => ours <= 3),
        _memory = new("… memory above idle, at most", "MB", "≤ 200 MB", (ours, _) => ours <= 200),
        _worst = new("the worst file of at most 1 MB: processor time", "s", "≤ 1 s", (ours, _) => ours <= 1);

    private readonly HttpClient _caller = new();
    private ServiceProcess? _service, _another;
    private byte[] _xlsx = [], _csv = [];
    private long _idle;
    private IReadOnlyList<(string Name, byte[] File)> _bad = [];

    public string Name => "lists";

    public IReadOnlyList<Line> Lines => [_workbook, _text, _memory, _worst];

    public async Task StartAsync(Bench bench)
    {
        var sales = await bench.MigrateAsync(ServiceProgram.SalesControl);
        await Estate.AddBoardAsync(sales, Project);
        // The files that cost the most are another process's: its memory is not the list's.
        var broker = await bench.Servers.CreateVirtualHostAsync("lists");
        _service = await bench.StartAsync(ServiceProgram.SalesControl, sales, broker);
        _another = await bench.StartAsync(ServiceProgram.SalesControl, sales, broker);
        _caller.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", bench.Authority.Token([SalesControlPermissions.ImportUnits]));
        string[] headings = ["楼栋", "单元", "楼层", "房号", "类型", "建筑面积", "套内面积", "朝向", "户型", "总价"];
        var lines = Enumerable.Range(0, Units).Select(i => (IReadOnlyList<object?>)[
            $"{100 + (i / 500)}", "1", 1 + (i % 500 / 10), $"{1 + (i % 500 / 10)}{1 + (i % 10):00}", "住宅",
            78.5m + (i % 10), 62.1m + (i % 10), "南北", "三室两厅", 2_000_000m + i]).ToList();
        _xlsx = Spreadsheet.Write(SheetFormat.Xlsx, headings, lines);
        _csv = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(
            Encoding.UTF8.GetString(Spreadsheet.Write(SheetFormat.Csv, headings, lines)).TrimStart('\uFEFF'));
        _bad = [.. Worst()];
        _idle = _service.ResidentBytes;
        foreach (var process in (ServiceProcess[])[_service, _another])
        {
            await PreviewAsync(process, _xlsx);
            await PreviewAsync(process, _csv);
        }
    }

    public async Task RoundAsync()
    {
        _workbook.Add(await PreviewAsync(_service!, _xlsx));
        _text.Add(await PreviewAsync(_service!, _csv));
        _memory.Add((_service!.MostResidentBytes - _idle) / 1024.0 / 1024.0);
        var most = 0.0;
        foreach (var (name, file) in _bad)
        {
            if (file.Length > MostBytes)
                throw new WrongOutcomeException($"{name} is larger than 1 MB.");
            var before = _another!.ProcessorTime;
            using var answer = await SendAsync(_another, file);
            var took = (_another.ProcessorTime - before).TotalSeconds;
            Console.Error.WriteLine($"lists: {name}: {took:0.00} s, {(int)answer.StatusCode}");
            most = Math.Max(most, took);
        }

        _worst.Add(most);
    }

    private async Task<double> PreviewAsync(ServiceProcess to, byte[] file)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await SendAsync(to, file);
        var text = await answer.Content.ReadAsStringAsync();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new WrongOutcomeException(text[..Math.Min(text.Length, 500)]);
        using var would = JsonDocument.Parse(text);
        var (added, wrong) = (
            would.RootElement.GetProperty("added").GetArrayLength(), would.RootElement.GetProperty("total").GetInt32());
        return (added, wrong) == (Units, 0)
            ? seconds
            : throw new WrongOutcomeException($"{added} of {Units} units would be added, {wrong} things are wrong.");
    }

    private Task<HttpResponseMessage> SendAsync(ServiceProcess to, byte[] file) => _caller.PostAsync(
        new Uri(to.Address, $"/api/sales/projects/{Project}/units/import/preview"),
        new ByteArrayContent(file));

    /// <summary>What costs a reader the most, each in its own way.</summary>
    private static IEnumerable<(string Name, byte[] File)> Worst()
    {
        static string Fill(string text, int bytes) =>
            string.Concat(Enumerable.Repeat(text, bytes / Encoding.UTF8.GetByteCount(text)));
        const string Head = "楼栋,单元,楼层,房号,类型,建筑面积\n";
        foreach (var (name, text) in new[]
        {
            ("commas", Fill(",", 1_000_000)), ("lines", Head + Fill("\n", 1_000_000)),
            ("quotes", Fill("\"", 1_000_000)),
            ("a quote", Head + "\"" + Fill("a,\n", 1_000_000)), ("errors", Head + Fill("#N/A,#N/A,=,\"\n", 900_000)),
            ("short lines", Head + Fill("x\n", 39_998)), ("headings", Fill("楼栋,", 1_000_000)),
            ("wide lines", Fill(Fill("a,", 198) + "\n", 900_000)),
        })
        {
            yield return ($"CSV of {name}", Encoding.UTF8.GetBytes(text));
        }

        const string Row = "<row r=\"1\"><c t=\"inlineStr\"><is><t>楼栋</t></is></c></row>";
        foreach (var (name, xml) in new[]
        {
            ("a styled last row", $"{Row}<row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row>"),
            ("empty rows", Row + string.Concat(Enumerable.Range(2, 150_000).Select(i => $"<row r=\"{i}\" s=\"1\"/>"))),
            ("values in wide rows", Row + string.Concat(Enumerable.Range(2, 20_000).Select(
                i => $"<row r=\"{i}\"><c r=\"CV{i}\"><v>1</v></c></row>"))),
            ("errors", Row + string.Concat(Enumerable.Range(2, 20_000).Select(
                i => $"<row r=\"{i}\">{Fill("<c t=\"e\"><v>#N/A</v></c>", 250)}</row>"))),
            ("more than can be", Fill("<row/>", 200_000_000)),
        })
        {
            yield return ($"XLSX of {name}", Workbook(xml));
        }
    }

    private static byte[] Workbook(string rows)
    {
        // A sheet of a workbook that is otherwise as it is written here.
        using var file = new MemoryStream();
        file.Write(Spreadsheet.Write(SheetFormat.Xlsx, ["楼栋"], []));
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var sheet = archive.Entries.Single(
                one => one.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal));
            var name = sheet.FullName;
            sheet.Delete();
            using var entry = new StreamWriter(archive.CreateEntry(name, CompressionLevel.SmallestSize).Open());
            entry.Write($"""
                <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}
                </sheetData></worksheet>
                """);
        }

        return file.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        foreach (var process in new[] { _service, _another }.OfType<ServiceProcess>())
            await process.DisposeAsync();
    }
}
