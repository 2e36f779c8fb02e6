using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>CS-7: what is another site's is told as if there were none, on every route that the service's own OpenAPI document names.</summary>
public sealed partial class AnotherSiteTests(TestServers servers)
{
    private static readonly string[] All = [.. typeof(SalesControlPermissions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>What each thing of the collection in a path is kept in, where it has another name than its collection.</summary>
    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal) { ["changes"] = "change_requests", ["approvals"] = "approvals.requests", ["tasks"] = "tasks.tasks", ["campaigns"] = "move_in_campaigns" };

    [Fact]
    [Rule("CS-7")]
    public async Task With_another_site_s_token_every_route_answers_as_if_there_were_no_such_thing_and_changes_nothing()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        await sales.RegisterAsync(2);
        await sales.ActAsync(sales.Consultant, reserved, "extension", new { hours = 24, reason = "The bank needs longer." }, HttpStatusCode.Conflict);
        var other = await sales.ReservedAsync(3, "2-1-1201");
        await sales.ActAsync(sales.Consultant, other, "extension", new { hours = 24, reason = "The bank needs longer." }, HttpStatusCode.Created);
        await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1202")}/subscription", new { agreementNumber = "S-5", customer = new { name = "Customer 5", phone = SalesHost.Phone(5) } }, HttpStatusCode.Created);
        using var elsewhere = sales.Staff("consultant-8", "consultant", All, sites: ["other-site"]);
        var document = await elsewhere.GetFromJsonAsync<JsonElement>("/api/sales/openapi.json");
        var database = new ServiceDatabase(sales.Service.Setting.Admin);
        var before = await StateAsync(database);

