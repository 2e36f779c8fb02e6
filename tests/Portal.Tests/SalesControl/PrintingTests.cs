using System.Text;
using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.SalesControl;

/// <summary>A page on paper has all that it has on a screen: nothing is cut at the edge of an A4.</summary>
[Collection(OnOneSystem.Name)]
public sealed class PrintingTests(PortalSystem system)
{
    // What is left of 210 mm between margins of 1 cm, at 96 dots an inch.
    private const int Between = 718;

    [Fact]
    public async Task A_list_and_a_sale_are_whole_on_A4()
    {
        var sale = await system.SubscribedAsync("1-1-703", "长名字的买受人欧阳", "13811110703", "0703");
        await system.PaidAsync(sale, "P-0703", 100_000m);
        await using var manager = await Person.SignInAsync(
            system, "marketing-manager-1", $"/sales/projects/{PortalSystem.Project}/subscriptions");
        await manager.SeesAsync("S-0703");
        await PrintedWholeAsync(manager.Page);
        await manager.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await manager.GoAsync(SalesSteps.PageOf(sale));
        await manager.SeesAsync("P-0703");
        await PrintedWholeAsync(manager.Page);
        Assert.Empty(manager.Complaints);
    }

    private static async Task PrintedWholeAsync(IPage page)
    {
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.SetViewportSizeAsync(Between, 1000);
        var cells = await page.EvaluateAsync<string[]>($$"""
            () => [...document.querySelectorAll("main th, main td, main dd, main li")]
              .filter(cell => cell.getBoundingClientRect().right > {{Between}} + 1
                || cell.scrollWidth > cell.clientWidth + 1)
              .map(cell => cell.textContent.trim())
            """);
        Assert.Empty(cells);
        Assert.NotEqual(0, await page.Locator("main td").CountAsync());
        var paper = await page.PdfAsync(new()
        {
            Format = "A4",
            Margin = new() { Left = "1cm", Right = "1cm", Top = "1cm", Bottom = "1cm" },
        });
        Assert.Contains("/MediaBox [0 0 59", Encoding.Latin1.GetString(paper), StringComparison.Ordinal);
    }
}
