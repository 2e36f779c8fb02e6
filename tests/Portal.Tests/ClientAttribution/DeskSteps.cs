using System.Text.Json.Nodes;

namespace Ops.Portal.Tests.ClientAttribution;

/// <summary>What tests need of the desk: there is one a site, and its day is opened once.</summary>
internal static class DeskSteps
{
    private const string Days = $"/api/clients/projects/{PortalSystem.Project}/desk-days", Leads = "sales-supervisor-1";

    /// <summary>Opens today's desk, unless another test has; answers the path of its page.</summary>
    public static async Task<string> OpenAsync(PortalSystem system)
    {
        var there = (await system.ReadAsync(Leads, $"{Days}?day={system.InDays(0)}")).Json!;
        if (there["items"]!.AsArray() is [{ } open, ..])
            return $"/clients/desk-days/{open["id"]}";
        var opened = await system.CallAsync(
            Leads, Days,
            new JsonObject { ["consultants"] = new JsonArray("consultant-1", "consultant-2") });
        return $"/clients/desk-days/{opened["id"]}";
    }

    /// <summary>
    /// Opens it, and has everybody of it ready, whoever other tests left with somebody; answers the path of its page.
    /// </summary>
    public static async Task<string> ReadyAsync(PortalSystem system)
    {
        var path = await OpenAsync(system);
        // One after the other: whoever is free takes whoever waits.
        while ((await system.ReadAsync(Leads, $"/api{path}")).Json!["seats"]!.AsArray()
            .FirstOrDefault(seat => $"{seat!["state"]}" != "ready") is { } busy)
        {
            if (busy["contact"] is { } contact)
            {
                await EndAsync(system, Leads, $"{contact}");
                continue;
            }

            var ready = new JsonObject { ["state"] = "ready", ["consultant"] = $"{busy["consultant"]}" };
            await system.CallAsync(Leads, $"/api{path}/seat", ready);
        }

        return path;
    }

    /// <summary>Somebody arrives who was never there; answers the visit.</summary>
    public static Task<JsonNode> ArriveAsync(PortalSystem system, string path, string phone) => system.CallAsync(
        "receptionist-1", $"/api{path}/arrivals", new JsonObject { ["cameBefore"] = false, ["phone"] = phone });

    /// <summary>A visit or call is over.</summary>
    public static async Task EndAsync(PortalSystem system, string who, string contact)
    {
        var path = $"/api/clients/contacts/{contact}";
        await system.CallAsync(who, $"{path}/end", ifMatch: (await system.ReadAsync(who, path)).ETag);
    }
}
