using Microsoft.Playwright;
using Ops.TestSupport;
using Xunit;

namespace Ops.Portal.Tests.ClientAttribution;

/// <summary>A day of the desk played again: what the rules give beside what was done.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ReplayPageTests(PortalSystem system)
{
    [Fact]
    public async Task A_day_agrees_with_the_rules_and_what_was_put_in_by_hand_is_marked()
    {
        var desk = await DeskSteps.ReadyAsync(system);
        var visit = await DeskSteps.ArriveAsync(system, desk, "13900018181");
        await DeskSteps.ReadyAsync(system);
        var (number, receives) = ($"第 {visit["number"]} 位", $"{visit["consultant"]}");
        var other = receives == "consultant-1" ? "consultant-2" : "consultant-1";

        await using var supervisor = await Person.SignInAsync(system, "sales-supervisor-1", desk);
        await supervisor.FollowAsync("当日复核");
        await supervisor.SeesAsync("全部一致");
        var line = supervisor.Page.Locator("[aria-labelledby=assignments] li")
            .Filter(new() { HasText = $"{number}的依据" });
        await line.Locator("summary").ClickAsync();
        await line.Locator(".ops-rule").First.WaitForAsync();
        await supervisor.LooksRightAsync("replay");

        await PutInAsync(other);
        try
        {
            await supervisor.GoAsync($"{desk}/replay");
            await supervisor.SeesAsync("有不一致");
            await Assertions.Expect(line.Locator(".badge").First).ToHaveTextAsync("不一致");
            // Why it ought to have been another is there without being asked for.
            await Assertions.Expect(line.Locator(".ops-rule").First).ToBeVisibleAsync();
            await supervisor.LooksRightAsync("replay-differing");
        }
        finally
        {
            await PutInAsync(receives);
        }

        await line.GetByRole(AriaRole.Link, new() { Name = number }).First.ClickAsync();
        await supervisor.ArrivesAsync($"**/clients/contacts/{visit["id"]}");
        Assert.Empty(supervisor.Complaints);

        // The triggers put aside, as whoever has the owner's password can.
        Task PutInAsync(string consultant) => new ServiceDatabase(system.Clients.Setting.Admin).ExecuteAsync($$"""
            SET session_replication_role = replica;
            UPDATE messaging.events SET body = jsonb_set(body::jsonb, '{consultant}', '"{{consultant}}"')::json
                WHERE type = 'ContactAssigned' AND body ->> 'contactId' = '{{visit["id"]}}';
            """);
    }
}
