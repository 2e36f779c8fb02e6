using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Customers;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// What no route takes: a version that is not the last, money that is none, a customer who cannot be called. The routes
/// are found in the service itself, so that a new one that is not tried fails the test. Each refusal names what is
/// wrong and leaves every row as it was; and without the fault the same command is taken.
/// </summary>
public sealed partial class BadInputOnEveryRouteTests(TestServers servers)
{
    private static readonly (object? Money, string Wrong)[] NoMoney = [
        (new { amount = "10000.001", currency = "CNY" }, "amount"),
        (new { amount = "-10000.00", currency = "CNY" }, "amount"),
        (new { amount = "0.00", currency = "CNY" }, "amount"), (new { amount = "10,000", currency = "CNY" }, "amount"),
        (new { amount = "1e4", currency = "CNY" }, "amount"), (new { amount = "", currency = "CNY" }, "amount"),
        (new { amount = 10000, currency = "CNY" }, "amount"),
        (new { amount = "10000.00", currency = "USD" }, "currency"),
        (new { amount = "10000.00", currency = "cny" }, "currency"), (new { amount = "10000.00" }, "currency")];

    [Fact]
    [Rule("RES-4")]
    [Rule("CS-4")]
    public async Task Each_change_of_what_is_there_needs_the_version_that_was_seen_and_no_older_one()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        var wanted = Routes(stage).Where(
            route => route.Metadata.GetMetadata<ChangesWhatIsThere>() is not null
                || route.Metadata.GetMetadata<MethodInfo>()?.GetParameters().Any(
                    part => part.ParameterType == typeof(IfMatch)) == true)
            .Select(Name).Order(StringComparer.Ordinal).ToList();
        List<string> wrong = [], tried = [];
        foreach (var (route, make) in EveryCommand.All.Where(one => wanted.Contains(one.Route)))
        {
            var command = await make(stage, route);
            tried.Add(command.Route);
            var seen = (await stage.All.GetAsync(command.Thing!, HttpStatusCode.OK)).ETag!;
            var before = await stage.StateAsync();
            foreach (var (given, expected) in new (string?, HttpStatusCode)[]
            {
                (null, HttpStatusCode.PreconditionRequired), (Older(seen), HttpStatusCode.PreconditionFailed),
                ("W/\"x\"", HttpStatusCode.BadRequest),
            })
            {
                var (status, text) = await SendAsync(command, JsonSerializer.SerializeToNode(command.Body), given);
                if (status != expected
                    || !text.Contains("If-Match", StringComparison.Ordinal)
                        && !text.Contains("\"problem.version-changed", StringComparison.Ordinal))
                    wrong.Add($"{command.Route} with {given ?? "no version"}: {(int)status} {text}");
            }

            if (await stage.StateAsync() != before
                || (await stage.All.GetAsync(command.Thing!, HttpStatusCode.OK)).ETag != seen)
                wrong.Add($"{command.Route}: something was changed by what was refused");
            wrong.AddRange(await TakenAsync(stage, command));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(wanted, tried.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Rule("RES-1")]
    public async Task Money_with_three_decimals_below_nothing_or_of_another_currency_is_taken_by_no_route()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        await RefusedAsync(stage, typeof(Money), NoMoney, rule: null);
    }

