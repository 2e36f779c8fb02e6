using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-1: a special extension is asked for by the consultant and needs the marketing manager's approval: once, for at
/// most three days, of a reservation that is approved, and like a renewal not while others wait who have not yielded.
/// </summary>
internal sealed class ExtendReservation(LineBook lines)
    : ChangeKind<ReservationLine, ExtendReservation.Details>(
        ChangeKind.Extension, "RES-1", SalesControlPermissions.ApproveReservation)
{
    /// <summary>What no setting allows, and no calendar could carry.</summary>
    private const int MostHours = 10_000;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapAsk<ReservationLine, Request, Details>(
                "reservations/{id:guid}/extension", SalesControlPermissions.RegisterReservation,
                (ChangeKind.Extension, line => line.Reservation.Id), Ask)
            .OfferedUnlessAsked<ReservationLine, Request, ReservationLine>(
                (ChangeKind.Extension, line => line.Reservation.Id),
                (line, change) => line.RefusesAnothersCustomer(change) ?? Refuses(line, Duration.Zero))
            .WithSummary("extension.ask-for.summary");

    /// <summary>How much longer, and why.</summary>
    /// <param name="Hours">Whole hours, at most 72.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Request(int Hours, string Reason) : IAsks;

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Hours).InclusiveBetween(1, MostHours).Refuses("RES-1", "extension.hours");
            RuleFor(r => r.Reason).MustBeAReason("RES-1", "extension.reason-missing");
        }
    }

    /// <summary>What is asked for.</summary>
    internal sealed record Details(int Hours);

    internal static Outcome<Details> Ask(ReservationLine line, Request request, Change change) =>
        (line.RefusesAnothersCustomer(change) ?? Refuses(line, Duration.FromHours(request.Hours))) is { } refusal
            ? refusal
            : new Details(request.Hours);

    /// <summary>Why a reservation cannot be extended; null where it can.</summary>
    [Rule("RES-1", "a special extension: once, three days at most")]
    [Rule("RES-4", "extending while others wait")]
    internal static Refused? Refuses(ReservationLine line, Duration length)
    {
        var (holder, most) = (line.Reservation, line.Terms.Settings.ExtensionMost);
        if (!holder.IsHeld)
            return line.RefuseInState("RES-1", "extension.only-for-holder");
        // Whoever has not decided in 72 hours decides first: a longer hold that nobody agreed to is none.
        if (holder.State != ReservationState.Reserved)
            return line.Refuse("RES-1", "extension.approve-first");
        if (length > most)
            return Refused.Input("RES-1", "hours", Text.Of("extension.too-long", ("most", most)));
        if (holder.Extended)
            return line.Refuse("RES-1", "extension.once-only");
        if (line.Renewal is { } renewal)
            return new Refused("RES-1", Text.Of("extension.renewed-already")) { Evidence = [renewal.Evidence] };
        return line.InsistentAgainst(holder) is { Count: > 0 } insistent
            ? new Refused("RES-4", Text.Of("extension.past-others", ("count", insistent.Count)))
            {
                Evidence = [.. insistent.Take(10).Select(one => one.Evidence)],
            }
            : null;
    }

    protected override Text What(Details details, Unit unit) =>
        Text.Of("extension.what", ("unit", unit.Code), ("hours", details.Hours));

    protected override async Task<ReservationLine> LockAsync(
        ChangeRequest request, Details details, CancellationToken cancellationToken) =>
        await lines.LockForAsync(request.UnitId, request.Subject!.Value, cancellationToken);

    protected override Outcome<Events<ReservationLine>> Grant(
        ReservationLine state, Granted<Details> granted, Change by)
    {
        var (holder, unit) = (state.Reservation, state.Unit);
        var length = Duration.FromHours(granted.Details.Hours);
        if (Refuses(state, length) is { } refusal)
            return refusal;
        var from = holder.ExpiresAt!.Value;
        return new Events<ReservationLine>(
            new ReservationExtended(holder.Id, unit.Id, unit.Project, unit.Code, from, from + length));
    }
}

/// <summary>The marketing manager granted a special extension (RES-1).</summary>
[HappensUnder("RES-1")]
internal sealed record ReservationExtended(
    Guid ReservationId, Guid UnitId, string Project, string Unit, Instant From, Instant ExpiresAt) : IEvent<Line>
{
    public void Apply(Line state, Occurrence when)
    {
        state.Find(ReservationId).Extend(ExpiresAt);
        state.Unit.Until = ExpiresAt;
    }

    public void React(Line state, Occurrence when, Reactions follow)
    {
        var extended = state.Find(ReservationId);
        var since = extended.HeldAt!.Value;
        follow.Deadlines.Cancel(extended.LapseKey, when.At);
        follow.SetLapse(state, extended, since, ExpiresAt - since);
        follow.Tell(
            state, extended, "extended", Text.Of("reservation.task.extended", ("unit", Unit)), "RES-1", when.At);
    }
}
