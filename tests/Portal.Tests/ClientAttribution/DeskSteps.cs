using System.Text.Json.Nodes;

namespace Ops.Portal.Tests.ClientAttribution;

/// <summary>What tests need of the desk: there is one a site, and its day is opened once.</summary>
internal static class DeskSteps
{
    private const string Days = $"/api/clients/projects/{PortalSystem.Project}/desk-days";

    /// <summary>Opens today's desk, unless another test has; answers the path of its page.</summary>
    public static async Task<string> OpenAsync(PortalSystem system)
    {
        var there = (await system.ReadAsync("sales-supervisor-1", $"{Days}?day={system.InDays(0)}")).Json!;
        if (there["items"]!.AsArray() is [{ } open, ..])
            return $"/clients/desk-days/{open["id"]}";
        var opened = await system.CallAsync(
            "sales-supervisor-1", Days,
            new JsonObject { ["consultants"] = new JsonArray("consultant-1", "consultant-2") });
        return $"/clients/desk-days/{opened["id"]}";
    }
}
