using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ops.Platform.Commands;

/// <summary>
/// Text as PostgreSQL can store it: whole characters, and none of them NUL. What it cannot store is refused with the
/// member's name.
/// </summary>
internal sealed class StorableText : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException();

        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException half)
        {
            // Half of a surrogate pair. Unlike a JsonException of the reader's, this one is told with the member's
            // path.
            throw new JsonException(null, half);
        }

        return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonException() : text;
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }
}
