using System.Text.Json.Nodes;
using Ops.TestSupport;

namespace Ops.Portal.Tests.Everybody;

/// <summary>What must have happened before a page has something to show, by calls.</summary>
internal static class Sales
{
    /// <summary>The first consultant's customer subscribes; answers the sale.</summary>
    public static async Task<JsonNode> SignAsync(
        PortalSystem system, string unit, string agreement, string name, string phone) =>
        await system.CallAsync("consultant-1", $"{Unit(unit)}/subscription", new JsonObject
        {
            ["agreementNumber"] = agreement,
            ["customer"] = new JsonObject { ["name"] = name, ["phone"] = phone },
        });

    /// <summary>The first consultant registers a reservation; answers it.</summary>
    public static async Task<JsonNode> ReserveAsync(
        PortalSystem system, string unit, string number, string name, string phone) =>
        await system.CallAsync("consultant-1", $"{Unit(unit)}/reservations", new JsonObject
        {
            ["customer"] = new JsonObject { ["name"] = name, ["phone"] = phone },
            ["form"] = $"F-{number}",
            ["depositReceipt"] = $"R-{number}",
        });

    /// <summary>Waits until the archive has heard of a sale.</summary>
    public static Task FileIsThereAsync(PortalSystem system, string unit) => Wait.UntilAsync(
        async () => (await system.Gateway.GetAsync(
            new("consultant", "consultant-1"), $"/api/archive/projects/{PortalSystem.Project}/units/{unit}/file",
            print: false)).Status == 200, "the file");

    private static string Unit(string unit) => $"/api/sales/projects/{PortalSystem.Project}/units/{unit}";
}
