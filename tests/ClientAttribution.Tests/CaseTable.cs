using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests;

/// <summary>A table of <c>cases.md</c>: each row is a case, and has a name of its own.</summary>
internal sealed class CaseTable
{
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _rows = new(StringComparer.Ordinal);

    /// <summary>Reads the table under a heading.</summary>
    public CaseTable(string heading)
    {
        var lines = File.ReadLines(Repository.PathOf("tests/ClientAttribution.Tests/cases.md"))
            .SkipWhile(line => line != $"## {heading}").Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith('|')).Select(Cells).ToList();
        foreach (var cells in lines.Skip(2))
        {
            Assert.Equal(lines[0].Length, cells.Length);
            _rows.Add(cells[0], lines[0].Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second));
        }
    }

    /// <summary>The names of the cases.</summary>
    public TheoryData<string> Names => [.. _rows.Keys];

    /// <summary>Every case.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Rows => _rows.Values;

    /// <summary>A case, by its name.</summary>
    public IReadOnlyDictionary<string, string> this[string name] => _rows[name];

    private static string[] Cells(string line) => [.. line.Trim('|', ' ').Split('|').Select(cell => cell.Trim())];
}
