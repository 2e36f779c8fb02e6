using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.SalesControl;

/// <summary>What is longer than a service tells at once.</summary>
[Collection(OnOneSystem.Name)]
public sealed class LongListsTests(PortalSystem system)
{
    private const int Corrections = 55;

    [Fact]
    public async Task A_unit_s_history_is_told_to_its_end_the_newest_first()
    {
        var reservation = await system.ReservedAsync("1-1-803", "史长", "13811110803", "0803");
        for (var one = 1; one <= Corrections; one++)
        {
            await system.ActAsync("consultant-1", reservation, "corrections", new JsonObject
            {
                ["field"] = "form",
                ["value"] = $"F-0803-{one}",
                ["reason"] = $"第 {one} 次更正",
            });
        }

        var told = (await system.ReadAsync(
            "consultant-1", $"{SalesSteps.UnitPath("1-1-803")}/history?limit=200")).Json!["items"]!.AsArray();
        Assert.True(told.Count > Corrections);
        await using var person = await Person.SignInAsync(
            system, "consultant-1", SalesSteps.PageOf(SalesSteps.UnitPath("1-1-803")));
        var entries = person.Page.Locator("section[aria-labelledby=history] li");
        await Assertions.Expect(entries).ToHaveCountAsync(told.Count);
        await Assertions.Expect(entries.First).ToContainTextAsync($"第 {Corrections} 次更正");
        await Assertions.Expect(entries.Nth(Corrections - 1)).ToContainTextAsync("第 1 次更正");
    }
}
