using System.Globalization;
using System.Text.Json;
using Ops.Platform.Texts;

namespace Ops.TestSupport;

/// <summary>
/// Looks at what a service answers of what it keeps: each text can be seen, each word of an enumeration is one of the
/// document's, each day lies in a time that somebody could have meant.
/// </summary>
/// <param name="document">The service's OpenAPI document.</param>
public sealed class StoredValues(JsonElement document)
{
    private const int FirstYear = 1900, LastYear = 2200;

    /// <summary>What of an answer cannot be something that was meant, and where; null for nothing.</summary>
    /// <param name="method">GET, POST …</param>
    /// <param name="path">The path that was called.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="answer">The answer.</param>
    public string? FaultOf(string method, string path, int status, JsonElement answer) =>
        FaultOf(answer, SchemaOf(method, path, status), "");

    private string? FaultOf(JsonElement value, JsonElement? described, string place)
    {
        var schema = described is { } given ? Resolved(given) : default(JsonElement?);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return value.EnumerateObject().Select(member =>
                    FaultOfText(member.Name, null, $"{place}, the name of a member")
                        ?? FaultOf(member.Value, MemberOf(schema, member.Name), $"{place}.{member.Name}"))
                    .FirstOrDefault(fault => fault is not null);
            case JsonValueKind.Array:
                var items = Part(schema, "items");
                return value.EnumerateArray().Select((item, i) => FaultOf(item, items, $"{place}[{i}]"))
                    .FirstOrDefault(fault => fault is not null);
            case JsonValueKind.String:
                return FaultOfText(value.GetString()!, schema, place);
            default:
                return null;
        }
    }

    private static string? FaultOfText(string text, JsonElement? schema, string place)
    {
        if (text.Length > 0 && !Visible.IsWords(text))
            return $"{place} shows what nobody sees: {JsonSerializer.Serialize(text)}";
        if (Part(schema, "enum") is { } words && !words.EnumerateArray().Any(word => word.ValueEquals(text)))
            return $"{place} is none of the words that there are: {text}";
        return Part(schema, "format")?.GetString() is "date" or "date-time"
            && !(int.TryParse(text.Split('-')[0], CultureInfo.InvariantCulture, out var year)
                && year is >= FirstYear and <= LastYear)
            ? $"{place} is in no year that anybody means: {text}"
            : null;
    }

    /// <summary>What the document says of an answer; null where it says nothing.</summary>
    private JsonElement? SchemaOf(string method, string path, int status)
    {
        var parts = path.TrimEnd('/').Split('/');
        // Of two paths that fit, the one that is written out.
        var operation = document.GetProperty("paths").EnumerateObject()
            .Where(one => one.Name.Split('/') is var names && names.Length == parts.Length
                && names.Zip(parts).All(part => part.First.StartsWith('{') || part.First == part.Second))
            .OrderBy(one => one.Name.Count(sign => sign == '{'))
            .Select(one => Part(one.Value, method.ToLowerInvariant())).FirstOrDefault(one => one is not null);
        var answer = Part(Part(operation, "responses"), status.ToString(CultureInfo.InvariantCulture));
        return Part(Part(Part(answer, "content"), "application/json"), "schema");
    }

    private JsonElement? MemberOf(JsonElement? schema, string name) =>
        Part(Part(schema, "properties"), name) ?? Part(schema, "additionalProperties");

    private JsonElement Resolved(JsonElement schema)
    {
        if (Part(schema, "$ref")?.GetString() is { } reference)
        {
            return Resolved(document.GetProperty("components").GetProperty("schemas")
                .GetProperty(reference.Split('/')[^1]));
        }

        return Part(schema, "oneOf") is { } choices
            && choices.EnumerateArray().Where(one => Part(one, "$ref") is not null).Take(1).ToArray() is [var choice]
            ? Resolved(choice)
            : schema;
    }

    private static JsonElement? Part(JsonElement? of, string name) =>
        of is { ValueKind: JsonValueKind.Object } thing && thing.TryGetProperty(name, out var part) ? part : null;
}
