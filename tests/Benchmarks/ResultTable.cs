namespace Ops.Benchmarks;

/// <summary>The table as it is printed, which is also how Markdown wants it.</summary>
internal static class ResultTable
{
    private static readonly string[] Head = [
        "what", "ours: median (spread)", "baseline: median (spread)", "ratio: median (spread)", "goal", "met?"];

    public static void Print(IEnumerable<Line> lines)
    {
        string[][] rows = [Head, .. lines.Select(line => line.Cells())];
        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Length; i++)
        {
            Console.WriteLine(
                $"| {string.Join(" | ", rows[i].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (i == 0)
                Console.WriteLine($"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
        }
    }
}