        List<string> wrong = [], tried = [];
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(one => one.Name is "get" or "post" or "put" or "delete" or "patch"))
            {
                var method = operation.Name.ToUpperInvariant();
                var body = BodyOf(operation.Value, document);
                var (there, thereText) = await CallAsync(elsewhere, method, await FillAsync(path.Name, database, real: true), body);
                if (thereText.Contains(SalesHost.Project, StringComparison.Ordinal) && there == HttpStatusCode.OK)
                    wrong.Add($"{method} {path.Name} tells of {SalesHost.Project}: {thereText}");
                if (!Parameter().IsMatch(path.Name))
                    continue;

                tried.Add(path.Name);
                var (none, noneText) = await CallAsync(elsewhere, method, await FillAsync(path.Name, database, real: false), body);
                if (there != none || (there != HttpStatusCode.NotFound && Bare(thereText) != Bare(noneText)))
                    wrong.Add($"{method} {path.Name} answers {(int)there} where there is one, {(int)none} where there is none: {thereText}");
                // A list may be empty, and a body may be refused before anything is looked for; nothing else is.
                if (there != HttpStatusCode.NotFound && there != HttpStatusCode.UnprocessableEntity && there != HttpStatusCode.BadRequest && !(method == "GET" && there == HttpStatusCode.OK))
                    wrong.Add($"{method} {path.Name} answers {(int)there}: {thereText}");
                // What this chapter has, its bodies are good for.
                if (there != HttpStatusCode.NotFound && Known().IsMatch(path.Name))
                    wrong.Add($"{method} {path.Name} answers {(int)there} instead of 404: {thereText}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(tried.Count > 25, $"Only {tried.Count} routes were tried.");
        Assert.Equal(before, await StateAsync(database));
    }

    private static async Task<(HttpStatusCode Status, string Text)> CallAsync(HttpClient who, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var answer = await who.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Everything that a change would show in: versions, events, money, entries of registers and decisions.</summary>
    private static Task<string> StateAsync(ServiceDatabase database) => database.QueryAsync<string>("""
        SELECT concat_ws(' ', (SELECT sum(version) FROM units), (SELECT sum(version) FROM customers), (SELECT count(*) FROM messaging.events), (SELECT count(*) FROM ledger), (SELECT count(*) FROM corrections),
            (SELECT count(*) FROM reservations), (SELECT count(*) FROM approvals.decisions), (SELECT count(*) FROM projects))
        """);

    /// <summary>A path with a thing of the site in place of each parameter; or with one that there is not.</summary>
    private static async Task<string> FillAsync(string path, ServiceDatabase database, bool real)
    {
        foreach (var match in Parameter().Matches(path).Reverse())
        {
            var value = match.Groups["name"].Value switch
            {
                "project" or "site" => real ? SalesHost.Project : "no-such-site",
                "unit" => SalesHost.Unit,
                "id" when real => await IdAsync(path[..match.Index].TrimEnd('/').Split('/')[^1], database),
                "id" => Missing,
                _ => "any",
            };
            path = path[..match.Index] + value + path[(match.Index + match.Length)..];
        }

        return path;
    }

    private const string Missing = "01a20d51-fdab-7e1f-8979-59e9d53751ea";

    /// <summary>Something of the site in a path's collection; one that there is not, where the site has none of the kind.</summary>
    private static async Task<string> IdAsync(string collection, ServiceDatabase database)
    {
        var table = Tables.GetValueOrDefault(collection) ?? collection.Replace('-', '_');
        return await database.QueryAsync<bool>($"SELECT to_regclass('{table}') IS NOT NULL") && await database.CountAsync(table) > 0
            ? await database.QueryAsync<string>($"SELECT id::text FROM {table} ORDER BY id LIMIT 1") : Missing;
    }

    /// <summary>A body that the document's schema takes, with a value of its kind in each place.</summary>
    private static string? BodyOf(JsonElement operation, JsonElement document) =>
        operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json)
            ? JsonSerializer.Serialize(Value(json.GetProperty("schema"), "", document)) : null;

    private static object? Value(JsonElement schema, string name, JsonElement document)
    {
        while (schema.TryGetProperty("$ref", out var reference))
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]);
        if (schema.TryGetProperty("oneOf", out var choices) || schema.TryGetProperty("anyOf", out choices))
            return Value(choices.EnumerateArray().First(one => !(one.TryGetProperty("type", out var none) && none.ValueKind == JsonValueKind.String && none.GetString() == "null")), name, document);
        if (schema.TryGetProperty("enum", out var values))
            return values[0].GetString();
        var type = schema.TryGetProperty("type", out var given) ? (given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().First(one => one.GetString() != "null").GetString() : given.GetString()) : "object";
        return type switch
        {
            "object" => schema.TryGetProperty("properties", out var properties)
                ? properties.EnumerateObject().Where(one => IsNeeded(schema, one.Name)).ToDictionary(one => one.Name, one => Value(one.Value, one.Name, document), StringComparer.Ordinal) : new Dictionary<string, object?>(StringComparer.Ordinal),
            "array" => new[] { Value(schema.GetProperty("items"), name, document) },
            "integer" or "number" => 1,
            "boolean" => true,
            _ => name switch
            {
                "phone" => SalesHost.Phone(9),
                "amount" => "1.00",
                "currency" => "CNY",
                "into" => Missing,
                _ when schema.TryGetProperty("format", out var format) && format.GetString() is "uuid" => Missing,
                _ when schema.TryGetProperty("format", out var format) && format.GetString() is "date" => "2026-12-01",
                _ => "some words",
            },
        };
    }

    /// <summary>What a search looks for is in no required member.</summary>
    private static bool IsNeeded(JsonElement schema, string member) => member == "value" || (schema.TryGetProperty("required", out var required) && required.EnumerateArray().Any(one => one.GetString() == member));

    /// <summary>A problem without what differs from call to call.</summary>
    private static string Bare(string text) => Varying().Replace(text, "…");

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|""traceId"":""[^""]*""|harbour-court|no-such-site", RegexOptions.None, 1000)]
    private static partial Regex Varying();

    [GeneratedRegex(@"/(reservations|customers|deposits|subscriptions|changes)/\{id\}|/projects/\{project\}/(units/\{unit\}(/(line|history|explanation|reservations|subscription))?|board|deposits|ledger|offers|changes)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Known();
}
