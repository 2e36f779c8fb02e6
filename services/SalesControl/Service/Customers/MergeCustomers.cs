using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>RES-4: two entries that turn out to be one person are merged by an added entry; refused while both are open on one unit, for that would be two places of one customer.</summary>
internal static class MergeCustomers
{
    public static void MapMergeCustomers(this IEndpointRouteBuilder api) =>
        api.MapPost("customers/{id:guid}/merge", HandleAsync).AsCommand(SalesControlPermissions.MergeCustomers)
            .WithSummary("Say that this entry is another's person; answers that one").Produces<CustomerEntryView>();

    /// <summary>Who it is.</summary>
    /// <param name="Into">The entry that stays.</param>
    /// <param name="Reason">How it is known.</param>
    internal sealed record Request(Guid Into, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("RES-4", "A merge needs its reason.");
    }

    [Rule("RES-4")]
    private static async Task<IResult> HandleAsync(
        Guid id, Request request, IfMatch ifMatch, Actor actor, UnitDesk desk, CustomerBook customers, CustomerSource source, SalesControlDb db, ReservationSettings settings, IClock clock,
        CancellationToken cancellationToken)
    {
        var seen = await db.Customers.AsNoTracking().Where(c => c.Id == id || c.Id == request.Into).ToListAsync(cancellationToken);
        if (seen.Find(c => c.Id == id) is not { } from || !actor.MaySee(from.Project))
            return CustomerSource.Unknown(id).ToProblem();
        if (seen.Find(c => c.Id == request.Into) is not { } to || !actor.MaySee(to.Project))
            return Refused.Input("RES-4", "into", $"There is no customer {request.Into} among those that you may see.").ToProblem();
        if (from.RefusesMerge(to) is { } impossible)
            return impossible.ToProblem();

        // Units first, in the order of their ids, then the people; whoever registered one of them meanwhile is seen after that.
        var unitIds = await UnitsOfAsync(db, id, request.Into, cancellationToken);
        List<Unit> units = [];
        foreach (var unit in unitIds)
            units.Add((await desk.LockAsync(unit, cancellationToken))!);
        await customers.LockAsync([from, to], cancellationToken);
        var rows = await customers.LockRowsAsync([id, request.Into], cancellationToken);
        var (customer, into) = (rows.Single(c => c.Id == id), rows.Single(c => c.Id == request.Into));
        if (ifMatch.Check(customer.Version) is { } stale)
            return stale;
        if (customer.RefusesMerge(into) is { } refused)
            return refused.ToProblem();
        if ((await UnitsOfAsync(db, id, request.Into, cancellationToken)).Except(unitIds).Any())
            return new Refused("RES-4", "One of them was registered on another unit at this moment: look again.") { Evidence = [customer.Evidence, into.Evidence] }.ToProblem();

        var now = clock.GetCurrentInstant();
        foreach (var unit in units)
            unit.ApplyDue(now, settings);
        List<Reservation> both = [.. units.Where(unit => On(unit, id) && On(unit, request.Into)).SelectMany(unit => unit.Reservations.Where(r => r.IsOpen && (r.CustomerId == id || r.CustomerId == request.Into)))];
        if (both.Count > 0)
            return new Refused("RES-4", "Both are open on one unit, and one customer has one place on it: one of the two is ended first.") { Evidence = [.. both.Select(r => r.Evidence)] }.ToProblem();

        foreach (var unit in units)
        {
            if (On(unit, id) || unit.HolderId == id)
                unit.Merge(id, request.Into, now, actor.Id);
            desk.Follow(unit);
        }

        // What was merged into this one before is the other's person now too: one step leads there, always.
        await db.Customers.Where(c => c.MergedInto == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.MergedInto, request.Into), cancellationToken);
        customer.MergeInto(into, request.Reason.Trim(), now, actor.Id);
        var project = await db.Projects.AsNoTracking().SingleAsync(p => p.Code == into.Project, cancellationToken);
        return Results.Ok(await source.ShowAsync(new CustomerEntry(into, project), actor, cancellationToken)).WithETag(into.Version);
    }

    private static bool On(Unit unit, Guid customer) => unit.Reservations.Any(r => r.IsOpen && r.CustomerId == customer);

    private static async Task<IReadOnlyList<Guid>> UnitsOfAsync(SalesControlDb db, Guid one, Guid other, CancellationToken cancellationToken) =>
        [
            .. (await db.Reservations.Where(r => (r.CustomerId == one || r.CustomerId == other) && r.EndedAt == null).Select(r => r.UnitId)
                .Union(db.Units.Where(u => u.HolderId == one || u.HolderId == other).Select(u => u.Id)).ToListAsync(cancellationToken)).Order(),
        ];
}
