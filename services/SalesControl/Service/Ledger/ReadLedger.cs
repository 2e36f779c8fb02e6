using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Ledger;

/// <summary>RES-1: the ledger of a project: what is in each account, which sums to nothing, and its entries.</summary>
internal static class ReadLedger
{
    public static void MapReadLedger(this IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/ledger", ReadAsync).RequirePermission(SalesControlPermissions.ReadLedger)
            .WithSummary("ledger.read.summary")
            .AnswersOutcome<View>();

    /// <summary>A leg of a movement.</summary>
    internal sealed record Leg(
        long Id, Guid Movement, MovementKind Kind, Account Account, Money Amount, string Receipt, Guid? DepositId,
        Guid? SubscriptionId, OffsetDateTime At, string By)
    {
        public static Leg Of(LedgerLeg l, Project project) => new(
            l.Id, l.Movement, l.Kind, l.Account, Money.Of(l.Amount), l.Receipt, l.DepositId, l.SubscriptionId,
            project.At(l.At), l.By);
    }

    /// <summary>What is in an account; what is the customers' stands with a minus.</summary>
    internal sealed record Balance(Account Account, Money Amount);

    /// <summary>The ledger.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Accounts">What is in each account.</param>
    /// <param name="Sum">All accounts together: nothing.</param>
    /// <param name="Items">The entries after the cursor.</param>
    /// <param name="Next">The cursor of the next page; null on the last.</param>
    internal sealed record View(
        string Project, IReadOnlyList<Balance> Accounts, Money Sum, IReadOnlyList<Leg> Items, long? Next);

    private static async Task<Outcome<View>> ReadAsync(
        string project, long? after, PageSize? limit, Actor actor, KnownProjects projects, SalesControlDb db,
        CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(project, actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        var size = limit.Rows();
        var sums = await db.Ledger.Where(l => l.Project == project).GroupBy(l => l.Account)
            .Select(account => new { Account = account.Key, Amount = account.Sum(l => l.Amount) })
            .ToDictionaryAsync(sum => sum.Account, sum => sum.Amount, cancellationToken);
        var legs = await db.Ledger.AsNoTracking().Where(l => l.Project == project && l.Id > (after ?? 0))
            .OrderBy(l => l.Id).Take(size).ToListAsync(cancellationToken);
        return new View(
            project,
            [
                .. Enum.GetValues<Account>()
                    .Select(account => new Balance(account, Money.Of(sums.GetValueOrDefault(account)))),
            ],
            Money.Of(sums.Values.Sum()), [.. legs.Select(leg => Leg.Of(leg, site.Value))],
            legs.Count == size ? legs[^1].Id : null);
    }
}
