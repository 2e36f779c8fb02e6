using Microsoft.AspNetCore.Components;
using Ops.Portal.Clients.RecordsArchive;
using Ops.Portal.Layout;

namespace Ops.Portal.Pages.RecordsArchive;

/// <summary>What the pages of the archive have in common.</summary>
public abstract class ArchiveComponent : PortalComponent
{
    /// <summary>The service.</summary>
    [Inject]
    protected RecordsArchiveClient Archive { get; set; } = default!;

    /// <summary>The address of a handover's page.</summary>
    public static string AddressOf(HandoverView handover) => $"/archive/handovers/{handover?.Id}";

    /// <summary>The address of the page of a unit's file.</summary>
    public static string FileAddress(string project, string unit) =>
        $"/archive/projects/{Uri.EscapeDataString(project)}/units/{Uri.EscapeDataString(unit)}/file";

    /// <summary>How a handover's state is coloured.</summary>
    protected static string BadgeOf(HandoverState state) => state switch
    {
        HandoverState.Overdue => "text-bg-danger",
        HandoverState.HandedOver => "text-bg-info",
        HandoverState.Accepted => "text-bg-success",
        _ => "text-bg-light",
    };
}
