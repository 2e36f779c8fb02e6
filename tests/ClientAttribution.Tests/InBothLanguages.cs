using Microsoft.Extensions.DependencyInjection;
using Ops.ClientAttribution.Attribution;
using Ops.Platform.Texts;
using Xunit;

namespace Ops.ClientAttribution.Tests;

/// <summary>Whoever reads a step or a line reads a sentence.</summary>
internal static class InBothLanguages
{
    private static readonly ITexts Texts = new ServiceCollection().AddTexts(typeof(Fact).Assembly)
        .BuildServiceProvider().GetRequiredService<ITexts>();

    /// <summary>A text has a sentence in each language, with all of its places filled.</summary>
    public static void AssertReads(Text text) => Assert.All(Languages.All, language =>
    {
        var sentence = Texts.Render(text, language);
        Assert.NotEmpty(sentence);
        Assert.DoesNotContain("{", sentence, StringComparison.Ordinal);
    });
}
