using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ops.Platform.PersonalData;

/// <summary>
/// What somebody wrote in their own words: a reason, a remark. It may name a person, and so it never enters a store
/// that cannot be corrected: an event holds its id alone, a register the hash of it, and the words lie in the vault.
/// </summary>
/// <param name="Id">Its id in the vault.</param>
/// <param name="Words">The words; null where only the id was read.</param>
[JsonConverter(typeof(IdAlone))]
public sealed record FreeText(Guid Id, string? Words)
{
    /// <summary>The words do not stand in a log.</summary>
    public override string ToString() => $"free text {Id}";

    /// <summary>Writes the id, never the words.</summary>
    private sealed class IdAlone : JsonConverter<FreeText>
    {
        public override FreeText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var read = JsonDocument.ParseValue(ref reader);
            return new(read.RootElement.GetProperty(FreeTexts.Member).GetGuid(), Words: null);
        }

        public override void Write(Utf8JsonWriter writer, FreeText value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString(FreeTexts.Member, value.Id);
            writer.WriteEndObject();
        }
    }
}
