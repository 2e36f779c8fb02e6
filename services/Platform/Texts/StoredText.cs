using System.Text.Json;

namespace Ops.Platform.Texts;

/// <summary>
/// A text in a column of its own: its code and arguments as JSON; a sentence that a person wrote, as it stands.
/// </summary>
public static class StoredText
{
    private const string Start = "{\"code\":";

    /// <summary>As it is stored.</summary>
    public static string Write(Text text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // A sentence that looks like a text is stored as one whose only argument is the sentence, so that what a person
        // wrote is never read as a text of ours.
        return text.Code == Text.PlainCode
            && $"{text.Args["sentence"]}" is var sentence && !sentence.StartsWith(Start, StringComparison.Ordinal)
            ? sentence
            : JsonSerializer.Serialize(text);
    }

    /// <summary>What was stored: a sentence of before there were codes stays one.</summary>
    public static Text Read(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return stored.StartsWith(Start, StringComparison.Ordinal)
            ? JsonSerializer.Deserialize<Text>(stored)!
            : Text.Plain(stored);
    }
}
