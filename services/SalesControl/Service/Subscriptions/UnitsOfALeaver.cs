using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// CS-7: the open reservations, offers and waits, the sales and the lettings of one who left, and what they asked for,
/// pass to the named successor, and are listed as nobody's until one is named.
/// </summary>
internal sealed class UnitsOfALeaver(
    SalesControlDb db, LineBook lines, SaleSource sales, LettingSource lettings, Pipeline pipeline, ITexts texts,
    IClock clock) : IBelongings
{
    public async Task<ILookup<string, Belonging>> OfAsync(
        IReadOnlyCollection<string> staff, CancellationToken cancellationToken)
    {
        var reservations = await OpenOf(staff).AsNoTracking()
            .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new { Reservation = r, u.Project, u.Code })
            .OrderBy(one => one.Reservation.RegisteredAt).ToListAsync(cancellationToken);
        var open = await db.Subscriptions.AsNoTracking()
            .Where(s => staff.Contains(s.Consultant) && s.EndedAt == null)
            .Where(s => s.State != SaleState.Delivered
                || s.Instalments.Any(i => i.ReplacedAt == null && i.PaidAt == null))
            .Join(db.Units, s => s.UnitId, u => u.Id, (s, u) => new { Sale = s, u.Code })
            .OrderBy(one => one.Sale.SignedAt).ToListAsync(cancellationToken);
        var leases = await LeasesOf(staff).AsNoTracking()
            .Join(db.Units, l => l.UnitId, u => u.Id, (l, u) => new { Lease = l, u.Code })
            .OrderBy(one => one.Lease.Id).ToListAsync(cancellationToken);
        var changes = await AskedBy(staff).AsNoTracking()
            .Join(db.Units, c => c.UnitId, u => u.Id, (c, u) => new { Change = c, u.Code })
            .OrderBy(one => one.Change.Id).ToListAsync(cancellationToken);
        return reservations
            .Select(one => (one.Reservation.Consultant, Belonging: new Belonging(
                Say("leaver.reservation", one.Code, Text.NameOf(one.Reservation.State)), one.Project,
                one.Reservation.Path)))
            .Concat(open.Select(one => (one.Sale.Consultant, new Belonging(
                Say("leaver.sale", one.Code, Text.NameOf(one.Sale.State)), one.Sale.Project, one.Sale.Path))))
            .Concat(leases.Select(one => (one.Lease.By, new Belonging(
                Say("leaver.lease", one.Code, Text.NameOf(one.Lease.State)), one.Lease.Project, one.Lease.Path))))
            .Concat(changes.Select(one => (one.Change.Handler, new Belonging(
                texts.Render(Text.Of(
                    "leaver.change", ("unit", one.Code), ("kind", Text.NameOf(one.Change.Kind)))),
                one.Change.Project, one.Change.Path))))
            .ToLookup(one => one.Item1, one => one.Item2);
    }

    /// <summary>
    /// Unit by unit, in one order for all of a unit's parts, so that nobody who also needs several waits for us while
    /// we wait for them.
    /// </summary>
    public async Task PassAsync(string from, string to, Instant at, string by, CancellationToken cancellationToken)
    {
        var theirs = OpenOf([from]).Select(r => r.UnitId)
            .Union(db.Subscriptions.Where(s => s.Consultant == from && s.EndedAt == null).Select(s => s.UnitId))
            .Union(LeasesOf([from]).Select(l => l.UnitId))
            .Union(AskedBy([from]).Select(c => c.UnitId));
        Occurrence when;
        foreach (var id in await theirs.Order().ToListAsync(cancellationToken))
        {
            var line = await lines.LockAsync(id, cancellationToken);
            // Asked for when the unit is had: what lapsed while it was another's has lapsed.
            when = new Occurrence(clock.GetCurrentInstant(), by);
            pipeline.ApplyDue(line, when.At);
            Apply(line, ReservationsOfALeaver.Pass(line, from, to));
            if (await db.Subscriptions.AnyAsync(s => s.UnitId == id && s.EndedAt == null, cancellationToken))
                Pass(await sales.LockAsync(id, cancellationToken));
            if (await LeasesOf([from]).AnyAsync(l => l.UnitId == id, cancellationToken))
                PassLease(await lettings.LockAsync(id, cancellationToken));
            var asked = new UnitWithChanges(line.Unit, await db.AskedOnAsync(line.Unit, cancellationToken));
            foreach (var passed in ChangePassed.Pass(asked, from, to).ToList())
                pipeline.Apply(asked, passed, when);
        }

        await pipeline.ReactAsync(cancellationToken);

        void Pass(StandingSale state)
        {
            var (unit, sale) = (state.Unit, state.Sale);
            if (sale.Stands && sale.Consultant == from)
                pipeline.Apply(state, new SalePassed(sale.Id, unit.Id, unit.Project, unit.Code, from, to), when);
        }

        void PassLease(LetUnit state)
        {
            var unit = state.Unit;
            if (state.Lease is { } lease && lease.By == from)
                pipeline.Apply(state, new LeasePassed(lease.Id, unit.Id, unit.Project, unit.Code, from, to), when);
        }

        void Apply(Line line, IEnumerable<IEvent<Line>> passed)
        {
            foreach (var one in passed.ToList())
                pipeline.Apply(line, one, when);
        }
    }

    private string Say(string code, string unit, Text state) =>
        texts.Render(Text.Of(code, ("unit", unit), ("state", state)));

    private IQueryable<Reservation> OpenOf(IReadOnlyCollection<string> staff) =>
        db.Reservations.Where(r => staff.Contains(r.Consultant) && r.EndedAt == null);

    private IQueryable<ChangeRequest> AskedBy(IReadOnlyCollection<string> staff) =>
        db.Changes.Where(c => staff.Contains(c.PassedTo ?? c.AskedBy) && c.State == ChangeState.Pending);

    private IQueryable<Lease> LeasesOf(IReadOnlyCollection<string> staff) =>
        db.Leases.Where(l => staff.Contains(l.By) && l.EndedAt == null);
}

/// <summary>The consultant of a sale left, and another has taken it over (CS-7).</summary>
[HappensUnder("CS-7")]
internal sealed record SalePassed(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, string From, string To) : IEvent<StandingSale>
{
    [Rule("CS-7", "a leaver's sales")]
    public void Apply(StandingSale state, Occurrence when)
    {
        state.Sale.PassTo(To);
        if (state.Unit.Consultant == From)
            state.Unit.Consultant = To;
    }
}
