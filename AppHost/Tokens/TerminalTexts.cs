using System.Globalization;
using System.Resources;

namespace Ops.Tokens;

/// <summary>
/// What the programs of a developer's installation say, from <c>Texts.resx</c> (zh-CN) and <c>Texts.en.resx</c>, with
/// places such as <c>{who}</c>: at the terminal, and in the dashboard's commands.
/// </summary>
internal static class TerminalTexts
{
    private static readonly ResourceManager Sentences = new("Ops.Tokens.Texts", typeof(TerminalTexts).Assembly);

    /// <summary>A sentence in the terminal's language, with what stands in its places.</summary>
    public static string Of(string code, params ReadOnlySpan<(string Place, object? Value)> args)
    {
        var sentence = Sentences.GetString(code, TerminalLanguage.Current)
            ?? throw new InvalidOperationException($"No resource file has the text {code}.");
        foreach (var (place, value) in args)
        {
            sentence = sentence.Replace(
                $"{{{place}}}", string.Create(CultureInfo.InvariantCulture, $"{value}"), StringComparison.Ordinal);
        }

        return sentence;
    }
}
