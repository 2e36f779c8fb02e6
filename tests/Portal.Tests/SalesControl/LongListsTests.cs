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

    [Fact]
    public async Task A_list_has_as_many_rows_as_its_reader_has_chosen()
    {
        await using var person = await Person.SignInAsync(system, "operations-1", "/settings");
        await person.Page.Locator("#rows").SelectOptionAsync("20");
        await person.Page.Locator("form[action='/session/page-size'] button").ClickAsync();
        await Assertions.Expect(person.Page.Locator("#rows")).ToHaveValueAsync("20");
        var lists = await system.ReadAsync(
            "operations-1", $"/api/sales/projects/{PortalSystem.Project}/price-lists");
        foreach (var path in (string[])
        [
            $"/sales/price-lists/{lists.Json!["items"]![0]!["id"]}", "/identity/registers/audit/company",
        ])
        {
            await person.GoAsync(path);
            var rows = person.Page.Locator(".ops-scroll tbody tr");
            await person.Page.GetByRole(AriaRole.Button, new() { Name = "显示更多" }).WaitForAsync();
            Assert.Equal(20, await rows.CountAsync());
            await person.PressAsync("显示更多");
            await rows.Nth(20).WaitForAsync();
        }

        Assert.Empty(person.Complaints);
    }
}
