using System.Text.Json.Nodes;

namespace Ops.Demo;

/// <summary>The demo project of two buildings, imported from its spreadsheet through the gateway, once.</summary>
internal static class Seed
{
    private const string Project = "/api/sales/projects/harbour-court";

    private static readonly Staff Operations = new("operations"), Manager = new("marketing-manager");

    public static async Task RunAsync(GatewayClient gateway, byte[] spreadsheet, DemoTelemetry telemetry)
    {
        // A start that was cut off goes on where it was; what was published is the company's own from then on.
        var lists = await telemetry.StepAsync("look for the demo project", () =>
            gateway.GetAsync(Operations, $"{Project}/price-lists", print: false));
        if (lists.Status == 200 && lists.Text.Contains("\"published\"", StringComparison.Ordinal))
        {
            Console.WriteLine(gateway.Texts.Of("story.seed.there"));
            return;
        }

        var project = new JsonObject { ["code"] = "harbour-court", ["name"] = "港湾华庭" };
        if (lists.Status != 200)
        {
            await telemetry.StepAsync(
                "open the demo project", () => gateway.PostAsync(Operations, "/api/sales/projects", project));
        }

        var imported = await telemetry.StepAsync(
            "import the demo units",
            () =>
                gateway.UploadAsync(
                    Operations, $"{Project}/units/import", spreadsheet,
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
        if (imported.Status != 200)
            throw new StoryEndedException(gateway.Texts.Of("story.seed.not-imported"));

        // The list names prices too: a draft of the price list, which another approves and publishes (CS-4).
        var prices = $"/api/sales/price-lists/{imported["priceList"]}";
        var seen = await gateway.GetAsync(Manager, prices, print: false);
        if (seen["state"] == "drafted")
        {
            seen = await telemetry.StepAsync(
                "approve the demo prices", () => gateway.PostAsync(Manager, $"{prices}/approve", null, seen.ETag));
        }

        var published = await telemetry.StepAsync(
            "publish the demo prices",
            () => gateway.PostAsync(Manager, $"{prices}/publish", new JsonObject(), seen.ETag));
        if (published.Status != 200)
            throw new StoryEndedException(gateway.Texts.Of("story.seed.not-published"));
    }
}
