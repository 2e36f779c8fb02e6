using Xunit;

namespace Ops.Portal.Tests.Layout;

/// <summary>Chinese is drawn: where its font is missing, every character is the same box.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ChineseTests(PortalSystem system)
{
    [Fact]
    public async Task Two_characters_are_not_drawn_alike()
    {
        await using var person = await Person.SignInAsync(system, "consultant-1", "/help");
        var drawn = new List<string>();
        foreach (var character in (string[])["房", "款", "房"])
        {
            await person.Page.EvaluateAsync("one => document.querySelector('main h1').textContent = one", character);
            drawn.Add(Convert.ToHexString(await person.Page.Locator("main h1").ScreenshotAsync()));
        }

        Assert.NotEqual(drawn[0], drawn[1]);
        Assert.Equal(drawn[0], drawn[2]);
    }
}
