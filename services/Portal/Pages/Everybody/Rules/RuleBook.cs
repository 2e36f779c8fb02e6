using System.Text.Json;

namespace Ops.Portal.Pages.Everybody.Rules;

/// <summary>A rule as it is written, in one language.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Decided">What was settled where the regulation leaves it open; null for nothing.</param>
internal sealed record Wording(string Text, string? Decided);

/// <summary>Where in the code a rule is kept.</summary>
/// <param name="What">Which part of it.</param>
/// <param name="Name">The function.</param>
/// <param name="File">Its file.</param>
internal sealed record KeptIn(string What, string Name, string File);

/// <summary>A rule of the company.</summary>
/// <param name="Id">Its id, which refusals name.</param>
/// <param name="Owners">The departments whose it is.</param>
/// <param name="Chinese">What it says.</param>
/// <param name="English">The same.</param>
/// <param name="Source">The clauses of the company's regulations that it restates, word for word.</param>
/// <param name="Places">Where it is kept; none for what nothing keeps yet.</param>
/// <param name="Pending">What of it nothing keeps yet; null for nothing, "all" for all of it.</param>
internal sealed record WrittenRule(
    string Id, IReadOnlyList<string> Owners, Wording Chinese, Wording English, IReadOnlyList<string> Source,
    IReadOnlyList<KeptIn> Places, string? Pending)
{
    /// <summary>Whether it has what somebody looks for, in either language.</summary>
    public bool Has(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word =>
        ((string?[])[Id, Chinese.Text, Chinese.Decided, English.Text, English.Decided, .. Source]).Any(text =>
            text?.Contains(word, StringComparison.OrdinalIgnoreCase) is true));
}

/// <summary>The rules of one regulation.</summary>
/// <param name="Id">What their ids begin with.</param>
/// <param name="Rules">The rules, in their order.</param>
internal sealed record Regulation(string Id, IReadOnlyList<WrittenRule> Rules);

/// <summary>
/// The rules as people read them. English and the owners come from the rule book of the documentation, where each is
/// kept from the page that is generated of the sources, Chinese from a file beside this one: each is written once.
/// </summary>
internal sealed class RuleBook
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly Lazy<IReadOnlyList<Regulation>> _regulations = new(Read);

    /// <summary>All regulations.</summary>
    public IReadOnlyList<Regulation> Regulations => _regulations.Value;

    /// <summary>A document that is part of the portal.</summary>
    internal static string Document(string name)
    {
        using var stream = typeof(RuleBook).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The Chinese of a rule.</summary>
    internal sealed record InChinese(string Id, string Zh, string? Decided, IReadOnlyList<string>? Source);

    /// <summary>The Chinese of all rules.</summary>
    internal static IReadOnlyList<InChinese> Chinese() =>
        JsonSerializer.Deserialize<IReadOnlyList<InChinese>>(Document("rules.json"), Web)!;

    private static IReadOnlyList<Regulation> Read()
    {
        var kept = Rows("rules.md").ToDictionary(row => row[0], row => Places(row[2]), StringComparer.Ordinal);
        var pending = Document("rules.pending").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#')).Select(line => line.Split(": ", 2))
            .ToDictionary(line => line[0], line => line[1].Trim(), StringComparer.Ordinal);
        var english = Rows("rulebook.md").ToDictionary(row => row[0], StringComparer.Ordinal);
        return
        [
            .. Chinese().GroupBy(rule => rule.Id[..rule.Id.IndexOf('-', StringComparison.Ordinal)]).Select(group =>
                new Regulation(group.Key, [.. group.Select(rule => Of(rule, english[rule.Id]))])),
        ];

        WrittenRule Of(InChinese chinese, string[] row) => new(
            chinese.Id, Owners(row), new(chinese.Zh, chinese.Decided), English(row[1]),
            chinese.Source ?? [], kept[chinese.Id], pending.GetValueOrDefault(chinese.Id));
    }

    /// <summary>
    /// The cells of the rows of a page's tables that are a rule each: its id, what it says, and the rest.
    /// </summary>
    internal static IEnumerable<string[]> Rows(string document) =>
        from line in Document(document).Split('\n')
        where line.StartsWith("| ", StringComparison.Ordinal)
        let cells = line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries)
        where char.IsAsciiLetterUpper(cells[0][0]) && cells[0].Contains('-', StringComparison.Ordinal)
        select cells;

    // The rules of time are everybody's, and their table has no owners.
    private static string[] Owners(string[] row) =>
        row is [_, _, var owners] ? owners.Split([',', '→'], StringSplitOptions.TrimEntries) : ["all"];

    private static Wording English(string text)
    {
        var parts = text.Replace("`", "", StringComparison.Ordinal)
            .Split("**Decided**:", 2, StringSplitOptions.TrimEntries);
        return new(Plain(parts[0]), parts.Length > 1 ? Plain(parts[1]) : null);

        static string Plain(string part) => part.Replace("**", "", StringComparison.Ordinal);
    }

    // Each as "what: [name](../file)"; where nothing is kept, no link.
    private static KeptIn[] Places(string cell) =>
    [
        .. cell.Split("<br>").Select(place => place.Split((string[])[": [", "](../", ")"], StringSplitOptions.None))
            .Where(place => place.Length == 4).Select(place => new KeptIn(place[0], place[1], place[2])),
    ];
}
