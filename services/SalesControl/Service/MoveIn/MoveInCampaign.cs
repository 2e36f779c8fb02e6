using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;

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
        Raise(new MoveInCampaignOpened(id, project, name, from), now, by);
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

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/move-in-campaigns/{Id}";

    /// <summary>It ends, once: from now on the month runs in which the customer affairs group hands over what it has (DOC-5.3.2).</summary>
    /// <param name="site">The project, whose calendar counts.</param>
    /// <param name="delivered">The units that were delivered in it.</param>
    /// <param name="outstanding">The sold units that were not.</param>
    /// <param name="now">Business time.</param>
    /// <param name="by">Who says so.</param>
    [Rule("DOC-5.3.2")]
    public Outcome<MoveInCampaign> End(Project site, IReadOnlyList<Guid> delivered, IReadOnlyList<Guid> outstanding, Instant now, string by)
    {
        if (EndedAt is not null)
            return new Refused("DOC-5.3.2", "The campaign has ended already.") { Evidence = [Stream] };
        (EndedAt, EndedBy) = (now, by);
        Raise(new MoveInCampaignEnded(Id, Project, site.Name, site.TimeZone, site.CloseOfBusiness, now, delivered, outstanding), now, by);
        return this;
    }
}
