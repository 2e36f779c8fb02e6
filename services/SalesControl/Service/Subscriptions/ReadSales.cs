using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A sale with all that belongs to it, and a project's sales, the newest first.</summary>
internal static class ReadSales
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapRead<StandingSale, SaleView>("subscriptions/{id:guid}", SalesControlPermissions.ReadBoard)
            .WithSummary("subscription.read.summary");
        api.MapGet("projects/{project}/subscriptions", ListAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("subscription.list.summary").AnswersOutcome<Page>();
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
    /// <param name="Version">What <c>If-Match</c> names: the unit's version.</param>
    internal sealed record Item(
        Guid Id, string Unit, string AgreementNumber, ShownCustomer Customer, string Consultant,
        OffsetDateTime SignedAt, SaleState State, string? ContractNumber, Money? Price, Money Paid, Money Open,
        LocalDate? NextDueOn, bool Overdue, long Version);

    /// <summary>Which of them.</summary>
    internal sealed record Query
    {
        public required string Project { get; init; }

        public Word<SaleState>? State { get; init; }

        public string? Consultant { get; init; }

        public string? Unit { get; init; }

        /// <summary>The one of this agreement 认购书, however its number is written.</summary>
        public string? AgreementNumber { get; init; }

        public bool? Overdue { get; init; }

        public Guid? CustomerId { get; init; }

        /// <summary>The first day, at the site, of the signings.</summary>
        public Day? SignedFrom { get; init; }

        /// <summary>The last one.</summary>
        public Day? SignedTo { get; init; }

        public Guid? After { get; init; }

        public PageSize? Limit { get; init; }
    }

    private static async Task<Outcome<Page>> ListAsync(
        [AsParameters] Query query, Actor actor, SalesControlDb db, KnownProjects projects, IClock clock,
        CancellationToken cancellationToken)
    {
        var project = await projects.FindAsync(query.Project, actor, db, cancellationToken);
        if (project.Refusal is { } unknown)
            return unknown;
        var (site, now, state) = (project.Value, clock.GetCurrentInstant(), query.State?.Value);
        Instant? from = query.SignedFrom is { } first ? site.StartOf(first.Date) : null;
        Instant? to = query.SignedTo is { } last ? site.StartOf(last.Date.PlusDays(1)) : null;
        var today = site.At(now).Date;
        var size = query.Limit.Rows();
        var sales = db.Subscriptions.AsNoTracking()
            .Where(s => s.Project == site.Code && (state == null || s.State == state))
            .Where(s => query.Consultant == null || s.Consultant == query.Consultant)
            .Where(s => query.Unit == null
                || db.Units.Any(u => u.Id == s.UnitId && u.Project == site.Code && u.Code == query.Unit))
            .Where(s => (from == null || s.SignedAt >= from) && (to == null || s.SignedAt < to))
            .Where(s => query.After == null || s.Id.CompareTo(query.After.Value) < 0);
        if (query.CustomerId is { } customer)
        {
            var entries = await db.EntriesOfAsync(customer, cancellationToken);
            sales = sales.Where(s => s.Buyers.Any(b => entries.Contains(b.CustomerId)));
        }

        if (query.AgreementNumber is { } agreement)
        {
            sales = sales.Where(
                s => SalesControlDb.PlainText(s.AgreementNumber) == SalesControlDb.PlainText(agreement));
        }

        if (query.Overdue is { } late)
        {
            sales = sales.Where(s => late == s.Instalments.Any(
                i => i.ReplacedAt == null && i.PaidAt == null && i.DueOn < today));
        }

        var found = await sales.OrderByDescending(s => s.Id).Take(size).Include(s => s.Instalments)
            .Join(db.Units, s => s.UnitId, u => u.Id, (s, u) => new { Sale = s, u.Code, u.Version })
            .OrderByDescending(one => one.Sale.Id).ToListAsync(cancellationToken);
        return new Page(
            [.. found.Select(one => Show(one.Sale, one.Code, one.Version))],
            found.Count == size ? found[^1].Sale.Id : null);

        Item Show(Subscription s, string unit, long version) => new(
            s.Id, unit, s.AgreementNumber, ShownCustomer.Of(s.Customer, new(actor, now), s.Consultant), s.Consultant,
            site.At(s.SignedAt), s.State, s.ContractNumber, Money.Of(s.Price), Money.Of(s.Paid), Money.Of(s.Open),
            s.Plan().FirstOrDefault(i => i.PaidAt is null)?.DueOn,
            s.Instalments.Any(i => i.IsOverdue(now, site.TimeZone)), version);
    }
}
