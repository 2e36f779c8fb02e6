using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Commission;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Plans;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Sales;

/// <summary>
/// The accounts of sales: what the decision says of all sales of a counting period is compared with what is booked, and
/// what differs is booked. The site's clients are locked by whoever asks.
/// </summary>
internal sealed class SaleAccounts(
    ClientAttributionDb db, ClientDirectory directory, SaleChains chains, CaseLoader cases, PlanBook plans,
    Pipeline pipeline, CompanyTime company) : ISaleAccounts
{
    public async Task OfClientAsync(ClientCase of, Occurrence when, CancellationToken cancellationToken)
    {
        var project = of.Client.Project;
        // Who grabs loses the commission of every sale.
        if (of.Facts.All.Any(fact => fact is Fact.GrabbingFound && fact.At == when.At))
            await OfDaysAsync(project, LocalDate.MinIsoValue, null, when, cancellationToken);
        HashSet<Guid> entries = [];
        foreach (var one in (IEnumerable<ClientCase>)[of, .. of.Household])
            entries.UnionWith([one.Client.Id, .. await directory.EntriesAsync(one.Client.Id, cancellationToken)]);
        foreach (var sale in await db.Sales.Where(one => entries.Contains(one.ClientId!.Value))
            .OrderBy(one => one.Id).ToListAsync(cancellationToken))
        {
            if (sale.LinkId is { } link && Recredit(sale, of, link))
                await OfDaysAsync([.. await chains.OfAsync(sale, cancellationToken)], when, cancellationToken);
        }
    }

    public async Task OfSaleAsync(Guid sale, Occurrence when, CancellationToken cancellationToken)
    {
        var chain = await chains.OfAsync(
            await db.Sales.SingleAsync(one => one.Id == sale, cancellationToken), cancellationToken);
        var linked = chain.FirstOrDefault(one => one.LinkId is not null);
        foreach (var one in chain)
        {
            one.ClientId = linked?.ClientId;
            if (one.LinkId is null && one.Credits.Count > 0)
                one.Credits = [];
        }

        if (linked is not null)
        {
            var client = await cases.FindAsync(
                linked.Project, linked.ClientId!.Value, Access.Change, cancellationToken);
            Recredit(linked, client!, linked.LinkId!.Value);
        }

        await OfDaysAsync(chain, when, cancellationToken);
    }

    public async Task OfDaysAsync(
        string project, LocalDate from, LocalDate? until, Occurrence when, CancellationToken cancellationToken)
    {
        var signed = await db.Sales.Where(one => one.Project == project && one.SignedAt != null)
            .Select(one => one.SignedAt!.Value).ToListAsync(cancellationToken);
        await RecountAsync(
            project, signed.Select(company.DateOf).Where(day => day >= from && !(day > until)), when,
            cancellationToken);
    }

    private static bool Recredit(Sale sale, ClientCase of, Guid link)
    {
        var credits = SaleStory.CreditsOf(of.Facts.All, of.Terms, link);
        if (SaleCredits.Write(credits) == SaleCredits.Write(sale.Credits))
            return false;
        sale.Credits = credits;
        return true;
    }

    private Task OfDaysAsync(IReadOnlyList<Sale> chain, Occurrence when, CancellationToken cancellationToken) =>
        RecountAsync(
            chain[0].Project, chain.Select(one => one.SignedAt).OfType<Instant>().Select(company.DateOf), when,
            cancellationToken);

    /// <summary>Each counting period that a day is in, once.</summary>
    private async Task RecountAsync(
        string project, IEnumerable<LocalDate> days, Occurrence when, CancellationToken cancellationToken)
    {
        var all = await plans.OfAsync(project, cancellationToken);
        foreach (var period in days.Select(day => CountingTime.Of(all, day)).Distinct())
        {
            await RecountAsync(project, all, period, when, cancellationToken);
        }
    }

    [Rule("REC-3.1", "the account says what the decision says, in whatever order it was heard")]
    private async Task RecountAsync(
        string project, IReadOnlyList<CommissionPlan> all, CountingTime period, Occurrence when,
        CancellationToken cancellationToken)
    {
        var sold = await chains.InAsync(
            project, company.BeginOf(period.First), company.BeginOf(period.Last.PlusDays(1)), cancellationToken);
        List<Guid> ids = [.. sold.SelectMany(chain => chain).Select(one => one.Id)];
        var entries = (await db.SaleEntries.AsNoTracking().Where(one => ids.Contains(one.SaleId))
            .ToListAsync(cancellationToken)).ToLookup(one => one.SaleId);
        var booked = (await db.CommissionLines.AsNoTracking().Where(line => ids.Contains(line.SaleId))
            .ToListAsync(cancellationToken)).Concat(Added<BookedLine>()).ToLookup(line => line.SaleId);
        var decided = CommissionDecision.Lines(
                sold.SelectMany(chain => SaleStory.Of(chain, entries))
                    .Concat(await WithheldAsync(project, cancellationToken)),
                CommissionPlans.Of(all).Value, company.Zone)
            .ToLookup(line => Guid.Parse(line.Sale));
        foreach (var sale in sold.SelectMany(chain => chain))
        {
            var due = Booking.Due(sale, [.. booked[sale.Id]], decided[sale.Id], when.At);
            if (due.Count > 0)
            {
                pipeline.Happen(
                    new SaleCase(sale, [sale], client: null), CommissionAccrued.Of(sale, due), when);
            }
        }
    }

    private async Task<IEnumerable<SaleEvent>> WithheldAsync(string project, CancellationToken cancellationToken) =>
        (await db.ClientFacts.AsNoTracking()
            .Where(one => one.Project == project && one.Kind == nameof(Fact.GrabbingFound))
            .ToListAsync(cancellationToken)).Concat(Added<ClientFact>())
        .Select(one => one.Fact).OfType<Fact.GrabbingFound>()
        .Select(found => new SaleEvent.Withheld(found.Id, found.At, found.Consultant));

    /// <summary>What is new with this change, and in no table yet.</summary>
    private IEnumerable<T> Added<T>()
        where T : class =>
        db.ChangeTracker.Entries<T>().Where(one => one.State == EntityState.Added).Select(one => one.Entity);
}

/// <summary>
/// The days of which all sales are looked at together: the longest period in which any of the site's plans counts
/// credit, since a month is in its quarter and a quarter in its year.
/// </summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day.</param>
internal sealed record CountingTime(LocalDate First, LocalDate Last)
{
    public static CountingTime Of(IReadOnlyList<CommissionPlan> plans, LocalDate day)
    {
        var longest = plans.Count == 0 ? CountingPeriod.Month : plans.Max(plan => plan.Period);
        var first = longest.BeginOf(day);
        var months = longest switch
        {
            CountingPeriod.Month => 1,
            CountingPeriod.Quarter => 3,
            _ => 12,
        };
        return new(first, first.PlusMonths(months).PlusDays(-1));
    }
}
