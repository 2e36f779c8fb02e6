using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.Everybody;

/// <summary>What everybody can look up: rules, the words of the trade, and things by what people know.</summary>
[Collection(OnOneSystem.Name)]
public sealed class LookingUpTests(PortalSystem system)
{
    [Fact]
    public async Task A_link_to_a_rule_leads_to_it_and_words_find_others()
    {
        await using var person = await Person.SignInAsync(system, "consultant-1", "/rules#RES-4");
        var rule = person.Page.Locator("article[id='RES-4']");
        await Assertions.Expect(rule).ToBeInViewportAsync();
        await Assertions.Expect(rule).ToContainTextAsync("时间优先");
        await Assertions.Expect(rule).ToContainTextAsync("Several consultants want one unit");
        await rule.GetByText("制度原文").ClickAsync();
        await Assertions.Expect(rule).ToContainTextAsync("如发生2个以上置业顾问同时想预留同一套房的情况");
        await rule.GetByText("系统在何处执行").ClickAsync();
        await Assertions.Expect(rule).ToContainTextAsync("services/SalesControl/");

        await person.Page.Locator("#words").FillAsync("排号协议");
        await person.SeesAsync("DOC-5.2.1");
        await Assertions.Expect(rule).ToHaveCountAsync(0);
        await person.LooksRightAsync("rules-found");
        await person.Page.Locator("#words").FillAsync("没有这样的词");
        await person.SeesAsync("没有符合的条文");
        await person.Page.Locator("#words").FillAsync("");
        await person.Page.Locator("#owner").SelectOptionAsync("ID");
        await person.SeesAsync("CS-7");
        await person.LooksRightAsync("rules-of-identity");
        Assert.Empty(person.Complaints);
    }

    [Fact]
    public async Task All_rules_are_seen_by_everybody_in_English_and_in_the_dark()
    {
        await using var person = await Person.SignInAsync(
            system, "consultant-2", "/rules", "en", ColorScheme.Dark);
        await person.SeesAsync("Credit for a sale follows");
        await person.LooksRightAsync("rules-en-dark");
        Assert.Equal(99, await person.Page.Locator("article").CountAsync());
    }

    [Fact]
    public async Task Help_has_the_words_of_the_trade_and_settings_keep_the_rows_of_a_page()
    {
        await using var person = await Person.SignInAsync(system, "consultant-1", "/help");
        await person.SeesAsync("有问题找谁");
        await Assertions.Expect(person.Page.GetByRole(AriaRole.Row, new() { Name = "销控表 board" })).ToBeVisibleAsync();
        await person.LooksRightAsync("help");
        await person.GoAsync("/settings");
        await person.LooksRightAsync("settings");
        await person.Page.Locator("#rows").SelectOptionAsync("100");
        await person.Page.Locator("form").Filter(new() { Has = person.Page.Locator("#rows") })
            .GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Assertions.Expect(person.Page.Locator("#rows")).ToHaveValueAsync("100");
        Assert.Empty(person.Complaints);
    }

    [Fact]
    public async Task One_field_finds_a_customer_a_unit_its_sale_and_its_file_and_puts_nobody_s_name_into_an_address()
    {
        await Sales.SignAsync(system, "2-2-201", "S-22201", "赵大海", "13900002201");
        await using var person = await Person.SignInAsync(system, "consultant-1");
        await Sales.FileIsThereAsync(system, "2-2-201");

        await FindAsync(person, "赵大海");
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "赵大海" }).WaitForAsync();
        await person.LooksRightAsync("search-customer");
        Assert.EndsWith("/search", person.Page.Url, StringComparison.Ordinal);
        await FindAsync(person, "13900002201");
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "赵大海" }).WaitForAsync();
        await FindAsync(person, "2-2-201");
        foreach (var found in (string[])["港湾华庭 2-2-201", "港湾华庭 2-2-201 S-22201", "港湾华庭-2-2-201"])
        {
            await person.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = found, Exact = true })
                .WaitForAsync();
        }

        await person.LooksRightAsync("search-unit");
        // The unit leads to all that is kept of it elsewhere, and each step of its explanation to what happened.
        await person.FollowAsync("港湾华庭 2-2-201");
        await person.Page.Locator("section[aria-labelledby=history] li").First.WaitForAsync();
        var step = person.Page.Locator("section[aria-labelledby=why] li").Last.GetByRole(
            AriaRole.Link, new() { Name = "记录" });
        await step.ClickAsync();
        await person.ArrivesAsync("**/units/2-2-201#event-*");
        await Assertions.Expect(person.Page.Locator($"[id='{new Uri(person.Page.Url).Fragment[1..]}']"))
            .ToBeInViewportAsync();
        foreach (var path in (string[])
        [
            "/sales/projects/harbour-court/board", "/sales/unit-kinds/home",
            "/sales/projects/harbour-court/units/2-2-201/price", "/archive/projects/harbour-court/units/2-2-201/file",
        ])
        {
            await Assertions.Expect(person.Page.Locator($"#content a[href='{path}']").Last).ToBeVisibleAsync();
        }

        // A sale by its agreement's number, a reservation by its form's, however they are typed.
        await Sales.ReserveAsync(system, "2-2-202", "22202", "钱小海", "13900002202");
        foreach (var (number, found) in ((string, string)[])
            [("s-22201", "港湾华庭 2-2-201 S-22201"), ("f-22202", "港湾华庭 2-2-202 F-22202")])
        {
            await FindAsync(person, number);
            await person.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = found, Exact = true })
                .WaitForAsync();
        }

        await FindAsync(person, "9-9-999");
        await person.SeesAsync("没有符合的记录");
        // Who may not see sales finds none, and is asked for nothing.
        await using var clerk = await Person.SignInAsync(system, "archivist-1", "/search?q=2-2-201");
        await clerk.Page.GetByRole(AriaRole.Heading, new() { Name = "档案", Exact = true }).WaitForAsync();
        Assert.Empty((string[])[.. person.Complaints, .. clerk.Complaints]);
    }

    private static async Task FindAsync(Person person, string words)
    {
        await person.Page.Locator("#find").FillAsync(words);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.SeesAsync($"“{words}”的查找结果");
    }
}
