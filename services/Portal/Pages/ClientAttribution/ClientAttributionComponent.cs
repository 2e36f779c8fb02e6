using Microsoft.AspNetCore.Components;
using Ops.Portal.Clients.ClientAttribution;
using Ops.Portal.Layout;

namespace Ops.Portal.Pages.ClientAttribution;

/// <summary>What the pages of client attribution have in common.</summary>
public abstract class ClientAttributionComponent : PortalComponent
{
    /// <summary>The service.</summary>
    [Inject]
    protected ClientAttributionClient Clients { get; set; } = default!;

    /// <summary>The address of a desk's days.</summary>
    protected static string DesksAddress(string project) =>
        $"/clients/projects/{Uri.EscapeDataString(project)}/desk-days";

    /// <summary>How a consultant's state is coloured.</summary>
    protected static string BadgeOf(SeatState state) => state switch
    {
        SeatState.Ready => "text-bg-success",
        SeatState.Receiving or SeatState.OnCall => "text-bg-info",
        _ => "text-bg-light",
    };

    /// <summary>How a visit's or call's state is coloured.</summary>
    protected static string BadgeOf(ContactState state) => state switch
    {
        ContactState.Entered => "text-bg-success",
        ContactState.Open => "text-bg-info",
        ContactState.Waiting or ContactState.EntryOwed => "text-bg-warning",
        ContactState.NoRecord => "text-bg-danger",
        _ => "text-bg-light",
    };
}
