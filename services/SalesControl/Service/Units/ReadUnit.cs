using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Units;

/// <summary>RES-4: a unit with its holder and its line, its whole history, and why it is in the state that it is in.</summary>
internal static class ReadUnit
{
    private const int MostOnAPage = 1000;

    public static void MapReadUnit(this IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/units/{unit}", GetAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A unit with its holder and its line").Produces<View>();
        api.MapGet("projects/{project}/units/{unit}/history", HistoryAsync)
            .RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("All that ever happened to a unit, in its order").Produces<HistoryPage>();
        api.MapGet("projects/{project}/units/{unit}/explanation", ExplainAsync)
            .RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("Why it is in its state, step by step; for a reservation, why another has it")
            .Produces<IReadOnlyList<Step>>();
    }

    /// <summary>A unit.</summary>
    internal sealed record View(
        string Project, string Unit, string Building, string Entrance, int Floor, string Room, UnitKind Kind, decimal BuiltArea, decimal? InsideArea, string? Orientation, string? Layout, Money? ListPrice,
        UnitState State, OffsetDateTime Since, ReservationView? Holder, IReadOnlyList<ReservationView> Line, Guid? SubscriptionId);

    /// <summary>Something that happened to a unit, from the event log.</summary>
    /// <param name="Id">The event's id.</param>
    /// <param name="Version">Its place in the unit's history.</param>
    /// <param name="Event">What it is.</param>
    /// <param name="At">When it took effect.</param>
    /// <param name="By">Who did it.</param>
    /// <param name="Rule">The rule under which it happened.</param>
    /// <param name="Text">What happened, in a sentence.</param>
    /// <param name="TraceId">The trace to look it up by.</param>
    /// <param name="Details">The event itself.</param>
    /// <param name="Approval">What was approved, or asked for, as the register of approvals names it; null for what needs nobody's agreement.</param>
    internal sealed record Entry(Guid Id, long Version, string Event, OffsetDateTime At, string By, string Rule, string Text, string? TraceId, JsonElement Details, string? Approval);

    /// <summary>A page of a history.</summary>
    /// <param name="Items">What happened, in its order.</param>
    /// <param name="Next">The version to go on after; null on the last page.</param>
    internal sealed record HistoryPage(IReadOnlyList<Entry> Items, long? Next);

    /// <summary>A step of an explanation.</summary>
    /// <param name="At">When it took effect.</param>
    /// <param name="Rule">The rule under which it happened.</param>
    /// <param name="Text">What happened.</param>
    /// <param name="Evidence">The entry that the step rests on.</param>
    /// <param name="Whose">Where one asked for a reservation: <c>this</c> for its own steps, <c>other</c> for those that put others before it, <c>now</c> for how it stands.</param>
    internal sealed record Step(OffsetDateTime At, string Rule, string Text, string Evidence, string? Whose = null);

    private static async Task<IResult> GetAsync(string project, string unit, Actor actor, SalesControlDb db, PriceBook prices, CorrectionBook corrections, ReservationSettings settings, IClock clock, CancellationToken cancellationToken)
    {
        if (await FindAsync(project, unit, actor, db, cancellationToken) is not var (found, site))
            return UnitDesk.Unknown(project, unit).ToProblem();

        var version = found.Version;
        var now = clock.GetCurrentInstant();
        found.ApplyDue(now, settings);
        var subscription = await db.Subscriptions.Where(s => s.UnitId == found.Id && s.EndedAt == null).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(cancellationToken);
        var corrected = await corrections.OfAsync([.. found.Reservations.Select(r => r.Id)], cancellationToken);
        return Results.Ok(new View(
            project, found.Code, found.Building, found.Entrance, found.Floor, found.Room, found.Kind, found.BuiltArea, found.InsideArea, found.Orientation, found.Layout,
            Money.Of((await prices.GetAsync(found.Id, now, cancellationToken))?.Price),
            found.State, site.At(found.Since), found.Holder is { } holder ? ReservationView.Of(holder, found, site, corrected) : null, [.. found.Line.Select(r => ReservationView.Of(r, found, site, corrected))],
            subscription)).WithETag(version);
    }

    private static async Task<IResult> HistoryAsync(string project, string unit, long? after, int? limit, Actor actor, SalesControlDb db, IEventLog log, CancellationToken cancellationToken)
    {
        if (await FindAsync(project, unit, actor, db, cancellationToken) is not var (found, site))
            return UnitDesk.Unknown(project, unit).ToProblem();

        var size = Math.Clamp(limit ?? 200, 1, MostOnAPage);
        var page = await log.ReadAsync(found.Stream, after ?? 0, size, cancellationToken);
        return Results.Ok(new HistoryPage([.. page.Select(Show)], page.Count == size ? page[^1].Version : null));

        Entry Show(LoggedEvent e)
        {
            var (rule, text) = Telling.Of(e);
            return new(e.Id, e.Version, e.Type, site.At(e.At), e.By, rule, text, e.TraceParent?.Split('-')[1], e.Body, Telling.ApprovalOf(e));
        }
    }

    private static async Task<IResult> ExplainAsync(
        string project, string unit, [FromQuery(Name = "for")] Guid? reservation, Actor actor, SalesControlDb db, IEventLog log, ReservationSettings settings, IClock clock, CancellationToken cancellationToken)
    {
        if (await FindAsync(project, unit, actor, db, cancellationToken) is not var (found, site))
            return UnitDesk.Unknown(project, unit).ToProblem();

        var all = await log.ReadAsync(found.Stream, cancellationToken);
        if (reservation is not { } id)
            return Results.Ok(all.Select(e => Explain(e, site)));
        var registered = await db.Reservations.AsNoTracking().Where(r => r.UnitId == found.Id).ToDictionaryAsync(r => r.Id, cancellationToken);
        return registered.TryGetValue(id, out var asked)
            ? Results.Ok(WhyNot(asked, registered, found, site, all, settings, clock.GetCurrentInstant()))
            : UnitDesk.UnknownReservation(id).ToProblem();
    }

    /// <summary>RES-4: why another has it: what this one did and when, what those did who came before it, and how it stands now.</summary>
    [Rule("RES-4")]
    private static List<Step> WhyNot(
        Reservation asked, Dictionary<Guid, Reservation> registered, Unit unit, Project site, IReadOnlyList<LoggedEvent> all, ReservationSettings settings, Instant now)
    {
        List<Step> steps = [];
        foreach (var e in all)
        {
            List<Reservation> about = [.. Telling.ReservationsOf(e).Select(one => registered.GetValueOrDefault(one)).OfType<Reservation>()];
            if (about.Exists(one => one.Id == asked.Id))
                steps.Add(Explain(e, site) with { Whose = "this" });
            // What those did who came later matters where they have got it: when this one's own was over.
            else if (about.Exists(one => one.Number < asked.Number || one.EndedAt is null) || (about.Count == 0 && e.Type is nameof(UnitReleased) or nameof(UnitWithheld) or nameof(UnitPutOnSale) or nameof(SubscriptionSigned)))
                steps.Add(Explain(e, site) with { Whose = "other" });
        }

        unit.ApplyDue(now, settings);
        var mine = unit.Reservations.SingleOrDefault(r => r.Id == asked.Id) ?? asked;
        steps.Add(new Step(site.At(now), "RES-4", HowItStands(mine, unit, site), unit.Stream, "now"));
        return steps;
    }

    /// <summary>A unit that one may see, with all that is open of its reservations, and its project.</summary>
    public static async Task<(Unit Unit, Project Site)?> FindAsync(string project, string unit, Actor actor, SalesControlDb db, CancellationToken cancellationToken) =>
        actor.MaySee(project)
        && await db.Units.AsNoTracking().Include(u => u.Reservations.Where(r => r.EndedAt == null)).SingleOrDefaultAsync(u => u.Project == project && u.Code == unit, cancellationToken) is { } found
            ? (found, await db.Projects.AsNoTracking().SingleAsync(p => p.Code == project, cancellationToken))
            : null;

    private static string HowItStands(Reservation asked, Unit unit, Project site) => asked.State switch
    {
        ReservationState.Pending or ReservationState.Reserved => $"It holds the unit until {site.At(asked.ExpiresAt)}.",
        ReservationState.Offered => $"The unit is offered to it until {site.At(asked.ExpiresAt)}.",
        ReservationState.Waiting when unit.Holder is { } holder => $"It waits in place {unit.PlaceOf(asked)}: the customer of {holder.Consultant} was registered at {site.At(holder.RegisteredAt)}, before it, at {site.At(asked.RegisteredAt)}, and {(holder.State == ReservationState.Offered ? "is offered the unit" : "holds it")} until {site.At(holder.ExpiresAt)}.",
        ReservationState.RenewalPending or ReservationState.RenewalApproved => $"It is {asked.Say()}, and is to take over at {site.At(asked.ExpiresAt)}.",
        _ => $"It is over since {site.At(asked.EndedAt)}: {asked.Say()}. The unit is {unit.State.Say()}.",
    };

    private static Step Explain(LoggedEvent e, Project site)
    {
        var (rule, text) = Telling.Of(e);
        return new(site.At(e.At), rule, text, $"event/{e.Id}");
    }
}
