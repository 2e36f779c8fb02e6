using System.Text.Json;

namespace Ops.Demo;

/// <summary>
/// No phone number, name or ID number of a customer of the story stands in any span or log record that the services
/// sent.
/// </summary>
internal sealed class Discretion(Dashboard dashboard, StoryTexts texts)
{
    /// <summary>
    /// The identity number of one of them: the sample of the standard, with a check character that is right.
    /// </summary>
    public const string IdNumber = "11010519491231002X";

    /// <summary>
    /// How the story's customers are called and reached: what all their names hold, in both languages, and what all
    /// their numbers hold.
    /// </summary>
    public static readonly IReadOnlyList<string> Personal =
    [
        "演示客户",
        "Customer of",
        "Customer without",
        "1380000000",
        "139000000",
        IdNumber[..17],
    ];

    public async Task CheckAsync()
    {
        Console.WriteLine($"\n{texts.Of("story.discretion.title")}");
        var traces = (await dashboard.SpansAsync())
            .Select(span => span.TraceId)
            .Distinct(StringComparer.Ordinal)
            .Count();
        foreach (var kind in (string[])["spans", "logs"])
        {
            var told = await dashboard.AllAsync(kind);
            if (Personal.FirstOrDefault(word => Holds(told, word)) is { } found)
                throw new StoryEndedException(texts.Of("story.discretion.found", ("kind", kind), ("found", found)));
        }

        Console.WriteLine($"    ✓ {texts.Of("story.discretion.clean", ("traces", traces))}");
    }

    /// <summary>As it stands, or as JSON escapes it.</summary>
    private static bool Holds(string told, string word) =>
        told.Contains(word, StringComparison.Ordinal)
        || told.Contains(JsonEncodedText.Encode(word).Value, StringComparison.OrdinalIgnoreCase);
}
