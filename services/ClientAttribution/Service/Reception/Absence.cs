using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;

namespace Ops.ClientAttribution.Reception;

/// <summary>Why a consultant is away.</summary>
internal enum AbsenceKind
{
    /// <summary>因事外出.</summary>
    Out,

    /// <summary>出差.</summary>
    BusinessTrip,

    /// <summary>探亲.</summary>
    HomeLeave,

    /// <summary>Any other leave 请假.</summary>
    OtherLeave,
}

/// <summary>
/// A consultant is away from a site: said at the desk, or a trip or leave of several days. Whoever is ready at the
/// desk, or on its list in the morning, is back.
/// </summary>
internal sealed class Absence : Aggregate
{
    private Absence()
    {
    }

    public Absence(Guid id) => Id = id;

    public override string StreamKind => "absence";

    public string Project { get; internal set; } = "";

    public string Consultant { get; internal set; } = "";

    public AbsenceKind Kind { get; internal set; }

    public Instant Since { get; internal set; }

    /// <summary>Until when, which is not within it; null while it is open.</summary>
    public Instant? Until { get; internal set; }

    public string By { get; internal set; } = "";

    /// <summary>The name of it as evidence.</summary>
    public string Evidence => $"absence/{Id}";

    /// <summary>What a seat says of whoever sits there; null for one who is not away.</summary>
    public static AbsenceKind? Of(SeatState state, LeaveKind? leave) => (state, leave) switch
    {
        (SeatState.Out, _) => AbsenceKind.Out,
        (SeatState.OnLeave, LeaveKind.BusinessTrip) => AbsenceKind.BusinessTrip,
        (SeatState.OnLeave, LeaveKind.HomeLeave) => AbsenceKind.HomeLeave,
        (SeatState.OnLeave, _) => AbsenceKind.OtherLeave,
        _ => null,
    };
}

/// <summary>What follows for absences when somebody says where they are.</summary>
internal static class AbsenceReactions
{
    /// <summary>A consultant is back, and away again where they say so.</summary>
    [Rule("REC-3.2", "who is away, and why, is on record when it begins")]
    public static void Moves(
        this Reactions follow, string project, string consultant, AbsenceKind? away, Occurrence when)
    {
        var begun = away is { } kind
            ? new Absence(follow.NewId())
            {
                Project = project,
                Consultant = consultant,
                Kind = kind,
                Since = when.At,
                By = when.By,
            }
            : null;
        if (begun is not null)
            follow.Add(begun);
        follow.Defer(
            """
            UPDATE absences SET until = $1 WHERE project = $2 AND consultant = $3 AND since <= $1
                AND (until IS NULL OR until > $1) AND id <> $4
            """,
            new() { Value = when.At }, new() { Value = project }, new() { Value = consultant },
            new() { Value = begun?.Id ?? Guid.Empty });
    }
}
