using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Units;

/// <summary>RES-4: who holds a unit, who is to go on, who waits in which place, and why the next in line has, or has not, been offered it.</summary>
internal static class ReadLine
{
    public static void MapReadLine(this IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/units/{unit}/line", HandleAsync)
            .RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A unit's line, and why the next in it has, or has not, been offered the unit")
            .Produces<View>();

    /// <summary>A unit's line.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="State">The unit's state.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="Holder">Who holds it, or is offered it.</param>
    /// <param name="Renewal">The holder's registration to go on.</param>
    /// <param name="Waiting">Who waits, the first first.</param>
    /// <param name="Yielded">Who of them agreed that the holder may go on.</param>
    /// <param name="Next">Why the next in line has, or has not, been offered the unit.</param>
    internal sealed record View(
        string Project, string Unit, UnitState State, OffsetDateTime Since, ReservationView? Holder, ReservationView? Renewal, IReadOnlyList<ReservationView> Waiting, IReadOnlyList<Guid> Yielded, Answer Next);

    /// <summary>The answer.</summary>
    /// <param name="Offered">Whether the unit is offered to somebody.</param>
    /// <param name="ReservationId">To whom it is offered; else who is next.</param>
    /// <param name="Rule">The rule.</param>
    /// <param name="Text">Why.</param>
    /// <param name="Since">Since when it stands so.</param>
    /// <param name="Until">Until when.</param>
    /// <param name="Undelivered">Why the offer reached nobody; null where it did.</param>
    internal sealed record Answer(bool Offered, Guid? ReservationId, string Rule, string Text, OffsetDateTime Since, OffsetDateTime? Until, string? Undelivered);

    [Rule("RES-4")]
    private static async Task<IResult> HandleAsync(
        string project, string unit, Actor actor, SalesControlDb db, CorrectionBook corrections, ReservationSettings settings, IClock clock, CancellationToken cancellationToken)
    {
        if (await ReadUnit.FindAsync(project, unit, actor, db, cancellationToken) is not var (found, site))
            return UnitDesk.Unknown(project, unit).ToProblem();

        var version = found.Version;
        found.ApplyDue(clock.GetCurrentInstant(), settings);
        var corrected = await corrections.OfAsync([.. found.Reservations.Select(r => r.Id)], cancellationToken);
        var yields = found.Holder is { } holder ? await db.YieldsToAsync(holder.Id, cancellationToken) : new HashSet<Guid>();
        return Results.Ok(new View(
            project, found.Code, found.State, site.At(found.Since), Show(found.Holder), Show(found.Renewal), [.. found.Line.Select(r => Show(r)!)],
            [.. found.Line.Select(r => r.Id).Where(yields.Contains)], Explain(found, site))).WithETag(version);

        ReservationView? Show(Reservation? r) => r is null ? null : ReservationView.Of(r, found, site, corrected);
    }

    /// <summary>Why the next in line has, or has not, been offered the unit.</summary>
    [Rule("RES-4")]
    internal static Answer Explain(Unit unit, Project site)
    {
        var next = unit.Line.FirstOrDefault();
        var (since, until) = (site.At(unit.Since), site.At(unit.Until));
        return unit.Holder switch
        {
            { State: ReservationState.Offered } offered => new(
                true, offered.Id, "RES-4",
                $"It is offered to the customer of {offered.Consultant}, who was first in line, until {site.At(offered.ExpiresAt)}; "
                    + (offered.Undelivered is { } why ? $"the offer reached nobody ({why}), and the marketing manager was told." : "the consultant was told.")
                    + (next is null ? " Nobody waits after that." : $" The next is the customer of {next.Consultant}, when the offer is declined or not taken up."),
                site.At(offered.OfferedAt!.Value), site.At(offered.ExpiresAt), offered.Undelivered),
            { } holder => new(
                false, next?.Id, unit.Renewal is null ? "RES-4" : "RES-3",
                $"The customer of {holder.Consultant}, registered at {site.At(holder.RegisteredAt)}, holds it until {site.At(holder.ExpiresAt)}"
                    + (holder.State == ReservationState.Pending ? ", and waits for approval." : ".")
                    + unit.Renewal switch
                    {
                        { State: ReservationState.RenewalApproved } => " An approved renewal takes over then.",
                        { } => " A renewal is registered, and takes over then if it is approved by that time.",
                        null => "",
                    }
                    + (next is null ? " Nobody waits." : $" The first in line, the customer of {next.Consultant}, is offered it when it is free."),
                since, until, null),
            null => new(false, null, unit.State == UnitState.Withheld ? "RES-2" : "RES-4", $"{unit.Code} is {unit.State.Say()}; nobody waits.", since, until, null),
        };
    }
}
