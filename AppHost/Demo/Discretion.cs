using System.Text.Json.Nodes;

namespace Ops.Demo;

/// <summary>No phone number, name or ID number of a customer of the story stands in any span or log record that the services sent.</summary>
internal sealed class Discretion(Uri viewer)
{
    /// <summary>The identity number of one of them: the sample of the standard, with a check character that is right.</summary>
    public const string IdNumber = "11010519491231002X";

    /// <summary>How the story's customers are called and reached: their names, and what all their numbers hold.</summary>
    public static readonly IReadOnlyList<string> Personal = ["Customer of", "Customer without", "1380000000", "139000000", IdNumber[..17]];

    public async Task CheckAsync()
    {
        Console.WriteLine("\n14. Nothing personal stands in what the services traced and logged");
        using var http = new HttpClient { BaseAddress = viewer };
        var logs = await http.GetStringAsync(new Uri("/api/logs?limit=1000", UriKind.Relative));
        var traces = JsonNode.Parse(await http.GetStringAsync(new Uri("/api/traces?limit=1000", UriKind.Relative)))!;
        var ids = traces["traces"]!.AsArray().Select(trace => trace!["traceId"]!.ToString()).ToList();
        var found = Personal.Where(word => logs.Contains(word, StringComparison.Ordinal)).Select(word => $"a log record holds '{word}'").ToList();
        foreach (var id in ids)
        {
            var spans = await http.GetStringAsync(new Uri($"/api/traces/{id}", UriKind.Relative));
            found.AddRange(Personal.Where(word => spans.Contains(word, StringComparison.Ordinal)).Select(word => $"trace {id} holds '{word}'"));
        }

        if (found.Count > 0)
            throw new StoryEndedException(string.Join("; ", found.Take(5)));
        Console.WriteLine($"    ✓ {ids.Count} traces and the log records hold no name and no number of a customer");
    }
}
