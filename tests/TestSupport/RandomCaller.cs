using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Ops.TestSupport;

/// <summary>
/// Calls the operations of a service's OpenAPI document with whatever a caller may send: half of it as the document
/// says, half of it not. Whatever it is, the service answers, and a refusal is a problem that says what is wrong; what
/// is taken is read again, and is something that somebody could have meant (<see cref="StoredValues"/>).
/// <c>OPS_RANDOM_CALLS</c> says how many calls (400), <c>OPS_RANDOM_SEED</c> which (1, so that the suite always asks
/// the same).
/// </summary>
/// <param name="http">Somebody who may do everything.</param>
/// <param name="document">The path of the document.</param>
/// <param name="known">Ids and codes of things that are there, by which a call gets further than 404.</param>
public sealed partial class RandomCaller(HttpClient http, string document, IReadOnlyList<string> known)
{
    private const int DeepestBody = 6;

    private static readonly string[] Strange = [
        "", " ", "\n", "abc\n", "\u000babc", "a\tb", "a\0b", "\u200b", "\u202eabc", "\ufeff", "\u00ad", "e\u0301",
        "1０000.00", "١٢٣", "１２", "𬒔𠮷", "👩‍👩‍👧", "\ud800", "'; DROP TABLE units; --", "%00", "%", "..", "../..",
        "a/b", "*", "null", "true", "NaN", "-1", "0", "1.5", "1e400", "-0", "2147483648", "99999999999999999999",
        "0.001", "9999-12-31", "0001-01-01", "-9998-01-01", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-18:00",
        "0001-01-01T00:00:00+18:00", "2026-12-01T15:00", "2026-02-30", "tomorrow", "P1D", "PT999999999999H",
        "00000000-0000-0000-0000-000000000000", "=1+1", "<b>", "{", "[", "\"", new('x', 51), new('房', 300),
        new('9', 400)];

    private static readonly string[] Good = [
        "abc", "2-1-1203", "张三", "Anna Example", "13800000001", "2027-01-01", "2027-01-01T09:00:00+08:00", "10000.00",
        "CNY", "F-1", "en", "10", "PT1H"];

    private static readonly string[] StrangeJson = [
        "null", "true", "{}", "[]", "[null]", "{\"a\":null}", "0", "-1", "1.5", "1e400", "-0", "2147483648",
        "99999999999999999999999", "1e-300", "[[[[]]]]", "\"\\ud800\"", "\"\\u0000\"", "{\"a\":1,\"a\":2}"];

    private static readonly string[] StrangeBodies = [
        "", "null", "[]", "\"\"", "{", "{]", "{\"a\":1,\"a\":2}", "\ufeff{}", "{}{}", "{\"a\":}", "nul", "1",
        "房,总价\n1,2\n"];

    private static readonly (string Name, string[] Values)[] Headers = [
        ("If-Match", [
            "\"1\"", "\"2\"", "\"3\"", "*", "\"1\", \"2\"", "W/\"1\"", "1", "\"x\"", "\"", "",
            "\"99999999999999999999\"", "\"-1\""]),
        ("Idempotency-Key", ["k-1", "k-2", "", " ", "a b", new('k', 201)]),
        ("If-None-Match", ["\"1\"", "*", "\"x", "W/\"1\", \"2\""]),
        ("Accept-Language", ["en", "zh", "*", "xx-yy;q=9", ",,,", "en;q=a"]),
        ("Accept", ["text/html", "application/json;q=0", "x", "text/event-stream"]),
        ("Last-Event-ID", ["x", "1-1-1:1:1", "99999999999999999999"]),
        ("traceparent", ["00-0-0-0", "x"]),
        ("Range", ["bytes=5-1", "bytes=0-", "x"])];

    private readonly int _seed = Number("OPS_RANDOM_SEED", 1);
    private readonly int _calls = Number("OPS_RANDOM_CALLS", 400);
    private Random _random = new(0);
    private JsonElement _schemas;
    private StoredValues? _stored;

