namespace Ops.Demo;

/// <summary>
/// No phone number, name or ID number of a customer of the story stands in any span or log record that the services
/// sent.
/// </summary>
internal sealed class Discretion(Dashboard dashboard)
{
    /// <summary>
    /// The identity number of one of them: the sample of the standard, with a check character that is right.
    /// </summary>
    public const string IdNumber = "11010519491231002X";

    /// <summary>
    /// How the story's customers are called and reached: their names, and what all their numbers hold.
    /// </summary>
    public static readonly IReadOnlyList<string> Personal =
    [
        "Customer of",
        "Customer without",
        "1380000000",
        "139000000",
        IdNumber[..17],
    ];

    public async Task CheckAsync()
    {
        Console.WriteLine("\n14. Nothing personal stands in what the services traced and logged");
        var traces = (await dashboard.SpansAsync())
            .Select(span => span.TraceId)
            .Distinct(StringComparer.Ordinal)
            .Count();
        foreach (var kind in (string[])["spans", "logs"])
        {
            var told = await dashboard.AllAsync(kind);
            if (Personal.FirstOrDefault(word => told.Contains(word, StringComparison.Ordinal)) is { } found)
                throw new StoryEndedException($"the {kind} hold '{found}'");
        }

        Console.WriteLine($"    ✓ {traces} traces and the log records hold no name and no number of a customer");
    }
}