    [Fact]
    [Rule("RES-2")]
    public async Task A_customer_without_a_phone_is_taken_by_no_route()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        await RefusedAsync(stage, typeof(CustomerForm), [
            (new { name = "Customer" }, "phone"), (new { name = "Customer", phone = (string?)null }, "phone"),
            (new { name = "Customer", phone = "" }, "phone"), (new { name = "Customer", phone = "12" }, "phone"),
            (new { name = "Customer", phone = "ask at the bar" }, "phone"),
            (new { name = "", phone = SalesHost.Phone(1) }, "name")], rule: "RES-2");
    }

    /// <summary>A search keeps nothing, and finds nobody by such a document.</summary>
    [Fact]
    [Rule("RES-2")]
    [Case("resident-number-of-somebody-not-born", Generated = true)]
    public async Task The_document_of_somebody_who_is_not_born_is_taken_by_no_route()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        var today = stage.Sales.Service.Services.GetRequiredService<IClock>().GetCurrentInstant().InUtc().Date;
        // Two days on it is to come in every zone, whenever this began.
        var born = Gen.Int[2, 60_000].Select(days => today.PlusDays(days)).Array[4].Single();

        await RefusedAsync(
            stage, typeof(IdDocument),
            [.. born.Prepend(today.PlusDays(2)).Select(day =>
                ((object?)new { kind = "residentId", number = NumberOf(day) }, "idDocument.number"))],
            rule: "RES-2", but: "customers/search");
    }

    [Fact]
    [Case("null-in-a-list", Generated = true)]
    public async Task Null_in_a_list_or_a_map_is_taken_by_no_route() => await BrokenAsync(
        (node, place) => node switch
        {
            JsonArray { Count: > 0 } list => [($"{place}[0]", (JsonNode)new JsonArray([null, .. Copies(list)]))],
            JsonObject map when place == "prices" => [
                .. map.Select(one => ($"{place}.{one.Key}", (JsonNode)new JsonObject { [one.Key] = null }))],
            _ => [],
        },
        HttpStatusCode.UnprocessableEntity, ListsOf);

    /// <summary>
    /// A line break stands in somebody's own words alone; what nobody sees stands nowhere. Of a telephone number
    /// and a document only the number is kept, whatever stood around it where it was copied, and of a word of a list of
    /// words the word.
    /// </summary>
    [Fact]
    [Case("newline-after-a-code", Generated = true)]
    [Case("names-that-show-nothing", Generated = true)]
    public async Task A_line_break_and_what_nobody_sees_is_in_no_code_name_number_or_amount() => await BrokenAsync(
        (node, place) => node is not JsonValue value || value.GetValueKind() != JsonValueKind.String
            ? []
            : [
                .. ((string[])["\u200b", $"{value}\u202e", $"{value}\v", $"{value}\n", "\n"])
                    .Where(text => !text.EndsWith('\n') || place is not ("reason" or "note" or "purpose"))
                    .Where(text => text.Length == 1
                        || (place is not ("field" or "classes[0]")
                            && !place.EndsWith("phone", StringComparison.Ordinal)
                            && !place.Contains("idDocument.", StringComparison.Ordinal)))
                    .Select(text => (place, (JsonNode)JsonValue.Create(text)))],
        HttpStatusCode.UnprocessableEntity);

    /// <summary>But for what the body itself is, which is no JSON of ours then (400).</summary>
    [Fact, Case("wrong-type-in-a-body", Generated = true)]
    public async Task A_value_of_another_kind_is_taken_by_no_route_and_told_what_it_must_be() => await BrokenAsync(
        (node, place) =>
        [
            .. ((string[])["7", "true", "{}", "[]", "\"x\"", "\"no-such-word\""])
                .Select(json => JsonNode.Parse(json)!)
                .Where(other => other.GetValueKind() != node.GetValueKind()
                    && !(IsYesOrNo(node) && IsYesOrNo(other)))
                .Select(other => (place, other)),
        ],
        HttpStatusCode.UnprocessableEntity);

    [Fact]
    [Case("amount-with-digits-that-are-not-ascii")]
    [Case("amount-with-digits-that-are-not-ascii", Generated = true)]
    public async Task Digits_that_are_not_ascii_are_in_no_amount() => await BrokenAsync(
        (node, place) => !place.EndsWith("amount", StringComparison.Ordinal) ? [] : [
            .. ((string[])["1０000.00", "１００００", "١٠٠٠٠.00", "10000．00", "10000.00\n"])
                .Select(text => (place, (JsonNode)JsonValue.Create(text)))],
        HttpStatusCode.UnprocessableEntity);

    /// <summary>Every member of every object, one at a time, in the text that is sent.</summary>
    [Fact]
    [Case("price-list-in-json-names-a-unit-twice", Generated = true)]
    public async Task A_member_that_is_there_twice_is_taken_by_no_route()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        List<string> wrong = [];
        foreach (var (route, make) in EveryCommand.All)
        {
            var command = await make(stage, route);
            if (JsonSerializer.SerializeToNode(command.Body) is not JsonObject body)
                continue;
            var before = await stage.StateAsync();
            foreach (var (place, node) in Nodes(body, "").Where(one => one.Node.Parent is JsonObject))
            {
                var copy = body.DeepClone();
                var parent = At(copy, place).Parent!.AsObject();
                var name = place.Split('.')[^1];
                parent["twice"] = parent[name]!.DeepClone();
                using var request = new HttpRequestMessage(HttpMethod.Post, command.Path)
                {
                    Content = new StringContent(
                        copy.ToJsonString().Replace("\"twice\":", $"\"{name}\":", StringComparison.Ordinal),
                        new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
                };
                using var answer = await command.Who.SendAsync(request);
                var text = await answer.Content.ReadAsStringAsync();
                if (answer.StatusCode != HttpStatusCode.BadRequest || !Names(text, place, null))
                    wrong.Add($"{command.Route} {place}: {(int)answer.StatusCode} {text}");
            }

            if (await stage.StateAsync() != before)
                wrong.Add($"{command.Route}: something was changed by what was refused");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    [Case("unknown-query-parameters", Generated = true)]
    public async Task A_parameter_that_a_route_does_not_have_is_refused_by_its_name_everywhere()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);

        var wrong = await new RandomCaller(stage.All, "/api/sales/openapi.json", []).WithUnknownParameterAsync();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Whatever_is_sent_to_whatever_route_the_service_answers_and_says_what_is_wrong()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        List<(string Path, string? Body)> examples = [];
        foreach (var (route, make) in EveryCommand.All)
        {
            var command = await make(stage, route);
            examples.Add((command.Path, command.Body is null ? null : JsonSerializer.Serialize(command.Body)));
        }

        List<string> known = [
            SalesHost.Project, SalesHost.Unit, "7-1-80", "approvals",
            .. examples.Select(example => example.Path.Split('/')[^2]).Where(part => Guid.TryParse(part, out _))];

        var wrong = await new RandomCaller(stage.All, "/api/sales/openapi.json", known).CallAsync(examples);

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>
    /// Sends each command with one value of its body made bad, all of them one after the other; each is refused by its
    /// place, and nothing is changed. A code that there is none of may be not found.
    /// </summary>
    private async Task BrokenAsync(
        Func<JsonNode, string, IEnumerable<(string Place, JsonNode Bad)>> bad, HttpStatusCode expected,
        Func<Type, string, IEnumerable<string>>? everyPlace = null)
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        List<string> wrong = [], tried = [];
        foreach (var (route, make) in EveryCommand.All)
        {
            var command = await make(stage, route);
            if (JsonSerializer.SerializeToNode(command.Body) is not JsonObject body)
                continue;
            var before = await stage.StateAsync();
            var seen = command.Thing is null ? null : (await stage.All.GetAsync(command.Thing, HttpStatusCode.OK)).ETag;
            foreach (var (at, node) in Nodes(body, "").ToList())
            {
                foreach (var (place, value) in bad(node, at))
                {
                    tried.Add($"{command.Route} {NumberInList().Replace(at, "[]")}");
                    var copy = body.DeepClone();
                    Replace(At(copy, at), value);
                    var (status, text) = await SendAsync(command, copy, seen);
                    var field = place.Split('.')[^1];
                    if (!(status == expected && (Names(text, field, null) || Names(text, field.Split('[')[0], null)))
                        && !(status == HttpStatusCode.NotFound && place is "unit" or "into"))
                        wrong.Add($"{command.Route} {place} = {value.ToJsonString()}: {(int)status} {text}");
                }
            }

            if (await stage.StateAsync() != before)
                wrong.Add($"{command.Route}: something was changed by what was refused");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(tried.Count > 5, $"Only {tried.Count} were tried.");
        if (everyPlace is not null)
        {
            Assert.Equal(
                PlacesOf(stage, type => everyPlace(type, "")),
                tried.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        }
    }

    private static bool IsYesOrNo(JsonNode node) =>
        node.GetValueKind() is JsonValueKind.True or JsonValueKind.False;

    private static IEnumerable<JsonNode?> Copies(JsonArray list) => list.Select(one => one?.DeepClone());

    /// <summary>Every value of a body with its place: <c>instalments[0].amount.currency</c>.</summary>
    private static IEnumerable<(string Place, JsonNode Node)> Nodes(JsonNode of, string place) => of switch
    {
        JsonObject thing => thing.Where(one => one.Value is not null).SelectMany(one =>
            $"{place}.{one.Key}".TrimStart('.') is var at ? Nodes(one.Value!, at).Prepend((at, one.Value!)) : []),
        JsonArray list => list.Where(one => one is not null).SelectMany((one, number) =>
            $"{place}[{number}]" is var at ? Nodes(one!, at).Prepend((at, one!)) : []),
        _ => [],
    };

    private static JsonNode At(JsonNode body, string place) =>
        Nodes(body, "").First(one => one.Place == place).Node;

    /// <summary>
    /// Puts what is bad into each place of each body where a thing of the kind stands, one at a time.
    /// </summary>
    private static async Task RefusedAsync(
        EveryCommand.Stage stage, Type kind, IReadOnlyList<(object? Bad, string Field)> values, string? rule,
        string? but = null)
    {
        var wanted = PlacesOf(stage, type => PlacesOf(type, kind, ""), but);
        var types = Routes(stage).DistinctBy(Name).ToDictionary(
            Name, route => route.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType, StringComparer.Ordinal);
        List<string> wrong = [], tried = [];
        foreach (var (route, make) in EveryCommand.All.Where(
            one => one.Route != but && types[one.Route] is { } takes && PlacesOf(takes, kind, "").Any()))
        {
            var command = await make(stage, route);
            var type = types[route]!;
            var places = FoundIn(type, JsonSerializer.SerializeToNode(command.Body), kind, "").ToList();
            var before = await stage.StateAsync();
            foreach (var (place, _) in places)
            {
                tried.Add($"{command.Route} {place}");
                foreach (var (bad, field) in values)
                {
                    var body = JsonSerializer.SerializeToNode(command.Body)!;
                    Replace(
                        FoundIn(type, body, kind, "").First(one => one.Place == place).Node,
                        JsonSerializer.SerializeToNode(bad));
                    var seen = command.Thing is null
                        ? null
                        : (await stage.All.GetAsync(command.Thing, HttpStatusCode.OK)).ETag;
                    var (status, text) = await SendAsync(command, body, seen);
                    if (status != HttpStatusCode.UnprocessableEntity || !Names(text, field, rule))
                        wrong.Add($"{command.Route} {place} = {JsonSerializer.Serialize(bad)}: {(int)status} {text}");
                }
            }

            if (await stage.StateAsync() != before)
                wrong.Add($"{command.Route}: something was changed by what was refused");
            wrong.AddRange(await TakenAsync(stage, command));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(wanted, tried.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    /// <summary>
    /// Whether a refusal says of which field it is, and by which rule, where the fault is one of a rule and not of the
    /// form of the JSON.
    /// </summary>
    private static bool Names(string problem, string field, string? rule)
    {
        var json = JsonDocument.Parse(problem).RootElement;
        return json.TryGetProperty("errors", out var errors) && errors.EnumerateObject().Any(
            error =>
                error.Name.EndsWith(field, StringComparison.Ordinal) && error.Value[0].GetString() is { Length: > 5 })
            && (rule is null || !json.TryGetProperty("rule", out var named) || named.GetString() is null
                || named.GetString() == rule);
    }

    private static async Task<IReadOnlyList<string>> TakenAsync(EveryCommand.Stage stage, EveryCommand command)
    {
        var seen = command.Thing is null ? null : (await stage.All.GetAsync(command.Thing, HttpStatusCode.OK)).ETag;
        var (status, text) = await SendAsync(command, JsonSerializer.SerializeToNode(command.Body), seen);
        return (int)status is 200 or 201 ? [] : [
            $"{command.Route} is not taken without the fault: {(int)status} {text}"];
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(
        EveryCommand command, JsonNode? body, string? ifMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, command.Path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await command.Who.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>One version before, or one behind what nobody has changed yet.</summary>
    private static string Older(string tag)
    {
        var seen = long.Parse(tag.Trim('"'), CultureInfo.InvariantCulture);
        return $"\"{(seen == 0 ? 1 : seen - 1)}\"";
    }

    private static IEnumerable<RouteEndpoint> Routes(EveryCommand.Stage stage) =>
        stage.Sales.Service.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(
            route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("api/sales/", StringComparison.Ordinal)
                && route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true);

    private static string Name(RouteEndpoint route) =>
        route.RoutePattern.RawText!.TrimStart('/')["api/sales/".Length..];

    /// <summary>Where all routes, but for one, have such places in what they take.</summary>
    private static IReadOnlyList<string> PlacesOf(
        EveryCommand.Stage stage, Func<Type, IEnumerable<string>> places, string? but = null) =>
    [
        .. Routes(stage).Where(route => Name(route) != but).SelectMany(
            route => route.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type
                ? places(type).Select(place => $"{Name(route)} {place}")
                : []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Where in a request lists and maps may stand: <c>buyers</c>.</summary>
    private static IEnumerable<string> ListsOf(Type type, string place)
    {
        var one = Nullable.GetUnderlyingType(type) ?? type;
        if (Inner(one) is { } inner)
            return ListsOf(inner, $"{place}[]").Prepend(place);
        return IsOurs(one) ? one.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(part => part.CanWrite).SelectMany(part => ListsOf(
                part.PropertyType, $"{place}.{JsonNamingPolicy.CamelCase.ConvertName(part.Name)}".TrimStart('.'))) : [];
    }

    /// <summary>A number with this day of birth, its check character right.</summary>
    private static string NumberOf(LocalDate born) => "0123456789X"
        .Select(check => string.Create(CultureInfo.InvariantCulture, $"110105{born:uuuuMMdd}002{check}"))
        .Single(number => IdNumber.Read(number) is not null);

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.None, 1000)]
    private static partial Regex NumberInList();

    /// <summary>Where in a request things of a kind may stand: <c>instalments[].amount</c>.</summary>
    private static IEnumerable<string> PlacesOf(Type type, Type kind, string place)
    {
        var one = Nullable.GetUnderlyingType(type) ?? type;
        if (one == kind)
            return [place];
        if (Inner(one) is { } inner)
            return PlacesOf(inner, kind, $"{place}[]");
        return IsOurs(one) ? one.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(part => PlacesOf(
            part.PropertyType, kind,
            $"{place}.{JsonNamingPolicy.CamelCase.ConvertName(part.Name)}".TrimStart('.'))) : [];
    }

    private static IEnumerable<(string Place, JsonNode Node)> FoundIn(
        Type type, JsonNode? node, Type kind, string place)
    {
        var one = Nullable.GetUnderlyingType(type) ?? type;
        if (node is null)
            return [];
        if (one == kind)
            return [(place, node)];
        if (Inner(one) is { } inner)
            return (node is JsonArray list ? list.AsEnumerable() : node.AsObject().Select(member => member.Value))
                .SelectMany(item => FoundIn(inner, item, kind, $"{place}[]"));
        return IsOurs(one) && node is JsonObject thing
            ? one.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(
                part => JsonNamingPolicy.CamelCase.ConvertName(part.Name) is var name ? FoundIn(
                    part.PropertyType, thing[name], kind, $"{place}.{name}".TrimStart('.')) : [])
            : [];
    }

    private static void Replace(JsonNode node, JsonNode? by)
    {
        if (node.Parent is JsonArray list)
            list[list.IndexOf(node)] = by;
        else
            node.Parent!.AsObject()[node.GetPropertyName()] = by;
    }

    /// <summary>What a list or a dictionary has in it; null for neither.</summary>
    private static Type? Inner(Type type) =>
        type != typeof(string) && type.IsInterface && type.IsGenericType ? type.GetGenericArguments()[^1] : null;

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("Ops.", StringComparison.Ordinal) == true && !type.IsEnum;
}
