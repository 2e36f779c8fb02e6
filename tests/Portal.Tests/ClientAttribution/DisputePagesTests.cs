using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.ClientAttribution;

/// <summary>A dispute: what both sides have on record stands beside each other, and the supervisor rules.</summary>
[Collection(OnOneSystem.Name)]
public sealed class DisputePagesTests(PortalSystem system)
{
    [Fact]
    public async Task Both_sides_stand_beside_each_other_and_whoever_leads_rules()
    {
        const string Site = $"/api/clients/projects/{PortalSystem.Project}";
        var filed = await system.CallAsync(
            "consultant-1", $"{Site}/pre-registrations",
            new JsonObject { ["name"] = "诸葛争议", ["phone"] = "13900018383" });
        var client = $"/api/clients/clients/{filed["client"]!["id"]}";
        await system.CallAsync(
            "sales-supervisor-1", $"{client}/reassignment",
            new JsonObject
            {
                ["from"] = "consultant-1", ["to"] = "consultant-2", ["grounds"] = "conflict",
                ["reason"] = "客户与置业顾问意见不合。",
            },
            (await system.ReadAsync("sales-supervisor-1", $"{client}/attribution")).ETag);
        var dispute = await system.CallAsync(
            "consultant-1", $"{client}/disputes", new JsonObject { ["reason"] = "客户由我首先备案，应归我。" });

        await using var leads = await Person.SignInAsync(
            system, "sales-supervisor-1", $"/clients/projects/{PortalSystem.Project}/disputes");
        await leads.SeesAsync("协商中");
        await leads.LooksRightAsync("disputes");
        await leads.GoAsync($"/clients/disputes/{dispute["id"]}");
        await leads.SeesAsync("客户由我首先备案，应归我。");
        await Assertions.Expect(leads.Page.Locator("main section ol").First).ToContainTextAsync("备案");
        await leads.LooksRightAsync("dispute");
        Assert.Empty(leads.Complaints);
    }
}
