using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-3: in the last 24 hours of a reservation its consultant reports that the customer goes on 续留: a new
/// registration, approved again, whose 72 hours run from the old expiry. RES-4: not past others who wait and have not
/// yielded.
/// </summary>
internal static class RenewReservation
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ReservationLine, Request, RenewalRegistered>(
                "reservations/{id:guid}/renewal", SalesControlPermissions.RegisterReservation, Decide)
            .Answers<ReservationLine, ReservationView>((line, renewal) => line.With(renewal.ReservationId))
            .WithSummary("Register that a reservation goes on; answers the renewal");

    /// <summary>The new form.</summary>
    /// <param name="Form">Its number.</param>
    internal sealed record Request(string Form);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Form).NotEmpty().Refuses("RES-3", "reservation.renewal-form-missing").MaximumLength(50);
    }

    [Rule("RES-3", "renewal window")]
    [Rule("RES-4", "renewing while others wait")]
    internal static Outcome<RenewalRegistered> Decide(ReservationLine line, Request request, Change change)
    {
        var holder = line.Reservation;
        if (line.RefusesAnothersCustomer(change.Actor) is { } anothers)
            return anothers;
        if (holder.State != ReservationState.Reserved)
            return line.Refuse("RES-3", "reservation.renewed-only-when-approved", ("state", Text.NameOf(holder.State)));
        if (line.Unit.Renewal is { } already)
            return new Refused("RES-3", Text.Of("reservation.renewed-already")) { Evidence = [already.Evidence] };
        if (change.At < holder.ExpiresAt!.Value - line.Settings.RenewalWindow)
            return line.Refuse("RES-3", "reservation.renewed-too-early", ("window", line.Settings.RenewalWindow));
        if (line.InsistentAgainst(holder) is { Count: > 0 } insistent)
        {
            return new Refused("RES-4", Text.Of("reservation.renewed-past-others", ("count", insistent.Count)))
            {
                Evidence = [.. insistent.Take(10).Select(one => one.Evidence)],
            };
        }

        return new RenewalRegistered(
            change.NewId(), holder.Id, line.Unit.Id, line.Unit.Project, line.Unit.Code, holder.Consultant,
            holder.ExpiresAt.Value, request.Form.Trim());
    }
}

/// <summary>A registration to go on; it takes over at the old expiry, once it is approved (RES-3).</summary>
[HappensUnder("RES-3")]
internal sealed record RenewalRegistered(
    Guid ReservationId, Guid Renews, Guid UnitId, string Project, string Unit, string Consultant, Instant TakesOverAt,
    string Form) : IEvent<Line>
{
    public void Apply(Line state, Occurrence when) =>
        state.Unit.AddRenewal(ReservationId, state.Find(Renews), Form, when.At);

    public void React(Line state, Occurrence when, Reactions follow)
    {
        state.FollowOthers();
        var renewal = state.Find(ReservationId);
        follow.Approvals.Ask(WhatFollows.ApprovalOf(renewal, state.Unit, when.By));
        follow.Tasks.Add(new NewTask(
            WhatFollows.ApprovalKey(renewal), Addressee.ForPermission(SalesControlPermissions.ApproveReservation),
            Project, Text.Of("reservation.task.decide-renewal", ("unit", Unit)), "RES-3", WhatFollows.PathOf(renewal),
            when.At)
        {
            MustBeDone = true,
            DueAt = TakesOverAt,
        });
    }
}
