using System.Globalization;
using System.Resources;

namespace Ops.Demo;

/// <summary>
/// The sentences of the story, from <c>Texts.resx</c> (zh-CN) and <c>Texts.en.resx</c>, with places such as
/// <c>{unit}</c>.
/// </summary>
/// <param name="language">The language in which the story is told.</param>
internal sealed class StoryTexts(CultureInfo language)
{
    private static readonly ResourceManager Sentences = new("Ops.Demo.Texts", typeof(StoryTexts).Assembly);

    /// <summary>The language in which the story is told, and in which the services are asked to answer.</summary>
    public CultureInfo Language => language;

    /// <summary>A sentence with what stands in its places.</summary>
    public string Of(string code, params ReadOnlySpan<(string Place, object? Value)> args)
    {
        var sentence = Sentences.GetString(code, language)
            ?? throw new StoryEndedException($"no resource file has the text {code}");
        foreach (var (place, value) in args)
        {
            sentence = sentence.Replace(
                $"{{{place}}}", string.Create(CultureInfo.InvariantCulture, $"{value}"), StringComparison.Ordinal);
        }

        return sentence;
    }
}
