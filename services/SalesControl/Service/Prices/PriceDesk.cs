using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Prices;

/// <summary>Finds and changes versions of the price list; a version is locked by its row, the next number by the project's.</summary>
internal sealed class PriceDesk(SalesControlDb db, PriceBook book, IApprovals approvals, ITaskList tasks, IClock clock, TimeProvider time)
{
    /// <summary>As many units as a refusal names.</summary>
    private const int MostNamed = 20;

    public Instant Now => clock.GetCurrentInstant();

    public static Refused Unknown(Guid id) => Refused.NotFound($"There is no price list {id} among those that you may see.");

    /// <summary>Drafts the project's next version, and asks for its approval; refused where it names a sold unit with another price.</summary>
    [Rule("CS-4")]
    public async Task<Outcome<PriceList>> DraftAsync(string project, string note, IReadOnlyDictionary<Guid, decimal> prices, string by, CancellationToken cancellationToken)
    {
        if (await RefusesSoldAsync(project, prices, Now, cancellationToken) is { } sold)
            return sold;
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({project}, 12))", cancellationToken);
        var last = await db.PriceLists.Where(p => p.Project == project).MaxAsync(p => (int?)p.Number, cancellationToken) ?? 0;
        var list = new PriceList(Guid.CreateVersion7(time.GetUtcNow()), project, last + 1, note, Now, by);
        list.Draft(prices, Now, by);
        db.PriceLists.Add(list);
        var terms = TermsOf(list);
        approvals.Ask(terms);
        tasks.Add(new NewTask(
            TaskKey(list),
            Addressee.ForPermission(SalesControlPermissions.ApprovePrices),
            project,
            $"Approve or refuse version {list.Number} of the price list",
            "CS-4",
            list.Path,
            list.DraftedAt)
        {
            MustBeDone = true,
        });
        return list;
    }

    public async Task<PriceList?> LockAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM price_lists WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.PriceLists.SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is { } found && actor.MaySee(found.Project) ? found : null;
    }

    /// <summary>CS-7: nobody approves their own; a reason makes it a refusal.</summary>
    [Rule("CS-7")]
    [Rule("CS-4")]
    public async Task<Outcome<PriceList>> DecideAsync(PriceList list, Actor actor, string? reason, Instant now, CancellationToken cancellationToken)
    {
        if (list.State != PriceListState.Drafted)
            return list.Approve(now, actor.Id);
        var decided = await approvals.DecideAsync(TermsOf(list), actor, agree: reason is null, reason, cancellationToken);
        if (decided.Refusal is { } refusal)
            return refusal;
        tasks.Done(TaskKey(list), now, actor.Id);
        tasks.Add(new NewTask(
            $"{list.ApprovalKey}/decided", Addressee.ForPerson(list.DraftedBy), list.Project, $"Version {list.Number} of the price list is {(reason is null ? "approved" : $"refused: {reason}")}", "CS-4", list.Path, now));
        return reason is null ? list.Approve(now, actor.Id) : list.Drop(reason, now, actor.Id);
    }

    /// <summary>Whoever drafted it takes it back, as long as it is not published.</summary>
    [Rule("CS-4")]
    public Outcome<PriceList> Withdraw(PriceList list, Actor actor, string reason, Instant now)
    {
        if (list.DraftedBy != actor.Id)
            return new Refused("CS-7", "Only who drafted it takes it back.", RefusalKind.Forbidden);
        var dropped = list.Drop(reason, now, actor.Id);
        if (dropped.Refusal is null)
        {
            approvals.Close(list.ApprovalKey, Text.Plain(reason), now, actor.Id);
            tasks.Done(TaskKey(list), now, actor.Id);
        }

        return dropped;
    }

    /// <summary>CS-4: from an instant on it is the company's price list. What was sold since it was drafted is looked at again, under the units' locks: nobody signs meanwhile.</summary>
    [Rule("CS-4")]
    public async Task<Outcome<PriceList>> PublishAsync(PriceList list, Instant? effectiveAt, Actor actor, CancellationToken cancellationToken)
    {
        var lines = await db.PriceLines.AsNoTracking().Where(line => line.PriceListId == list.Id).ToDictionaryAsync(line => line.UnitId, line => line.Price, cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM units WHERE id = ANY ({lines.Keys.ToArray()}) ORDER BY id FOR SHARE", cancellationToken);
        // At once is when the units are ours: a sale that was signed before has its own version's price.
        var now = Now;
        if (list.State == PriceListState.Approved && await RefusesSoldAsync(list.Project, lines, effectiveAt ?? now, cancellationToken) is { } sold)
            return sold;
        return list.Publish(effectiveAt ?? now, lines.Count, now, actor.Id);
    }

    /// <summary>A sold unit has the price that it was sold at: a version that says another is refused, and names the units.</summary>
    [Rule("CS-4")]
    private async Task<Refused?> RefusesSoldAsync(string project, IReadOnlyDictionary<Guid, decimal> prices, Instant at, CancellationToken cancellationToken)
    {
        var ids = prices.Keys.ToList();
        var sold = await db.Units.AsNoTracking().Where(u => u.Project == project && ids.Contains(u.Id) && UnitStates.Sold.Contains(u.State)).Select(u => new { u.Id, u.Code }).ToListAsync(cancellationToken);
        if (sold.Count == 0)
            return null;
        var inForce = await book.AllAsync(project, at, cancellationToken);
        var changed = sold.Where(unit => inForce.GetValueOrDefault(unit.Id)?.Price != prices[unit.Id]).OrderBy(unit => unit.Code, StringComparer.Ordinal).ToList();
        return changed.Count == 0
            ? null
            : new Refused("CS-4", $"A unit that is sold keeps its price: {string.Join(", ", changed.Take(MostNamed).Select(unit => unit.Code))}{(changed.Count > MostNamed ? $" and {changed.Count - MostNamed} more" : "")}.", Field: "prices")
            {
                Evidence = [.. changed.Select(unit => $"unit/{unit.Id}")],
            };
    }

    private static string TaskKey(PriceList list) => $"decide/{list.ApprovalKey}";

    private static ApprovalTerms TermsOf(PriceList list) => new(
        list.ApprovalKey, "price-list", "CS-4", list.Project, list.Path, Text.Plain($"Version {list.Number} of the price list"), list.DraftedBy, list.DraftedBy, list.DraftedAt, Until: null, [new Need(SalesControlPermissions.ApprovePrices)]);
}
