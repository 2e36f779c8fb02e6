using System.Text.Json.Nodes;

namespace Ops.Demo;

/// <summary>The demo project of two buildings, imported from its spreadsheet through the gateway, once.</summary>
internal static class Seed
{
    private static readonly Staff Operations = new("operations"), Manager = new("marketing-manager");

    public static async Task RunAsync(GatewayClient gateway, byte[] spreadsheet, DemoTelemetry telemetry)
    {
        var projects = await telemetry.StepAsync("look for the demo project", () =>
            gateway.GetAsync(Operations, "/api/sales/projects", print: false));
        if (projects.Status == 200 && projects.Text.Contains("\"harbour-court\"", StringComparison.Ordinal))
        {
            Console.WriteLine(gateway.Texts.Of("story.seed.there"));
            return;
        }

        var project = new JsonObject { ["code"] = "harbour-court", ["name"] = "港湾华庭" };
        await telemetry.StepAsync(
            "open the demo project", () => gateway.PostAsync(Operations, "/api/sales/projects", project));
        var imported = await telemetry.StepAsync(
            "import the demo units",
            () =>
                gateway.UploadAsync(
                    Operations, "/api/sales/projects/harbour-court/units/import", spreadsheet,
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
        if (imported.Status != 200)
            throw new StoryEndedException(gateway.Texts.Of("story.seed.not-imported"));

        // The list names prices too: a draft of the price list, which another approves and publishes (CS-4).
        var prices = $"/api/sales/price-lists/{imported["priceList"]}";
        var approved = await telemetry.StepAsync(
            "approve the demo prices",
            async () =>
                await gateway.PostAsync(
                    Manager, $"{prices}/approve", null, (await gateway.GetAsync(Manager, prices, print: false)).ETag));
        var published = await telemetry.StepAsync(
            "publish the demo prices",
            () => gateway.PostAsync(Manager, $"{prices}/publish", new JsonObject(), approved.ETag));
        if (published.Status != 200)
            throw new StoryEndedException(gateway.Texts.Of("story.seed.not-published"));
    }
}
