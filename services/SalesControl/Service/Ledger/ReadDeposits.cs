using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
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
            .WithSummary("The deposits of a project, the newest first").Produces<Page>();
        api.MapGet("deposits/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadLedger)
            .WithSummary("A deposit with its movements").Produces<View>();
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
        Guid Id, string Project, string Receipt, Money Amount, DepositState State, Guid CustomerId, Guid? ReservationId, Guid? QueueNumberId, Guid? SubscriptionId, OffsetDateTime TakenAt, string TakenBy, OffsetDateTime? EndedAt,
        IReadOnlyList<ReadLedger.Leg>? Movements)
    {
        public static View Of(Deposit d, Project project, IReadOnlyList<ReadLedger.Leg>? movements) => new(
            d.Id, d.Project, d.Receipt, Money.Of(d.Amount), d.State, d.CustomerId, d.ReservationId, d.QueueNumberId, d.SubscriptionId, project.At(d.TakenAt), d.TakenBy, project.At(d.EndedAt), movements);
    }

    internal sealed record Page(IReadOnlyList<View> Items, Guid? Next);

    public static Refused Unknown(Guid id) => Refused.NotFound($"There is no deposit {id} among those that you may see.");

    private static async Task<IResult> ListAsync(string project, string? state, Guid? after, int? limit, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();

        DepositState? asked = null;
        if (state is not null)
        {
            // As answers write it: held, carriedOver, refunded, forfeited.
            asked = Enum.GetValues<DepositState>().Cast<DepositState?>().FirstOrDefault(one => string.Equals(one.ToString(), state, StringComparison.OrdinalIgnoreCase));
            if (asked is null)
                return Refused.Input(null, "state", "A deposit is held, carriedOver, refunded or forfeited.").ToProblem();
        }

        var size = Math.Clamp(limit ?? 50, 1, MostOnAPage);
        var found = await db.Deposits.AsNoTracking().Where(d => d.Project == project && (asked == null || d.State == asked) && (after == null || d.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(d => d.Id).Take(size).ToListAsync(cancellationToken);
        return Results.Ok(new Page([.. found.Select(d => View.Of(d, site, null))], found.Count == size ? found[^1].Id : null));
    }

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        var deposit = await db.Deposits.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (deposit is null || !actor.MaySee(deposit.Project))
            return Unknown(id).ToProblem();

        var site = await db.Projects.AsNoTracking().SingleAsync(p => p.Code == deposit.Project, cancellationToken);
        var legs = await db.Ledger.AsNoTracking().Where(l => l.DepositId == id).OrderBy(l => l.Id).ToListAsync(cancellationToken);
        return Results.Ok(View.Of(deposit, site, [.. legs.Select(leg => ReadLedger.Leg.Of(leg, site))])).WithETag(deposit.Version);
    }
}
