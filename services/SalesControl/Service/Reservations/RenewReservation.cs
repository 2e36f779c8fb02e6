using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-3: in the last 24 hours of a reservation its consultant reports that the customer goes on 续留: a new
/// registration, approved again, whose 72 hours run from the old expiry. RES-4: not past others who wait and have not
/// yielded.
/// </summary>
internal static class RenewReservation
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<RenewedReservation, Request, RenewalRegistered>(
                "reservations/{id:guid}/renewal", SalesControlPermissions.RegisterReservation, Decide)
            .OfferedOn<ReservationLine>(Refuses)
            .Answers<ReservationLine, ReservationView>((state, renewal) => state.With(renewal.ReservationId))
            .WithSummary("reservation.renew.summary");

    /// <summary>The new form.</summary>
    /// <param name="Form">Its number.</param>
    internal sealed record Request(string Form);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Form).NotEmpty().Refuses("RES-3", "reservation.renewal-form-missing").IsOneLine(50);
    }

    internal sealed class Load(ISource<ReservationLine> lines, SalesControlDb db) : ILoad<RenewedReservation, Request>
    {
        public async Task<Outcome<RenewedReservation>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var found = await lines.FindAsync(named, Access.Change, cancellationToken);
            return found.Refusal is { } missing
                ? missing
                : new RenewedReservation(found.Value, await db.UseOfForm(found.Value.Unit, request.Form.Trim())
                    .SingleAsync(cancellationToken));
        }
    }

    internal static Outcome<RenewalRegistered> Decide(RenewedReservation state, Request request, Change change)
    {
        var (line, holder, form) = (state.Line, state.Line.Reservation, request.Form.Trim());
        if ((Refuses(line, change) ?? state.Form.Refuses(form)) is { } refusal)
            return refusal;
        return new RenewalRegistered(
            change.NewId(), holder.Id, line.Unit.Id, line.Unit.Project, line.Unit.Code, holder.Consultant,
            holder.ExpiresAt!.Value, form)
        {
            FormKey = state.Form.Key,
        };
    }

    /// <summary>
    /// Why a reservation cannot be renewed now; null where it can: in the 24 hours before its end, or as many as the
    /// setting <c>Reservations:RenewalHours</c> says.
    /// </summary>
    [Rule("RES-3", "renewal window")]
    [Rule("RES-4", "renewing while others wait")]
    private static Refused? Refuses(ReservationLine line, Change change)
    {
        var holder = line.Reservation;
        if (line.RefusesAnothersCustomer(change) is { } anothers)
            return anothers;
        if (holder.State != ReservationState.Reserved)
            return line.Refuse("RES-3", "reservation.renewed-only-when-approved", ("state", Text.NameOf(holder.State)));
        if (line.Renewal is { } already)
            return new Refused("RES-3", Text.Of("reservation.renewed-already")) { Evidence = [already.Evidence] };
        if (change.At < holder.ExpiresAt!.Value - line.Terms.Settings.RenewalWindow)
            return line.Refuse("RES-3", "reservation.renewed-too-early", ("window", line.Terms.Settings.RenewalWindow));
        return line.InsistentAgainst(holder) is { Count: > 0 } insistent
            ? new Refused("RES-4", Text.Of("reservation.renewed-past-others", ("count", insistent.Count)))
            {
                Evidence = [.. insistent.Take(10).Select(one => one.Evidence)],
            }
            : null;
    }
}

/// <summary>A reservation's line, with where the number of the new form stands.</summary>
internal sealed class RenewedReservation(ReservationLine line, FormUse form)
    : Line(line.Unit, line.Reservations, line.Terms)
{
    /// <summary>The line.</summary>
    public ReservationLine Line => line;

    /// <summary>Where the form's number stands.</summary>
    public FormUse Form => form;
}

/// <summary>A registration to go on; it takes over at the old expiry, once it is approved (RES-3).</summary>
[HappensUnder("RES-3")]
internal sealed record RenewalRegistered(
    Guid ReservationId, Guid Renews, Guid UnitId, string Project, string Unit, string Consultant, Instant TakesOverAt,
    string Form) : IEvent<Line>
{
    /// <summary>What the form's number is known by.</summary>
    [JsonIgnore]
    public string? FormKey { get; init; }

    public void Apply(Line state, Occurrence when) => state.Add(Reservation.Renewing(
        ReservationId, state.Unit, state.Find(Renews), (Form, FormKey), when.At));

    public void React(Line state, Occurrence when, Reactions follow)
    {
        var renewal = state.Find(ReservationId);
        follow.Add(renewal);
        // Its consultant has reported.
        follow.Tasks.Over([state.Find(Renews).EndMatter], when.At, when.By);
        follow.AskToApprove(state, renewal, Text.Of("reservation.task.decide-renewal", ("unit", Unit)), when);
    }
}
