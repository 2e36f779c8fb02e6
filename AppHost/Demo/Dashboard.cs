using System.Text.Json.Nodes;

namespace Ops.Demo;

/// <summary>Reads what the dashboard has received, by its telemetry API.</summary>
/// <param name="address">The dashboard's address.</param>
/// <param name="key">The API's key.</param>
internal sealed class Dashboard(Uri address, string key)
{
    private const int All = 100_000, MostLooks = 120;

    /// <summary>Where one looks at a trace.</summary>
    public Uri PageOf(string trace) => new(address, $"/traces/detail/{trace}");

    /// <summary>All spans, or those of one trace.</summary>
    public async Task<IReadOnlyList<Span>> SpansAsync(string? trace = null)
    {
        var answer = JsonNode.Parse(await TextAsync($"spans?limit={All}{(trace is null ? "" : $"&traceId={trace}")}"));
        return
        [
            .. from resource in answer?["data"]?["resourceSpans"]?.AsArray() ?? []
               let service = ServiceOf(resource)
               from scope in resource["scopeSpans"]?.AsArray() ?? []
               from span in scope["spans"]?.AsArray() ?? []
               select new Span(
                   span["traceId"]!.ToString(), service, span["name"]?.ToString() ?? "",
                   [.. (span["links"]?.AsArray() ?? []).Select(link => link!["traceId"]!.ToString())]),
        ];
    }

    /// <summary>All that the API tells of a kind, as text: <c>spans</c> or <c>logs</c>.</summary>
    public Task<string> AllAsync(string kind) => TextAsync($"{kind}?limit={All}");

    /// <summary>
    /// All the spans that were ever there, from one look at the dashboard to the next, until there are enough: how long
    /// it keeps them is its own affair.
    /// </summary>
    /// <param name="look">What is there now.</param>
    /// <param name="isEnough">Whether nothing more is waited for.</param>
    /// <param name="every">How long between two looks.</param>
    public static async Task<IReadOnlyList<Span>> SeenAsync(
        Func<Task<IReadOnlyList<Span>>> look, Func<IReadOnlyList<Span>, bool> isEnough, TimeSpan every)
    {
        IReadOnlyList<Span> seen = [];
        for (var patience = 0; patience < MostLooks; patience++)
        {
            seen = [.. seen.Concat(await look()).DistinctBy(span => (span.Service, span.Name))];
            if (isEnough(seen))
                break;
            await Task.Delay(every);
        }

        return seen;
    }

    private static string ServiceOf(JsonNode? resource) => resource?["resource"]?["attributes"]?.AsArray()
        .FirstOrDefault(attribute => attribute?["key"]?.ToString() == "service.name")
        ?["value"]?["stringValue"]?.ToString() ?? "";

    private async Task<string> TextAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Add("X-API-Key", key);
        return await http.GetStringAsync(new Uri($"/api/telemetry/{path}", UriKind.Relative));
    }
}

/// <summary>A span.</summary>
/// <param name="TraceId">Its trace.</param>
/// <param name="Service">Who sent it.</param>
/// <param name="Name">What it was.</param>
/// <param name="Links">The traces that it links to.</param>
internal sealed record Span(string TraceId, string Service, string Name, IReadOnlyList<string> Links);
