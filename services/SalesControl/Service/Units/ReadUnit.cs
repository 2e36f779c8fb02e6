using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Messaging;
using Ops.SalesControl.Contracts;
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
    public static void MapReadUnit(this IEndpointRouteBuilder api)
    {
        api.MapQuery("projects/{project}/units/{unit}", SalesControlPermissions.ReadBoard, GetAsync).WithSummary("A unit with its holder and its line").Produces<View>();
        api.MapQuery("projects/{project}/units/{unit}/history", SalesControlPermissions.ReadBoard, HistoryAsync).WithSummary("All that ever happened to a unit").Produces<IReadOnlyList<Entry>>();
        api.MapQuery("projects/{project}/units/{unit}/explanation", SalesControlPermissions.ReadBoard, ExplainAsync).WithSummary("Why it is in its state, step by step").Produces<IReadOnlyList<Step>>();
    }

    /// <summary>A unit.</summary>
    internal sealed record View(
        string Project, string Unit, string Building, string Entrance, int Floor, string Room, UnitKind Kind, decimal BuiltArea, decimal? InsideArea, string? Orientation, string? Layout, Money? ListPrice,
        UnitState State, OffsetDateTime Since, ReservationView? Holder, IReadOnlyList<ReservationView> Line, Guid? SubscriptionId);

    /// <summary>Something that happened to a unit, from the event log.</summary>
    internal sealed record Entry(Guid Id, long Version, string Event, OffsetDateTime At, string By, string? TraceId, JsonElement Details);

    /// <summary>A step of an explanation.</summary>
    internal sealed record Step(OffsetDateTime At, string Rule, string Text, string Evidence);

    private static async Task<IResult> GetAsync(string project, string unit, Actor actor, SalesControlDb db, PriceBook prices, ReservationSettings settings, IClock clock, CancellationToken cancellationToken)
    {
        if (await FindAsync(project, unit, actor, db, cancellationToken) is not var (found, site))
            return UnitDesk.Unknown(project, unit).ToProblem();

        var version = found.Version;
        var now = clock.GetCurrentInstant();
        found.ApplyDue(now, settings);
        var subscription = await db.Subscriptions.Where(s => s.UnitId == found.Id && s.EndedAt == null).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(cancellationToken);
        return Results.Ok(new View(
            project, found.Code, found.Building, found.Entrance, found.Floor, found.Room, found.Kind, found.BuiltArea, found.InsideArea, found.Orientation, found.Layout,
            Money.Of((await prices.GetAsync(found.Id, now, cancellationToken))?.Price),
            found.State, site.At(found.Since), found.Holder is { } holder ? ReservationView.Of(holder, found, site) : null, [.. found.Line.Select(r => ReservationView.Of(r, found, site))],
            subscription)).WithETag(version);
    }

    private static async Task<IResult> HistoryAsync(string project, string unit, Actor actor, SalesControlDb db, IEventLog log, CancellationToken cancellationToken) =>
        await FindAsync(project, unit, actor, db, cancellationToken) is var (found, site)
            ? Results.Ok((await log.ReadAsync(found.Stream, cancellationToken)).Select(e => new Entry(e.Id, e.Version, e.Type, site.At(e.At), e.By, e.TraceParent?.Split('-')[1], e.Body)))
            : UnitDesk.Unknown(project, unit).ToProblem();

    private static async Task<IResult> ExplainAsync(string project, string unit, Actor actor, SalesControlDb db, IEventLog log, CancellationToken cancellationToken) =>
        await FindAsync(project, unit, actor, db, cancellationToken) is var (found, site)
            ? Results.Ok((await log.ReadAsync(found.Stream, cancellationToken)).Select(e => Explain(e, found, site)))
            : UnitDesk.Unknown(project, unit).ToProblem();

    private static async Task<(Unit Unit, Project Site)?> FindAsync(string project, string unit, Actor actor, SalesControlDb db, CancellationToken cancellationToken) =>
        actor.MaySee(project)
        && await db.Units.AsNoTracking().Include(u => u.Reservations.Where(r => r.EndedAt == null)).SingleOrDefaultAsync(u => u.Project == project && u.Code == unit, cancellationToken) is { } found
            ? (found, await db.Projects.AsNoTracking().SingleAsync(p => p.Code == project, cancellationToken))
            : null;

    private static Step Explain(LoggedEvent e, Unit unit, Project site)
    {
        var (rule, text) = e.Type switch
        {
            nameof(UnitListed) => ("RES-2", "The unit came into the project's list."),
            nameof(ReservationRegistered) => ("RES-1", $"{Text(e, "consultant")} registered a reservation with receipt {Text(e, "depositReceipt")}; from then on the unit is held."),
            nameof(WaitRecorded) => ("RES-4", $"{Text(e, "consultant")} came later and is recorded as waiting, in place {e.Body.GetProperty("place")}."),
            nameof(ReservationApproved) => ("RES-2", $"{e.By} approved it: reserved."),
            nameof(ReservationRefused) => ("RES-2", $"{e.By} refused it: {Text(e, "reason")}"),
            nameof(ReservationLapsed) => ("RES-3", "It lapsed by itself at the end of its time."),
            nameof(UnitOffered) => ("RES-4", "The unit was offered to the first in line."),
            nameof(OfferLapsed) => ("RES-4", "The offer was not taken up in time."),
            nameof(UnitReleased) => ("RES-3", "Nobody waited: the unit was open to every consultant."),
            nameof(ReservationPassed) => ("CS-7", $"{Text(e, "from")} had left; {Text(e, "to")} took over."),
            nameof(WaitClosed) => ("RES-4", "A wait was closed, because the unit was subscribed."),
            nameof(SubscriptionSigned) => ("RES-4", $"The customer of {Text(e, "consultant")} signed subscription {Text(e, "agreementNumber")}."),
            _ => ("", $"{e.Type} of {unit.Code}"),
        };
        return new(site.At(e.At), rule, text, $"event/{e.Id}");
    }

    private static string? Text(LoggedEvent e, string member) => e.Body.GetProperty(member).GetString();
}
