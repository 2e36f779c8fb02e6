using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// Every list, and all else that is read, as the service's own document names it, over all that its commands make.
/// </summary>
public sealed partial class EveryListTests(TestServers servers)
{
    private const int WholePage = 200;

    [Fact, Case("lists-and-search-for-each-role", Generated = true)]
    public async Task Every_list_is_the_same_read_at_once_or_a_few_entries_at_a_time()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        List<string> wrong = [];
        var compared = 0;
        foreach (var list in await ListsAsync(stage))
        {
            var whole = await ReadAsync(stage, list, WholePage);
            foreach (var size in Gen.Int[1, 9].Array[2].Single())
            {
                if (!whole.SequenceEqual(await ReadAsync(stage, list, size)))
                    wrong.Add($"{list} by {size}");
            }

            compared += whole.Count;
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(compared > 100, $"Only {compared} entries were compared.");
    }

    [Fact, Rule("CS-7"), Case("version-beside-each-item", Generated = true)]
    public async Task The_version_beside_an_entry_is_the_one_that_what_it_leads_to_is_changed_with()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        List<string> wrong = [];
        var compared = 0;
        foreach (var list in await ListsAsync(stage))
        {
            foreach (var item in await ItemsAsync(stage, list))
            {
                if (VersionOf(item) is not { } version)
                    continue;
                var thing = item.TryGetProperty("subject", out var subject) && subject.GetString() is { } leadsTo
                    && leadsTo.StartsWith('/') ? leadsTo
                    : item.TryGetProperty("id", out var id) ? $"/api/sales/{list.Split('/')[^1]}/{id}"
                    : list;
                using var answer = await stage.All.GetAsync(new Uri(thing, UriKind.Relative));
                if (answer.Headers.ETag is not { } tag)
                    continue;
                compared++;
                if (tag.Tag != $"\"{version}\"")
                    wrong.Add($"{list}: {thing} has {tag.Tag} and not {version}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(compared > 50, $"Only {compared} versions were compared.");
    }

    [Fact, Case("pending-is-one-word", Generated = true)]
    public async Task The_word_that_an_entry_shows_as_its_state_is_the_word_by_which_it_is_found()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        List<string> wrong = [], words = [];
        foreach (var list in await ListsAsync(stage, "state"))
        {
            foreach (var state in (await ItemsAsync(stage, list)).Where(one => one.TryGetProperty("state", out _))
                .GroupBy(one => one.Text("state")!))
            {
                words.Add($"{list} {state.Key}");
                var found = (await ItemsAsync(stage, $"{list}?state={state.Key}")).Select(one => one.Text("state"));
                if (!found.SequenceEqual(state.Select(_ => state.Key)))
                    wrong.Add($"{list}?state={state.Key} answers {string.Join(", ", found)}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Contains(words, word => word.EndsWith("/approvals pending", StringComparison.Ordinal));
        Assert.Contains(words, word => word.EndsWith("/reservations pending", StringComparison.Ordinal));
    }

    /// <summary>
    /// On one connection, so that a stream whose headers alone were asked for and that does not end is noticed.
    /// </summary>
    [Fact, Case("head", Generated = true)]
    public async Task Whatever_is_read_is_answered_alike_when_its_headers_alone_are_asked_for()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        using var plain = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 })
        {
            BaseAddress = stage.Sales.Service.Address,
            Timeout = Wait.Patience,
        };
        plain.DefaultRequestHeaders.Authorization = stage.All.DefaultRequestHeaders.Authorization;
        plain.DefaultRequestHeaders.AcceptLanguage.Add(new("en"));
        List<string> wrong = [];
        var good = 0;
        foreach (var path in await PathsAsync(stage, _ => true))
        {
            var (read, _) = await AskAsync(plain, HttpMethod.Get, path);
            var (headers, body) = await AskAsync(plain, HttpMethod.Head, path);
            if (read != headers || body.Length > 0)
                wrong.Add($"{path}: GET {read}, HEAD {headers} with {body.Length} characters");
            good += read.StartsWith("200", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(good > 35, $"Only {good} of them were found.");

        static async Task<(string Headers, string Body)> AskAsync(HttpClient who, HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await who.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var headers = $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType} {answer.Headers.ETag}";
            return (headers, method == HttpMethod.Head ? await answer.Content.ReadAsStringAsync() : "");
        }
    }

    /// <summary>What <c>If-Match</c> names; a price list's own version is its number, and this is its change.</summary>
    private static long? VersionOf(JsonElement item) =>
        (item.TryGetProperty("change", out var version) || item.TryGetProperty("version", out version))
            && version.ValueKind == JsonValueKind.Number ? version.GetInt64() : null;

    private static async Task<List<JsonElement>> ItemsAsync(EveryCommand.Stage stage, string list) =>
    [
        .. (await stage.All.GetAsync(
            $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={WholePage}",
            HttpStatusCode.OK)).Items(),
    ];

    /// <summary>All entries of a list, page after page.</summary>
    private static async Task<IReadOnlyList<string>> ReadAsync(EveryCommand.Stage stage, string list, int size)
    {
        List<string> read = [];
        string? after = null;
        do
        {
            var page = await stage.All.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"{list}?limit={size}")
                    + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}"),
                HttpStatusCode.OK);
            Assert.InRange(page.Items().Count, 0, size);
            read.AddRange(page.Items().Select(item => item.GetRawText()));
            after = page["next"] is { Length: > 0 } next ? next : null;
        }
        while (after is not null);

