using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;

namespace Ops.Platform.Tests.Texts;

/// <summary>What an English reader sees of a text.</summary>
internal static class InEnglish
{
    private static readonly ITexts Texts =
        new ServiceCollection().AddTexts(typeof(InEnglish).Assembly).BuildServiceProvider()
            .GetRequiredService<ITexts>();

    public static string Of(Text? text) => Texts.Render(text!, Languages.English);
}
