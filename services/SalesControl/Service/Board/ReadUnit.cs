using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Listing;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Board;

/// <summary>RES-4: a unit with its holder and its line, and its whole history.</summary>
internal static class ReadUnit
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapRead<UnitOnShow, View>("projects/{project}/units/{unit}", SalesControlPermissions.ReadBoard)
            .WithSummary("unit.read.summary");
        api.MapGet("projects/{project}/units/{unit}/history", HistoryAsync)
            .RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("unit-history.read.summary").AnswersOutcome<HistoryPage>();
    }

    /// <summary>A unit; its actions are what the reader may do to it now, by the names of the operations.</summary>
    internal sealed record View(
        string Project, string Unit, string Building, string Entrance, int Floor, string Room, string Kind,
        decimal BuiltArea, decimal? InsideArea, string? Orientation, string? Layout, Money? ListPrice, UnitState State,
        OffsetDateTime Since, ReservationView? Holder, IReadOnlyList<ReservationView> Line, Guid? SubscriptionId,
        IReadOnlyList<string> Actions);

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
    /// <param name="Approval">
    /// What was approved, or asked for, as the register of approvals names it; null for what needs nobody's agreement.
    /// </param>
    internal sealed record Entry(
        Guid Id, long Version, string Event, OffsetDateTime At, string By, string? Rule, string Text, string? TraceId,
        JsonElement Details, string? Approval);

    /// <summary>A page of a history.</summary>
    /// <param name="Items">What happened, in its order.</param>
    /// <param name="Next">The version to go on after; null on the last page.</param>
    internal sealed record HistoryPage(IReadOnlyList<Entry> Items, long? Next);

    internal sealed class Viewer(
        CorrectionBook corrections, IActions actions, ITexts texts, IClock clock)
        : IView<UnitOnShow, View>
    {
        public async ValueTask<View> ShowAsync(UnitOnShow state, Actor actor, CancellationToken cancellationToken)
        {
            var (u, site) = (state.Unit, state.Terms.Site);
            var reader = new CustomerReader(actor, clock.GetCurrentInstant());
            var corrected = await corrections.OfAsync([.. state.Reservations.Select(r => r.Id)], cancellationToken);
            return new(
                u.Project, u.Code, u.Building, u.Entrance, u.Floor, u.Room, u.Kind, u.BuiltArea, u.InsideArea,
                u.Orientation, u.Layout, Money.Of(state.Price), u.State, site.At(u.Since),
                state.Holder is { } holder ? Show(holder) : null, [.. state.Waiting.Select(Show)], state.Sale,
                await actions.OfAsync(state, actor, cancellationToken));

            ReservationView Show(Reservation r) => ReservationView.Of(r, state, reader, corrected, texts);
        }
    }

    /// <summary>Which unit, and which part of its history.</summary>
    internal sealed record Query(string Project, string Unit, long? After, PageSize? Limit);

    private static async Task<Outcome<HistoryPage>> HistoryAsync(
        [AsParameters] Query query, Actor actor, HttpContext http, LineBook lines, IEventLog log, History history,
        CancellationToken cancellationToken)
    {
        var found = await lines.FindAsync(new(http.Request.RouteValues, actor), Access.Read, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var site = found.Value.Terms.Site;
        var size = query.Limit.Rows();
        var page = await log.ReadAsync(found.Value.Unit.Stream, query.After ?? 0, size, cancellationToken);
        var told = await history.TellAsync(page, DateTimeZoneProviders.Tzdb[site.TimeZone], cancellationToken);
        return new HistoryPage(
            [
                .. told.Select(one => new Entry(
                    one.Event.Id, one.Event.Version, one.Event.Type, site.At(one.Event.At), one.Event.By, one.Rule,
                    one.Sentence, one.Event.TraceParent?.Split('-')[1], one.Details, ApprovalOf(one.Event))),
            ],
            page.Count == size ? page[^1].Version : null);
    }

    /// <summary>Under which approval it happened: a change that was asked for, or a reservation's own.</summary>
    private static string? ApprovalOf(LoggedEvent e)
    {
        if (e.Type is nameof(ReservationApproved) or nameof(ReservationRefused) or nameof(RenewalApproved))
            return $"reservation/{Of("reservationId")}";
        return (Of("changeId") ?? Of("discountChange")) is { } change ? $"change/{change}" : null;

        string? Of(string member) =>
            e.Body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
    }
}

/// <summary>A unit with its line, and what must be known to say what can be done to it.</summary>
internal sealed class UnitOnShow(Line line) : Line(line.Unit, line.Reservations, line.Terms), IUnitOnShow, IOnSale,
    IListedUnit
{
    /// <summary>CNY: its price in force; null where it has none (CS-4).</summary>
    public required decimal? Price { get; init; }

    public bool HasPrice => Price is not null;

    public required Batch? Batch { get; init; }

    public required KindRules Follows { get; init; }

    public required bool IsUsed { get; init; }

    /// <summary>The sale that stands; null for none.</summary>
    public required Guid? Sale { get; init; }
}

/// <summary>Finds units that are shown.</summary>
internal sealed class UnitsOnShow(SalesControlDb db, LineBook lines, PriceBook prices, IClock clock)
    : ISource<UnitOnShow>
{
    public async Task<Outcome<UnitOnShow>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var found = await lines.FindAsync(named, access, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var unit = found.Value.Unit;
        var price = prices.InForce(unit.Id, clock.GetCurrentInstant());
        // One question for all that is not the line's.
        var about = await db.UnitKinds.AsNoTracking().Where(kind => kind.Code == unit.Kind).Select(kind => new
        {
            kind.Follows,
            Batch = db.Batches.FirstOrDefault(b => b.Id == unit.BatchId),
            Price = price.FirstOrDefault(),
            Sale = db.Subscriptions.Where(s => s.UnitId == unit.Id && s.EndedAt == null)
                .Select(s => (Guid?)s.Id).FirstOrDefault(),
            IsUsed = db.Subscriptions.Any(s => s.UnitId == unit.Id) || db.Leases.Any(l => l.UnitId == unit.Id),
        }).SingleAsync(cancellationToken);
        return new UnitOnShow(found.Value)
        {
            Price = about.Price?.Price,
            Batch = about.Batch,
            Follows = about.Follows,
            IsUsed = unit.Registrations > 0 || about.IsUsed,
            Sale = about.Sale,
        };
    }

    public Task<UnitOnShow> LockAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("What happens by itself happens to a unit's line.");
}