        return read;
    }

    /// <summary>The lists, by pages, that have a parameter; but for reports, which are files too.</summary>
    private static Task<IReadOnlyList<string>> ListsAsync(EveryCommand.Stage stage, string with = "limit") =>
        PathsAsync(stage, operation =>
        {
            var query = operation.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Where(one => one.Text("in") == "query")
                    .Select(one => one.Text("name")).ToList()
                : [];
            return query.Contains("limit") && query.Contains("after") && query.Contains(with);
        }, path => !path.Contains("/reports/", StringComparison.Ordinal));

    /// <summary>Makes something of every kind, and answers what is read of it.</summary>
    private static async Task<IReadOnlyList<string>> PathsAsync(
        EveryCommand.Stage stage, Func<JsonElement, bool> isWanted, Func<string, bool>? isList = null)
    {
        Dictionary<string, string> things = new(StringComparer.Ordinal);
        // But for what time must go on for, after which little waits for anybody any more.
        foreach (var (route, make) in EveryCommand.All.SkipLast(2))
        {
            var command = await make(stage, route);
            foreach (var thing in Thing().Matches($"{command.Thing} {command.Path}").Select(one => one.Value))
                things[thing.Split('/')[0]] = thing.Split('/')[1];
        }

        things["approvals"] = (await stage.All.GetAsync("/api/sales/approvals", HttpStatusCode.OK))
            .Items()[0].Text("id")!;
        var document = await stage.All.GetFromJsonAsync<JsonElement>("/api/sales/openapi.json");
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               where isList?.Invoke(path.Name) != false
                   && path.Value.TryGetProperty("get", out var operation) && isWanted(operation)
               select Place().Replace(path.Name, place => place.Groups["name"].Value switch
               {
                   "project" or "site" => SalesHost.Project,
                   "unit" => "7-1-1",
                   "register" => "approvals",
                   "kind" => "home",
                   "service" => "SalesControl",
                   "id" when things.TryGetValue(place.Groups["of"].Value, out var id) => id,
                   _ => "abc",
               }),
        ];
    }

    [GeneratedRegex("[a-z-]+/[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.None, 1000)]
    private static partial Regex Thing();

    [GeneratedRegex(@"(?<=(?<of>[a-z-]*)/)\{(?<name>[A-Za-z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
