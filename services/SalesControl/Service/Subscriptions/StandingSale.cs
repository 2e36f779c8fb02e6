using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A sale with its unit: what is paid, signed, delivered, changed or ended (RES-4).</summary>
internal class StandingSale(SaleParts parts) : IHasChanges
{
    protected SaleParts Parts => parts;

    public Unit Unit => parts.Unit;

    /// <summary>The sale, with its buyers and instalments; it may be over.</summary>
    public Subscription Sale => parts.Sale;

    /// <summary>What sales go by.</summary>
    public SaleTerms Terms => parts.Terms;

    /// <summary>The lease that runs on the unit; null where there is none (DOC-5.6.1).</summary>
    public Lease? Lease => parts.Lease;

    public IReadOnlyList<ChangeRequest> Asked => parts.Asked;

    public Aggregate Root => parts.Unit;

    public string? Consultant => parts.Sale.Consultant;

    /// <summary>Null where an act may be done to the sale: it stands, and the unit's state allows it.</summary>
    public Refused? Forbids(UnitAct act) => Sale.Stands ? Unit.Forbids(act) : Refuse(
        act.Rule, "sale.act-forbidden", ("agreement", Sale.AgreementNumber), ("unit", Unit.Code),
        ("state", Text.NameOf(Sale.State)), ("act", act.Done));

    /// <summary>A refusal that rests on the sale.</summary>
    public Refused Refuse(string rule, string code, params ReadOnlySpan<(string Name, object? Value)> args) =>
        new(rule, Text.Of(code, args)) { Evidence = [Sale.Evidence] };

    /// <summary>The day, on the site's calendar.</summary>
    public LocalDate DayOf(Instant at) => Terms.Site.At(at).Date;
}

/// <summary>What is loaded of a sale.</summary>
internal sealed record SaleParts(
    Unit Unit, Subscription Sale, SaleTerms Terms, Lease? Lease, IReadOnlyList<ChangeRequest> Asked);

/// <summary>What sales go by.</summary>
/// <param name="Site">The project.</param>
/// <param name="Settings">How a sale goes on where nothing else was agreed.</param>
/// <param name="Limits">How much discount a post gives.</param>
internal sealed record SaleTerms(Project Site, SaleSettings Settings, DiscountLimits Limits);

/// <summary>Finds sales: the unit first, locked where it is to change.</summary>
internal sealed class SaleSource(
    SalesControlDb db, UnitBook units, SaleSettings settings, DiscountLimits limits) : ISource<StandingSale>
{
    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("sale.unknown", ("id", id)));

    public async Task<Outcome<StandingSale>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var parts = await FindPartsAsync(named, access, cancellationToken);
        return parts.Refusal is { } missing ? missing : new StandingSale(parts.Value);
    }

    /// <summary>The parts of the sale that a route names.</summary>
    public async Task<Outcome<SaleParts>> FindPartsAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var found = await db.Subscriptions.AsNoTracking().Where(s => s.Id == named.Id)
            .Select(s => new { s.UnitId, s.Project }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !named.Actor.MaySee(found.Project))
            return Unknown(named.Id);
        var unit = await units.GetAsync(found.UnitId, access, cancellationToken);
        return await PartsAsync(unit, named.Id, access, cancellationToken);
    }

    /// <summary>The sale that a change is about, its unit locked.</summary>
    public async Task<SaleParts> LockPartsAsync(ChangeRequest request, CancellationToken cancellationToken) =>
        await PartsAsync(
            await units.GetAsync(request.UnitId, Access.Change, cancellationToken), request.Subject!.Value,
            Access.Change, cancellationToken);

    /// <summary>A unit's sale: the one that stands, or was the last.</summary>
    public async Task<StandingSale> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var unit = await units.GetAsync(id, Access.Change, cancellationToken);
        var last = await db.Subscriptions.AsNoTracking().Where(s => s.UnitId == id)
            .OrderBy(s => s.EndedAt != null).ThenByDescending(s => s.SignedAt).Select(s => s.Id)
            .FirstAsync(cancellationToken);
        return new(await PartsAsync(unit, last, Access.Change, cancellationToken));
    }

    /// <summary>What sales go by in a unit's project.</summary>
    public async ValueTask<SaleTerms> TermsAsync(Unit unit, CancellationToken cancellationToken) =>
        new(await units.SiteOfAsync(unit, cancellationToken), settings, limits);

    private async Task<SaleParts> PartsAsync(
        Unit unit, Guid sale, Access access, CancellationToken cancellationToken)
    {
        var sales = db.Subscriptions.Include(s => s.Buyers).Include(s => s.Instalments).AsSplitQuery();
        if (access == Access.Read)
            sales = sales.AsNoTracking();
        return new(
            unit, await sales.SingleAsync(s => s.Id == sale, cancellationToken),
            await TermsAsync(unit, cancellationToken),
            await db.Leases.SingleOrDefaultAsync(
                l => l.UnitId == unit.Id && l.State != LeaseState.Ended, cancellationToken),
            access == Access.Read ? [] : await db.AskedOnAsync(unit, cancellationToken));
    }
}
