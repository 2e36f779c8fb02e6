using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// CS-7: what is another site's is told as if there were none, on every route that the service's own OpenAPI document
/// names.
/// </summary>
public sealed partial class AnotherSiteTests(TestServers servers)
{
    private static readonly string[] All = [
        .. typeof(SalesControlPermissions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(
            field => (string)field.GetRawConstantValue()!)];

    /// <summary>
    /// What each thing of the collection in a path is kept in, where it has another name than its collection.
    /// </summary>
    private static readonly Dictionary<string, string> Tables = new(StringComparer.Ordinal)
    {
        ["changes"] = "change_requests",
        ["approvals"] = "approvals.requests",
        ["tasks"] = "tasks.tasks",
        ["campaigns"] = "move_in_campaigns",
    };

    [Fact]
    [Rule("CS-7")]
    public async Task With_another_site_s_token_every_route_answers_as_if_there_were_no_such_thing_and_changes_nothing()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        await sales.RegisterAsync(2);
        await sales.ActAsync(
            sales.Consultant, reserved, "extension", new { hours = 24, reason = "The bank needs longer." },
            HttpStatusCode.Conflict);
        var other = await sales.ReservedAsync(3, "2-1-1201");
        await sales.ActAsync(
            sales.Consultant, other, "extension", new { hours = 24, reason = "The bank needs longer." },
            HttpStatusCode.Created);
        await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1202")}/subscription",
            new { agreementNumber = "S-5", customer = new { name = "Customer 5", phone = SalesHost.Phone(5) } },
            HttpStatusCode.Created);
        using var elsewhere = sales.Staff("consultant-8", "consultant", All, sites: ["other-site"]);
        var document = await elsewhere.GetFromJsonAsync<JsonElement>("/api/sales/openapi.json");
        var database = new ServiceDatabase(sales.Service.Setting.Admin);
        var before = await StateAsync(database);

        List<string> wrong = [], tried = [];
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(
                one => one.Name is "get" or "post" or "put" or "delete" or "patch"))
            {
                var method = operation.Name.ToUpperInvariant();
                var body = BodyOf(method, path.Name, sales);
                var (there, thereText) = await CallAsync(
                    elsewhere, method, await FillAsync(path.Name, database, real: true), body);
                if (thereText.Contains(SalesHost.Project, StringComparison.Ordinal) && there == HttpStatusCode.OK)
                    wrong.Add($"{method} {path.Name} tells of {SalesHost.Project}: {thereText}");
                if (!Parameter().IsMatch(path.Name))
                    continue;

                tried.Add(path.Name);
                var (none, noneText) = await CallAsync(
                    elsewhere, method, await FillAsync(path.Name, database, real: false), body);
                if (there != none || (there != HttpStatusCode.NotFound && Bare(thereText) != Bare(noneText)))
                    wrong.Add(
                        $"{method} {path.Name} answers {(int)there} where there is one, {(int)none} where "
                            + $"there is none: {thereText}");
                // A list may be empty, and a body may be refused before anything is looked for; nothing else is.
                if (
                    there != HttpStatusCode.NotFound
                        && there != HttpStatusCode.UnprocessableEntity
                        && there != HttpStatusCode.BadRequest
                        && !(method == "GET" && there == HttpStatusCode.OK))
                    wrong.Add($"{method} {path.Name} answers {(int)there}: {thereText}");
                // What this chapter has, its bodies are good for.
                if (there != HttpStatusCode.NotFound && Known().IsMatch(path.Name))
                    wrong.Add($"{method} {path.Name} answers {(int)there} instead of 404: {thereText}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(tried.Count > 25, $"Only {tried.Count} routes were tried.");
        Assert.Equal(before, await StateAsync(database));
    }

    private static async Task<(HttpStatusCode Status, string Text)> CallAsync(
        HttpClient who, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        using var answer = await who.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>
    /// Everything that a change would show in: versions, events, money, entries of registers and decisions.
    /// </summary>
    private static Task<string> StateAsync(ServiceDatabase database) => database.QueryAsync<string>("""
        SELECT concat_ws(' ',
            (SELECT sum(version) FROM units), (SELECT sum(version) FROM customers),
            (SELECT count(*) FROM messaging.events), (SELECT count(*) FROM ledger), (SELECT count(*) FROM corrections),
            (SELECT count(*) FROM reservations), (SELECT count(*) FROM approvals.decisions),
            (SELECT count(*) FROM projects))
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

    /// <summary>
    /// Something of the site in a path's collection; one that there is not, where the site has none of the kind.
    /// </summary>
    private static async Task<string> IdAsync(string collection, ServiceDatabase database)
    {
        var table = Tables.GetValueOrDefault(collection) ?? collection.Replace('-', '_');
        return await database.QueryAsync<bool>($"SELECT to_regclass('{table}') IS NOT NULL")
            && await database.CountAsync(table) > 0
            ? await database.QueryAsync<string>($"SELECT id::text FROM {table} ORDER BY id LIMIT 1") : Missing;
    }

    /// <summary>
    /// A body that the route takes, with a value of its kind in each place that must not be empty; null where it takes
    /// none.
    /// </summary>
    private static string? BodyOf(string method, string path, SalesHost sales) =>
        sales.Service.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(
                route => Constraint().Replace("/" + route.RoutePattern.RawText!.TrimStart('/'), "}") == path
                    && route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(method) == true)
            .Select(route => route.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType).FirstOrDefault() is { } type
            ? JsonSerializer.Serialize(Value(type, "")) : null;

    private static object? Value(Type type, string name) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var one when one == typeof(string) => name switch
        {
            "phone" => SalesHost.Phone(9),
            "amount" => "1.00",
            "currency" => "CNY",
            _ => "some words",
        },
        var one when one == typeof(Guid) => Missing,
        var one when one == typeof(LocalDate) => "2026-12-01",
        var one when one == typeof(bool) => true,
        { IsEnum: true } one => JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(one)[0]),
        { IsPrimitive: true } => 1,
        var one when one == typeof(decimal) => 1,
        { IsInterface: true } list => new[] { Value(list.GetGenericArguments()[0], name) },
        var one => one.GetConstructors().MaxBy(made => made.GetParameters().Length)?.GetParameters().Where(
            part => !part.HasDefaultValue || part.Name is "Value" or "Customer")
            .ToDictionary(
                part => JsonNamingPolicy.CamelCase.ConvertName(part.Name!),
                part => Value(part.ParameterType, JsonNamingPolicy.CamelCase.ConvertName(part.Name!)),
                StringComparer.Ordinal),
    };

    /// <summary>A problem without what differs from call to call.</summary>
    private static string Bare(string text) => Varying().Replace(text, "…");

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@":[^}]+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Constraint();

    [GeneratedRegex(
        @"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|""traceId"":""[^""]*""|"
            + "harbour-court|no-such-site",
        RegexOptions.None, 1000)]
    private static partial Regex Varying();

    [GeneratedRegex(
        @"/(reservations|customers|deposits|subscriptions|changes)/\{id\}|"
            + @"/projects/\{project\}/(units/\{unit\}(/(line|history|explanation|reservations|subscription))?|"
            + "board|deposits|ledger|offers|changes)$",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Known();
}
