using System.Text.Json;
using Npgsql;
using Ops.Platform.Texts;

namespace Ops.Platform.Tasks;

/// <summary>
/// How an entry's text is kept: as JSON, its code as the title; a sentence as it stands is the title alone.
/// </summary>
internal static class StoredText
{
    public static string TitleOf(Text text) => text.Code == Text.PlainCode ? $"{text.Args["sentence"]}" : text.Code;

    public static string? JsonOf(Text text) => text.Code == Text.PlainCode ? null : JsonSerializer.Serialize(text);

    public static Text Read(NpgsqlDataReader reader, int title, int json) => reader.IsDBNull(json)
        ? Text.Plain(reader.GetString(title))
        : JsonSerializer.Deserialize<Text>(reader.GetString(json))!;
}
