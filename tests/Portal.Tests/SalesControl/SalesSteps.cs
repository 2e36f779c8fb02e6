using System.Globalization;
using System.Text.Json.Nodes;

namespace Ops.Portal.Tests.SalesControl;

/// <summary>What comes before that which a test is about: done by calls, as the same people would do it.</summary>
internal static class SalesSteps
{
    /// <summary>The path of a unit.</summary>
    public static string UnitPath(string unit) => $"/api/sales/projects/{PortalSystem.Project}/units/{unit}";

    /// <summary>A customer as a form has one.</summary>
    public static JsonObject Customer(string name, string phone) => new() { ["name"] = name, ["phone"] = phone };

    /// <summary>An amount.</summary>
    public static JsonObject Yuan(decimal amount) => new()
    {
        ["amount"] = amount.ToString("0.00", CultureInfo.InvariantCulture),
        ["currency"] = "CNY",
    };

    /// <summary>What a service says of a thing.</summary>
    public static async Task<JsonNode> LookAsync(this PortalSystem system, string who, string path) =>
        (await SeenAsync(system, who, path)).Json!;

    /// <summary>A command on a thing that is there, with the version that is seen just before.</summary>
    public static async Task<JsonNode> ActAsync(
        this PortalSystem system, string who, string thing, string what, JsonNode? body = null) =>
        await system.CallAsync(who, $"{thing}/{what}", body, (await SeenAsync(system, who, thing)).ETag);

    /// <summary>A reservation that a manager has approved; answers its path.</summary>
    public static async Task<string> ReservedAsync(
        this PortalSystem system, string unit, string name, string phone, string number)
    {
        var made = await system.CallAsync("consultant-1", $"{UnitPath(unit)}/reservations", new JsonObject
        {
            ["customer"] = Customer(name, phone),
            ["form"] = $"F-{number}",
            ["depositReceipt"] = $"R-{number}",
        });
        var path = $"/api/sales/reservations/{made["id"]}";
        await system.ActAsync("marketing-manager-1", path, "approve");
        return path;
    }

    /// <summary>A sale of the consultant's; answers its path.</summary>
    public static async Task<string> SubscribedAsync(
        this PortalSystem system, string unit, string name, string phone, string number)
    {
        var made = await system.CallAsync("consultant-1", $"{UnitPath(unit)}/subscription", new JsonObject
        {
            ["agreementNumber"] = $"S-{number}",
            ["customer"] = Customer(name, phone),
        });
        return $"/api/sales/subscriptions/{made["id"]}";
    }

    /// <summary>Money that came in for a sale.</summary>
    public static Task<JsonNode> PaidAsync(this PortalSystem system, string sale, string receipt, decimal amount) =>
        system.ActAsync(
            "finance-officer-1", sale, "payments", new JsonObject { ["receipt"] = receipt, ["amount"] = Yuan(amount) });

    /// <summary>What is owed for a sale.</summary>
    public static async Task<decimal> OpenAsync(this PortalSystem system, string sale) => decimal.Parse(
        $"{(await system.LookAsync("finance-officer-1", sale))["open"]!["amount"]}", CultureInfo.InvariantCulture);

    /// <summary>The address of a thing's page.</summary>
    public static string PageOf(string path) => path["/api".Length..];

    private static async Task<Ops.Demo.Answer> SeenAsync(PortalSystem system, string who, string path)
    {
        await system.CodeAsync(who);
        return await system.Gateway.GetAsync(new(who[..who.LastIndexOf('-')], who), path, print: false);
    }
}
