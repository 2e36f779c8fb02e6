using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Ledger;

/// <summary>RES-1: the deposits 预约金 of a project, and of each the movements of its money.</summary>
internal static class ReadDeposits
{
    private const int MostOnAPage = 200;

    public static void MapReadDeposits(this IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/deposits", ListAsync).RequirePermission(SalesControlPermissions.ReadLedger)
            .WithSummary("deposit.list.summary").AnswersOutcome<Page>();
        api.MapGet("deposits/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadLedger)
            .AnswersResult().WithSummary("deposit.read.summary").Produces<View>();
    }

    /// <summary>A deposit, or what a holder's customer paid first.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Project">The project's code.</param>
    /// <param name="Receipt">The receipt's number.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="State">held, carriedOver, refunded or forfeited.</param>
    /// <param name="CustomerId">Whose it is.</param>
    /// <param name="ReservationId">The reservation that it backs.</param>
    /// <param name="QueueNumberId">The queue number that it backs.</param>
    /// <param name="SubscriptionId">The sale that it was carried over to.</param>
    /// <param name="TakenAt">When it came in.</param>
    /// <param name="TakenBy">Who entered it.</param>
    /// <param name="EndedAt">When it was done with.</param>
    /// <param name="Movements">The movements of its money; not in a list of deposits.</param>
    internal sealed record View(
        Guid Id, string Project, string Receipt, Money Amount, DepositState State, Guid CustomerId, Guid? ReservationId,
        Guid? QueueNumberId, Guid? SubscriptionId, OffsetDateTime TakenAt, string TakenBy, OffsetDateTime? EndedAt,
        IReadOnlyList<ReadLedger.Leg>? Movements)
    {
        public static View Of(Deposit d, Project project, IReadOnlyList<ReadLedger.Leg>? movements) => new(
            d.Id, d.Project, d.Receipt, Money.Of(d.Amount), d.State, d.CustomerId, d.ReservationId, d.QueueNumberId,
            d.SubscriptionId, project.At(d.TakenAt), d.TakenBy, project.At(d.EndedAt), movements);
    }

    internal sealed record Page(IReadOnlyList<View> Items, Guid? Next);

    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("deposit.unknown", ("id", id)));

    private static async Task<Outcome<Page>> ListAsync(
        string project, [AsParameters] Which which, Actor actor, KnownProjects projects, SalesControlDb db,
        CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(project, actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        DepositState? asked = null;
        if (which.State is not null)
        {
            if (!Word<DepositState>.TryParse(which.State, out var state))
                return Refused.Input(null, "state", Text.Of("deposit.state-unknown"));
            asked = state.Value;
        }

        var (after, size) = (which.After, Math.Clamp(which.Limit ?? 50, 1, MostOnAPage));
        var found = await db.Deposits.AsNoTracking()
            .Where(d => d.Project == project && (asked == null || d.State == asked)
                && (after == null || d.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(d => d.Id).Take(size).ToListAsync(cancellationToken);
        return new Page(
            [.. found.Select(d => View.Of(d, site.Value, null))], found.Count == size ? found[^1].Id : null);
    }

    private static async Task<Outcome<IResult>> GetAsync(
        Guid id, Actor actor, KnownProjects projects, SalesControlDb db, CancellationToken cancellationToken)
    {
        var deposit = await db.Deposits.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (deposit is null || !actor.MaySee(deposit.Project))
            return Unknown(id);

        var site = await projects.GetAsync(deposit.Project, db, cancellationToken);
        var legs = await db.Ledger.AsNoTracking().Where(l => l.DepositId == id).OrderBy(l => l.Id)
            .ToListAsync(cancellationToken);
        return Results.Ok(View.Of(deposit, site, [.. legs.Select(leg => ReadLedger.Leg.Of(leg, site))]))
            .WithETag(deposit.Version).AsOutcome();
    }

    /// <summary>Which deposits are wanted.</summary>
    internal sealed class Which
    {
        /// <summary>As answers write it: held, carriedOver, refunded or forfeited.</summary>
        [FromQuery(Name = "state")]
        public string? State { get; init; }

        /// <summary>The last one of the page before.</summary>
        [FromQuery(Name = "after")]
        public Guid? After { get; init; }

        /// <summary>How many.</summary>
        [FromQuery(Name = "limit")]
        public int? Limit { get; init; }
    }
}
