using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A sale with all that belongs to it, and a project's sales, the newest first.</summary>
internal static class ReadSales
{
    private const int MostOnAPage = 200;

    public static void MapReadSales(this IEndpointRouteBuilder api)
    {
        api.MapGet("subscriptions/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A subscription: its buyers, instalments, payments, contract, delivery and changes")
            .Produces<SaleView>();
        api.MapGet("projects/{project}/subscriptions", ListAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("The subscriptions of a project, the newest first").Produces<Page>();
    }

    /// <summary>A page.</summary>
    /// <param name="Items">The sales.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<Item> Items, Guid? Next);

    /// <summary>A sale in the list.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="AgreementNumber">The number on the agreement.</param>
    /// <param name="Customer">The first buyer, as the agreement had it.</param>
    /// <param name="Consultant">Whose sale it is.</param>
    /// <param name="SignedAt">When it was signed.</param>
    /// <param name="State">subscribed, contracted, delivered, cancelled, forfeited or swapped.</param>
    /// <param name="ContractNumber">The contract's number.</param>
    /// <param name="Price">The price.</param>
    /// <param name="Paid">What was paid.</param>
    /// <param name="Open">What is owed.</param>
    /// <param name="NextDueOn">The day of the oldest open instalment.</param>
    /// <param name="Overdue">Whether an instalment is overdue.</param>
    internal sealed record Item(
        Guid Id, string Unit, string AgreementNumber, CustomerView Customer, string Consultant, OffsetDateTime SignedAt, SaleState State, string? ContractNumber, Money? Price, Money Paid, Money Open,
        LocalDate? NextDueOn, bool Overdue);

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, SaleViews views, IClock clock, CancellationToken cancellationToken)
    {
        var sale = await db.Subscriptions.AsNoTracking().Include(s => s.Buyers).Include(s => s.Instalments).AsSplitQuery().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (sale is null || !actor.MaySee(sale.Project))
            return SaleDesk.Unknown(id).ToProblem();

        var unit = await db.Units.AsNoTracking().SingleAsync(u => u.Id == sale.UnitId, cancellationToken);
        var site = await db.Projects.AsNoTracking().SingleAsync(p => p.Code == sale.Project, cancellationToken);
        return Results.Ok(await views.OfAsync(sale, unit, site, clock.GetCurrentInstant(), cancellationToken)).WithETag(unit.Version);
    }

    private static async Task<IResult> ListAsync(
        string project, string? state, string? consultant, string? unit, bool? overdue, Guid? after, int? limit, Actor actor, SalesControlDb db, IClock clock, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();

        SaleState? only = null;
        if (state is not null)
        {
            if (!Enum.TryParse<SaleState>(state, ignoreCase: true, out var named) || !Enum.IsDefined(named) || char.IsDigit(state[0]))
                return Refused.Input(null, "state", "A state is subscribed, contracted, delivered, cancelled, forfeited or swapped.").ToProblem();
            only = named;
        }

        var now = clock.GetCurrentInstant();
        var today = site.At(now).Date;
        var size = Math.Clamp(limit ?? 50, 1, MostOnAPage);
        var sales = db.Subscriptions.AsNoTracking().Where(s => s.Project == project && (only == null || s.State == only) && (consultant == null || s.Consultant == consultant)
            && (unit == null || db.Units.Any(u => u.Id == s.UnitId && u.Code == unit)) && (after == null || s.Id.CompareTo(after.Value) < 0));
        if (overdue is { } late)
            sales = sales.Where(s => s.Instalments.Any(i => i.ReplacedAt == null && i.PaidAt == null && i.DueOn < today) == late);
        var found = await sales.OrderByDescending(s => s.Id).Take(size).Include(s => s.Instalments).Join(db.Units, s => s.UnitId, u => u.Id, (s, u) => new { Sale = s, u.Code }).OrderByDescending(one => one.Sale.Id).ToListAsync(cancellationToken);
        return Results.Ok(new Page(
            [.. found.Select(one => Show(one.Sale, one.Code, site.TimeZone, now, site.At(one.Sale.SignedAt)))], found.Count == size ? found[^1].Sale.Id : null));
    }

    private static Item Show(Subscription s, string unit, string timeZone, Instant now, OffsetDateTime signedAt) => new(
        s.Id, unit, s.AgreementNumber, CustomerView.Of(s.Customer), s.Consultant, signedAt, s.State, s.ContractNumber, Money.Of(s.Price), Money.Of(s.Paid), Money.Of(s.Open),
        s.Plan().FirstOrDefault(i => i.PaidAt is null)?.DueOn, s.Instalments.Any(i => i.IsOverdue(now, timeZone)));
}
