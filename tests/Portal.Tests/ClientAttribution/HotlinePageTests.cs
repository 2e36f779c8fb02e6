using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.ClientAttribution;

/// <summary>The hotline: who answers and why, what uses up no turn, and who is owed a call back.</summary>
[Collection(OnOneSystem.Name)]
public sealed class HotlinePageTests(PortalSystem system)
{
    [Fact]
    public async Task A_call_goes_to_whose_turn_it_is_and_is_owed_a_call_back_where_nobody_is_free()
    {
        await DeskSteps.ReadyAsync(system);
        await using var person = await Person.SignInAsync(system, "receptionist-1", "/");
        await person.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "热线" })
            .ClickAsync();
        await person.SeesAsync("由此依次接听");
        await person.LooksRightAsync("own-hotline");
        await person.FollowAsync("热线");
        await person.ArrivesAsync("**/projects/harbour-court/hotline");

        await person.PressAsync("咨询");
        await person.PressAsync("初次来电");
        await person.FillAsync("电话", "13900016161");
        await person.PressAsync("确认来电");
        await person.SeesAsync("的接待人：");
        await person.SeesAsync("热线电话按顺序接听");
        await person.Page.Locator("[aria-labelledby=call] .ops-rule").First.WaitForAsync();

        // What is no enquiry uses up no turn: whose it was is next still.
        var next = person.Page.Locator("[aria-labelledby=next] strong").First;
        var answers = await person.Page.Locator("[aria-labelledby=call] .ops-staff").First.InnerTextAsync();
        await Assertions.Expect(next).Not.ToHaveTextAsync(answers);
        var turn = await next.InnerTextAsync();
        await person.PressAsync("推销");
        await person.SeesAsync("此类来电不计入轮次");
        await person.PressAsync("确认来电");
        await person.SeesAsync("推销电话不计入");
        var calls = person.Page.Locator("[aria-labelledby=calls] li");
        await calls.Filter(new() { HasText = "推销" }).First.WaitForAsync();
        await Assertions.Expect(next).ToHaveTextAsync(turn);

        // Both of the desk are on a call now.
        await person.PressAsync("找人");
        await person.Page.GetByLabel("要找的置业顾问").SelectOptionAsync("consultant-1");
        await person.FillAsync("电话", "13900016262");
        await person.LooksRightAsync("hotline-asking");
        await person.PressAsync("确认来电");
        await person.SeesAsync("无人有空接听");
        await calls.Filter(new() { HasText = "找人" }).Filter(new() { HasText = "须回电" }).First.WaitForAsync();
        var owed = person.Page.Locator("[aria-labelledby=owed] li").Filter(new() { HasText = "13900016262" });
        await owed.WaitForAsync();
        await person.LooksRightAsync("hotline");
        var record = owed.GetByRole(AriaRole.Button, new() { Name = "记录已回电" });
        await record.ClickAsync();
        await person.SeesAsync("须用其他电话回电");
        await person.LooksRightAsync("hotline-calling-back");
        await record.Last.ClickAsync();
        await Assertions.Expect(owed).ToHaveCountAsync(0);
        Assert.Empty(person.Complaints);
        await DeskSteps.ReadyAsync(system);
    }
}
