using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Ops.Platform.Texts;

/// <summary>A text as JSON: <c>{"code":"…","args":{…}}</c>, times and dates in their ISO forms.</summary>
internal sealed class TextJson : JsonConverter<Text>
{
    public override Text Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return Read(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, Text value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("code", value.Code);
        if (value.Args.Count > 0)
        {
            writer.WriteStartObject("args");
            foreach (var (name, arg) in value.Args)
            {
                writer.WritePropertyName(name);
                Write(writer, arg);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>An argument as JSON.</summary>
    internal static void Write(Utf8JsonWriter writer, object? arg)
    {
        switch (arg)
        {
            case null:
                writer.WriteNullValue();
                break;
            case Text text:
                JsonSerializer.Serialize(writer, text);
                break;
            case int or long or decimal:
                writer.WriteNumberValue(Convert.ToDecimal(arg, null));
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case IEnumerable<string> many:
                JsonSerializer.Serialize(writer, many);
                break;
            default:
                writer.WriteStringValue(Iso(arg));
                break;
        }
    }

    /// <summary>Reads a text; a sentence of before there were codes stays one.</summary>
    internal static Text Read(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? Text.Plain(element.GetString()!)
        : new(
            element.GetProperty("code").GetString()!,
            element.TryGetProperty("args", out var args) ? ArgsOf(args) : new Dictionary<string, object?>());

    /// <summary>The members of an object, as arguments.</summary>
    internal static Dictionary<string, object?> ArgsOf(JsonElement body) =>
        body.EnumerateObject().ToDictionary(arg => arg.Name, arg => ArgOf(arg.Value), StringComparer.Ordinal);

    private static object? ArgOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDecimal(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Object when value.TryGetProperty("code", out var code)
            && code.ValueKind == JsonValueKind.String => Read(value),
        JsonValueKind.Array => value.EnumerateArray().Select(item => item.ToString()).ToList(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => value.ToString(),
    };

    private static string Iso(object arg) => arg switch
    {
        string text => text,
        OffsetDateTime time => OffsetDateTimePattern.ExtendedIso.Format(time),
        Instant time => InstantPattern.ExtendedIso.Format(time),
        LocalDate day => LocalDatePattern.Iso.Format(day),
        Duration length => DurationPattern.JsonRoundtrip.Format(length),
        IFormattable value => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => arg.ToString() ?? "",
    };
}
