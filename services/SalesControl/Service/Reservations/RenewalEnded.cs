using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// A renewal did not come about: refused, not approved in time, or its reservation ended before (RES-3).
/// </summary>
[HappensUnder("RES-3")]
internal sealed record RenewalEnded(
    Guid ReservationId, Guid Renews, Guid UnitId, string Project, string Unit, Text Why) : IEvent<HeadOfLine>
{
    /// <summary>What the manager wrote who refused it.</summary>
    public FreeText? Reason { get; init; }

    /// <summary>The line's renewal ends, where there is one.</summary>
    /// <param name="line">The line.</param>
    /// <param name="why">The code of why.</param>
    public static IEnumerable<IEvent<HeadOfLine>> OfLine(HeadOfLine line, string why) =>
        line.Renewal is { } renewal ? [Of(line, renewal, why)] : [];

    public static RenewalEnded Of(HeadOfLine line, Reservation renewal, string why) => new(
        renewal.Id, renewal.Renews!.Value, line.Unit.Id, line.Unit.Project, line.Unit.Code, Text.Of(why));

    public static RenewalEnded Refused(HeadOfLine line, Reservation renewal, FreeText reason) =>
        Of(line, renewal, "renewal.ended.refused") with { Reason = reason };

    public void Apply(HeadOfLine state, Occurrence when)
    {
        var renewal = state.Find(ReservationId);
        if (Reason is not null)
            renewal.Refuse(Reason.Words!, when);
        else
            renewal.End(ReservationState.Closed, when.At);
    }

    public void React(HeadOfLine state, Occurrence when, Reactions follow)
    {
        var renewal = state.Find(ReservationId);
        follow.CloseAskedAbout(state, renewal, when);
        if (renewal.DecidedAt is null)
            follow.Approvals.Close(renewal.Evidence, Why, when.At, when.By);
        follow.Tell(
            state, renewal, "renewal-ended",
            Text.Of("reservation.task.renewal-ended", ("unit", Unit), ("why", (object?)Reason?.Words ?? Why)),
            "RES-3", when.At);
    }
}
