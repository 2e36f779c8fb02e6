using NodaTime;
using Ops.Platform.Storage;

namespace Ops.SalesControl.MoveIn;

/// <summary>
/// A project's move-in campaign 集中入伙: for some weeks its buyers take their units over (DOC-5.3.2). One open campaign
/// a project. It changes by its events alone.
/// </summary>
internal sealed class MoveInCampaign : Aggregate
{
    private MoveInCampaign()
    {
    }

    /// <summary>A campaign that is being opened (<see cref="MoveInCampaignOpened"/>).</summary>
    public MoveInCampaign(Guid id) => Id = id;

    public override string StreamKind => "move-in-campaign";

    public string Project { get; internal set; } = "";

    public string Name { get; internal set; } = "";

    /// <summary>The first day on which units are delivered.</summary>
    public LocalDate From { get; internal set; }

    public Instant OpenedAt { get; internal set; }

    public string OpenedBy { get; internal set; } = "";

    public Instant? EndedAt { get; internal set; }

    public string? EndedBy { get; internal set; }

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/move-in-campaigns/{Id}";
}
