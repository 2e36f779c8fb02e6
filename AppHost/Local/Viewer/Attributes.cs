using System.Text;
using Google.Protobuf.Collections;
using Ops.AppHost.Local.Viewer.Otlp;

namespace Ops.AppHost.Local.Viewer;

/// <summary>OTLP's attributes as text: the page shows and searches nothing else.</summary>
internal static class Attributes
{
    public static IReadOnlyDictionary<string, string> Read(RepeatedField<KeyValue> attributes)
    {
        var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
            read[attribute.Key] = Text(attribute.Value);
        return read;
    }

    public static string Find(RepeatedField<KeyValue>? attributes, string key) =>
        attributes?.FirstOrDefault(attribute => attribute.Key == key) is { } found ? Text(found.Value) : "";

    public static bool Contain(RepeatedField<KeyValue> attributes, string text) =>
        attributes.Any(attribute => Text(attribute.Value).Contains(text, StringComparison.OrdinalIgnoreCase));

    public static string Text(AnyValue? value) => value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue ? "true" : "false",
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(),
        AnyValue.ValueOneofCase.BytesValue => value.BytesValue.ToBase64(),
        // The parser refuses messages nested deeper than 100, so this ends.
        AnyValue.ValueOneofCase.ArrayValue => $"[{string.Join(", ", value.ArrayValue.Values.Select(Text))}]",
        AnyValue.ValueOneofCase.KvlistValue => Line(value.KvlistValue.Values, "{", "}"),
        _ => "",
    };

    /// <summary>All of them in one line, ordered by key: a metric's series is known by it.</summary>
    public static string Line(RepeatedField<KeyValue> attributes) => Line(attributes, "", "");

    private static string Line(RepeatedField<KeyValue> attributes, string open, string close)
    {
        var line = new StringBuilder(open);
        foreach (var attribute in attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
            line.Append(line.Length > open.Length ? ", " : "").Append(attribute.Key).Append('=').Append(Text(attribute.Value));
        return line.Append(close).ToString();
    }
}
