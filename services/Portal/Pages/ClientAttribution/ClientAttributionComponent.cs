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

    /// <summary>The address of a day of a desk.</summary>
    protected static string DeskAddress(Guid day) => $"/clients/desk-days/{day}";

    /// <summary>The address of a visit or call.</summary>
    protected static string ContactAddress(Guid contact) => $"/clients/contacts/{contact}";

    /// <summary>The address of a site's hotline.</summary>
    protected static string HotlineAddress(string project) =>
        $"/clients/projects/{Uri.EscapeDataString(project)}/hotline";

    /// <summary>The address of a site's register of receptions and calls.</summary>
    protected static string ContactsAddress(string project) =>
        $"/clients/projects/{Uri.EscapeDataString(project)}/contacts";

    /// <summary>Whether somebody came or called, and what a call was about.</summary>
    protected string WayOf(ContactView contact) =>
        contact.Kind is { } kind ? $"{Name(contact.Channel)} · {Name(kind)}" : Name(contact.Channel);

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