    /// <summary>Calls, and answers what went wrong; with the seed, so that it can be done again.</summary>
    /// <param name="examples">Bodies that would be taken, by the path that they are sent to; they are changed.</param>
    public async Task<IReadOnlyList<string>> CallAsync(
        IReadOnlyList<(string Path, string? Body)>? examples = null)
    {
        _random = new(_seed);
        using var described = JsonDocument.Parse(await http.GetStringAsync(new Uri(document, UriKind.Relative)));
        _stored = new(described.RootElement);
        _schemas = described.RootElement.TryGetProperty("components", out var parts)
            && parts.TryGetProperty("schemas", out var schemas) ? schemas : default;
        var operations = described.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(one => (path.Name, Method: one.Name, one.Value)))
            .ToList();
        List<string> wrong = [];
        _random.Shuffle(CollectionsMarshal.AsSpan(operations));
        for (var call = 0; call < Math.Max(_calls, operations.Count); call++)
        {
            // Each of them once, and then any.
            var isFirst = call < operations.Count;
            var (path, method, operation) = operations[isFirst ? call : _random.Next(operations.Count)];
            using var request = !isFirst && examples is { Count: > 0 } && Chance(30)
                ? Changed(examples[_random.Next(examples.Count)])
                : Made(path, method, operation);
            AddHeaders(request);
            if (await FaultAsync(request) is { } fault)
                wrong.Add($"call {call} of seed {_seed}: {fault}");
        }

