using NodaTime;
using Ops.Platform.Storage;

namespace Ops.SalesControl.MoveIn;

/// <summary>A project's move-in campaign 集中入伙: for some weeks its buyers take their units over (DOC-5.3.2). One open campaign a project.</summary>
internal sealed class MoveInCampaign : Aggregate
{
    private MoveInCampaign()
    {
    }

    public MoveInCampaign(Guid id, string project, string name, LocalDate from, Instant now, string by)
    {
        Id = id;
        (Project, Name, From, OpenedAt, OpenedBy) = (project, name, from, now, by);
    }

    public override string StreamKind => "move-in-campaign";

    public string Project { get; private init; } = "";

    public string Name { get; private init; } = "";

    /// <summary>The first day on which units are delivered.</summary>
    public LocalDate From { get; private init; }

    public Instant OpenedAt { get; private init; }

    public string OpenedBy { get; private init; } = "";

    public Instant? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }
}
