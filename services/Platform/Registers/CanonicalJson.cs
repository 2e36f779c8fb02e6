using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ops.Platform.Registers;

/// <summary>
/// RFC 8785 canonical JSON: members in the order of their UTF-16 code units, no white space, the shortest escapes.
/// Numbers are integers that every reader of JSON holds exactly (±2^53): a register writes amounts and durations as
/// strings or whole units.
/// </summary>
internal static class CanonicalJson
{
    private const long Exact = 1L << 53;

    /// <summary>The canonical text.</summary>
    /// <exception cref="ArgumentException">
    /// A number that is no exact integer, or text with half a surrogate pair: no two programs would write them alike.
    /// </exception>
    public static string Write(JsonElement value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    private static void Write(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                var members = value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToList();
                for (var i = 0; i < members.Count; i++)
                {
                    if (i > 0)
                        text.Append(
                            members[i].Name != members[i - 1].Name
                                ? ','
                                : throw new ArgumentException(
                                    $"The member '{members[i].Name}' stands twice.", nameof(value)));
                    WriteString(members[i].Name, text);
                    text.Append(':');
                    Write(members[i].Value, text);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var first = true;
                foreach (var item in value.EnumerateArray())
                {
                    if (!first)
                        text.Append(',');
                    first = false;
                    Write(item, text);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteString(value.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(
                    value.TryGetInt64(out var number) && number is >= -Exact and <= Exact
                        ? number.ToString(CultureInfo.InvariantCulture)
                        : throw new ArgumentException(
                            $"{value.GetRawText()} is no integer that JSON holds exactly; write it as a string.",
                            nameof(value)));
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            case JsonValueKind.Null:
                text.Append("null");
                break;
            default:
                throw new ArgumentException($"{value.ValueKind} cannot be written.", nameof(value));
        }
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 == value.Length || !char.IsLowSurrogate(value[i + 1]))
                    throw new ArgumentException("Half a surrogate pair cannot be written.", nameof(value));
                text.Append(c).Append(value[++i]);
                continue;
            }

            text = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