        return wrong;
    }

    /// <summary>
    /// Asks each operation with a parameter in its query that it does not have, with each of its own in a misspelling
    /// and twice, and with one that holds what nobody types; answers those that do not refuse all of them by their
    /// names.
    /// </summary>
    public async Task<IReadOnlyList<string>> WithUnknownParameterAsync()
    {
        _random = new(_seed);
        using var described = JsonDocument.Parse(await http.GetStringAsync(new Uri(document, UriKind.Relative)));
        List<string> wrong = [];
        foreach (var path in described.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var address = InPath().Replace(
                    path.Name, name => name.Value == "{id}" ? Guid.Empty.ToString() : "abc");
                List<JsonElement> taken =
                [
                    .. Parts(operation.Value, "parameters").Where(
                        one => one.GetProperty("in").GetString() == "query"),
                ];
                HashSet<string> own = new(
                    taken.Select(NameOf).Append("language"), StringComparer.OrdinalIgnoreCase);
                string[] twice = [.. taken.Where(one => !IsList(one)).Select(NameOf).Where(one => one != "language")];
                string[] unknown = [.. own.Select(Misspelt).Where(name => !own.Contains(name)).Append("unheardOf")];
                string[] refused = [.. unknown, .. twice];
                using var request = new HttpRequestMessage(
                    new(operation.Name.ToUpperInvariant()),
                    $"{address}?language=e%00n{string.Concat(refused.Concat(twice).Select(name => $"&{name}=1"))}");
                if (operation.Value.TryGetProperty("requestBody", out _))
                    request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
                using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                if ((int)answer.StatusCode != 422
                    || await answer.Content.ReadAsStringAsync() is not { } text
                    || JsonDocument.Parse(text).RootElement.GetProperty("errors") is var errors
                        && !refused.Append("language").All(name => errors.TryGetProperty(name, out _)))
                    wrong.Add($"{request.Method} {request.RequestUri}: {(int)answer.StatusCode}");
            }
        }

        return wrong;

        static string NameOf(JsonElement parameter) => parameter.GetProperty("name").GetString()!;

        static bool IsList(JsonElement parameter) =>
            parameter.GetProperty("schema").TryGetProperty("type", out var type) && type.ToString().Contains(
                "array", StringComparison.Ordinal);
    }

    /// <summary>With a letter left out, doubled, or in the place of the one before it.</summary>
    private string Misspelt(string name)
    {
        var at = _random.Next(1, name.Length);
        return _random.Next(3) switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, name[at..(at + 1)]),
            _ => $"{name[..(at - 1)]}{name[at]}{name[at - 1]}{name[(at + 1)..]}",
        };
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : otherwise;

    private async Task<string?> FaultAsync(HttpRequestMessage request)
    {
        var what = $"{request.Method} {request.RequestUri} {string.Join("; ", request.Headers.NonValidated)} "
            + (request.Content is null ? "" : await request.Content.ReadAsStringAsync());
        // The headers alone: an event stream has no end.
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if ((int)answer.StatusCode < 400)
            return await StoredFaultAsync(answer) is { } stored ? $"{what}\n -> {stored}" : null;
        var text = await answer.Content.ReadAsStringAsync();
        return (int)answer.StatusCode < 500 && IsProblem(answer, text)
            ? null
            : $"{what}\n -> {(int)answer.StatusCode} {text}";
    }

    /// <summary>
    /// What an answer shows that nobody can have meant: of itself, and where what was stored is read again, which is
    /// what is new, or else what the command was done to.
    /// </summary>
    private async Task<string?> StoredFaultAsync(HttpResponseMessage answer)
    {
        var fault = await ShownFaultAsync(answer);
        if (fault is not null || answer.RequestMessage!.Method == HttpMethod.Get)
            return fault;
        var path = answer.RequestMessage.RequestUri!.AbsolutePath;
        var kept = answer.Headers.Location ?? new(path[..path.LastIndexOf('/')], UriKind.Relative);
        using var read = await http.GetAsync(kept, HttpCompletionOption.ResponseHeadersRead);
        return read.IsSuccessStatusCode ? await ShownFaultAsync(read) : null;
    }

    private async Task<string?> ShownFaultAsync(HttpResponseMessage answer)
    {
        if (answer.Content.Headers.ContentType?.MediaType != "application/json")
            return null;
        using var shown = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var request = answer.RequestMessage!;
        return _stored!.FaultOf(
            request.Method.Method, request.RequestUri!.AbsolutePath, (int)answer.StatusCode, shown.RootElement)
                is { } fault
            ? $"{request.Method} {request.RequestUri} {(int)answer.StatusCode}: {fault}"
            : null;
    }

    /// <summary>Kestrel itself answers an address that it cannot read, before there is anybody to say why.</summary>
    private static bool IsProblem(HttpResponseMessage answer, string text) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? JsonDocument.Parse(text).RootElement.TryGetProperty("detail", out var detail)
                && detail.GetString() is [_, .., '.' or '。'] said
                && !said.Contains("Exception", StringComparison.Ordinal)
            : (int)answer.StatusCode == 400 && text.Length == 0;

    private HttpRequestMessage Made(string path, string method, JsonElement operation)
    {
        var query = new List<string>();
        foreach (var parameter in Parts(operation, "parameters"))
        {
            var (name, place) = (parameter.GetProperty("name").GetString()!, parameter.GetProperty("in").GetString());
            if (place == "query" && Chance(50))
                query.Add($"{name}={Escaped(OfQuery(parameter.GetProperty("schema")))}");
        }

        path = InPath().Replace(path, _ => Escaped(Named()));
        if (Chance(5))
            query.Add($"{Escaped(Any())}={Escaped(Any())}");
        var request = new HttpRequestMessage(
            new(method.ToUpperInvariant()), query.Count == 0 ? path : $"{path}?{string.Join('&', query)}");
        if (operation.TryGetProperty("requestBody", out var body))
        {
            request.Content = Content(Chance(10)
                ? OneOf(StrangeBodies)
                : Json(body.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema"), 0));
        }

        return request;
    }

    /// <summary>A command that would be taken, but for one value of its body, or one that is there twice.</summary>
    private HttpRequestMessage Changed((string Path, string? Body) example)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, example.Path);
        if (example.Body is null)
            return request;
        var values = JsonDocument.Parse(example.Body).RootElement;
        var at = _random.Next(Count(values));
        request.Content = Content(Rewritten(values, ref at));
        return request;
    }

    private static int Count(JsonElement value) => 1 + value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Sum(member => Count(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Sum(Count),
        _ => 0,
    };

    private string Rewritten(JsonElement value, ref int at)
    {
        if (at-- == 0)
            return Chance(50) ? OneOf(StrangeJson) : Quoted(Any());
        List<string> parts = [];
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    parts.Add($"{Quoted(member.Name)}:{Rewritten(member.Value, ref at)}");
                return $"{{{string.Join(',', parts)}}}";
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    parts.Add(Rewritten(item, ref at));
                return $"[{string.Join(',', parts)}]";
            default:
                return value.GetRawText();
        }
    }

    private void AddHeaders(HttpRequestMessage request)
    {
        foreach (var (name, values) in Headers)
        {
            if (Chance(name == "If-Match" ? 70 : 8))
                request.Headers.TryAddWithoutValidation(name, OneOf(values));
        }
    }

    private StringContent Content(string text)
    {
        var content = new StringContent(text, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(
            Chance(96) ? "application/json" : OneOf("text/plain", "application/json; charset=utf-16", "text/csv"));
        return content;
    }

    private string Json(JsonElement schema, int depth)
    {
        if (Chance(8))
            return OneOf(StrangeJson);
        if (schema.TryGetProperty("$ref", out var reference))
            schema = _schemas.GetProperty(reference.GetString()!.Split('/')[^1]);
        foreach (var choice in Parts(schema, "oneOf").Where(one => one.TryGetProperty("$ref", out _)))
            return Chance(20) ? "null" : Json(choice, depth);
        if (Parts(schema, "enum") is { Count: > 0 } words && Chance(80))
            return words[_random.Next(words.Count)].GetRawText();
        return depth > DeepestBody ? "null" : TypeOf(schema) switch
        {
            "object" when schema.TryGetProperty("additionalProperties", out var values)
                && values.ValueKind == JsonValueKind.Object =>
                $"{{{string.Join(',', Some(() => $"{Quoted(Named())}:{Json(values, depth + 1)}"))}}}",
            "object" => $"{{{string.Join(',', Members(schema, depth))}}}",
            "array" when schema.TryGetProperty("items", out var items) =>
                $"[{string.Join(',', Some(() => Json(items, depth + 1)))}]",
            "array" => OneOf("[]", "[null]"),
            "integer" or "number" => _random.Next(-2, 120).ToString(CultureInfo.InvariantCulture),
            "boolean" => OneOf("true", "false"),
            _ => Quoted(Named()),
        };
    }

    private IEnumerable<string> Members(JsonElement schema, int depth)
    {
        if (!schema.TryGetProperty("properties", out var properties))
            yield break;
        foreach (var member in properties.EnumerateObject().Where(_ => Chance(93)))
        {
            yield return $"{Quoted(member.Name)}:{Json(member.Value, depth + 1)}";
            if (Chance(2))
                yield return $"{Quoted(member.Name)}:{Json(member.Value, depth + 1)}";
        }

        if (Chance(2))
            yield return $"{Quoted(Any())}:1";
    }

    private string OfQuery(JsonElement schema) => Chance(50) ? Named() : TypeOf(schema) switch
    {
        "integer" or "number" => _random.Next(-2, 220).ToString(CultureInfo.InvariantCulture),
        "boolean" => OneOf("true", "false"),
        _ => Any(),
    };

    private static string? TypeOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type)
            ? null
            : type.ValueKind == JsonValueKind.String
                ? type.GetString()
                : type.EnumerateArray().Select(one => one.GetString()).FirstOrDefault(one => one != "null");

    private static List<JsonElement> Parts(JsonElement of, string name) =>
        of.TryGetProperty(name, out var parts) ? [.. parts.EnumerateArray()] : [];

    private IEnumerable<string> Some(Func<string> one) => Enumerable.Range(0, _random.Next(4)).Select(_ => one());

    /// <summary>More often than not something that is there.</summary>
    private string Named() => known.Count > 0 && Chance(60) ? known[_random.Next(known.Count)] : Any();

    private string Any() => Chance(60) ? OneOf(Strange) : OneOf(Good);

    private string OneOf(params string[] values) => values[_random.Next(values.Length)];

    private bool Chance(int inAHundred) => _random.Next(100) < inAHundred;

    /// <summary>Every character by its number: half of a surrogate pair too.</summary>
    private static string Quoted(string text) =>
        $"\"{string.Concat(text.Select(character => $"\\u{(int)character:x4}"))}\"";

    [GeneratedRegex("\\{[A-Za-z]+\\}", RegexOptions.None, 1000)]
    private static partial Regex InPath();

    /// <summary>In an address; half of a surrogate pair cannot stand there.</summary>
    private static string Escaped(string text) => Uri.EscapeDataString(text.Replace('\ud800', '?'));
}
