using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Letting;

/// <summary>
/// DOC-5.6.1: who lets shops is told a month before a lease runs out, and on its last day; the lease itself ends when
/// somebody says so, because a tenant may stay.
/// </summary>
internal sealed class LeaseRunsOut(LettingSource source, Pipeline pipeline, IClock clock)
    : DeadlineOf<LetUnit>(source, pipeline, clock)
{
    public const string DeadlineKind = "lease-runs-out";

    public override string Kind => DeadlineKind;

    [Rule("DOC-5.6.1", "a lease runs out")]
    protected override void Fire(LetUnit state, Firing firing, Reactions follow)
    {
        var unit = state.Unit;
        if (state.Lease is not { } lease || lease.RunsOutKey != firing.Deadline.Key)
            return;
        var isOver = firing.Mark != Mark.Warning;
        follow.Tasks.Add(new NewTask(
            isOver ? $"lease-over/{lease.Id}/{firing.At}" : $"lease-ends/{lease.Id}/{firing.At}",
            Addressee.ForPermission(SalesControlPermissions.ManageLeases), unit.Project,
            Text.Of(isOver ? "lease.task.over" : "lease.task.runs-out", ("unit", unit.Code)), "DOC-5.6.1", lease.Path,
            firing.At)
        {
            Matter = lease.LastDayMatter,
            MustBeDone = isOver,
            DueAt = firing.Deadline.DueAt,
        });
    }
}

/// <summary>What follows from a letting.</summary>
internal static class LettingFollows
{
    /// <summary>It runs out at the end of its last day, on the site's clocks.</summary>
    public static void SetRunsOut(this Reactions follow, LetUnit state, Lease lease, Instant since)
    {
        var zone = DateTimeZoneProviders.Tzdb[state.Terms.Site.TimeZone];
        var length = zone.AtStartOfDay(lease.To.PlusDays(1)).ToInstant() - since;
        // A lease that was signed after its last day has nothing to run out.
        if (length <= Duration.Zero)
            return;
        var month = Duration.FromDays(30);
        follow.Deadlines.Set(new DeadlineTerms(
            LeaseRunsOut.DeadlineKind, lease.RunsOutKey, "DOC-5.6.1", state.Unit.Id, since, new Term.Elapsed(length),
            SalesControlPermissions.ManageLeases, SalesControlPermissions.ManageLeases)
        {
            Warnings = length > month ? [new Warning.Before(month)] : [],
        });
    }
}

/// <summary>
/// The member of the commercial group whose letting it was left, and another has taken it over (CS-7).
/// </summary>
[HappensUnder("CS-7")]
internal sealed record LeasePassed(
    Guid LeaseId, Guid UnitId, string Project, string Unit, string From, string To) : IEvent<LetUnit>
{
    [Rule("CS-7", "a leaver's lettings")]
    public void Apply(LetUnit state, Occurrence when)
    {
        state.FindLease(LeaseId).PassTo(To);
        if (state.Unit.State == UnitState.Let)
            state.Unit.Consultant = To;
    }

    public void React(LetUnit state, Occurrence when, Reactions follow)
    {
        var lease = state.FindLease(LeaseId);
        follow.Tasks.Add(new NewTask(
            $"passed/{LeaseId}/{To}", Addressee.ForPerson(To), Project, Text.Of("lease.task.yours", ("unit", Unit)),
            "CS-7", lease.Path, when.At));
    }
}

/// <summary>
/// A let shop was sold: all that was collected while it was let becomes one group of the buyer's file, and the lease
/// catalogue notes that file's number (DOC-5.6.1, DOC-5.10.2 d).
/// </summary>
[HappensUnder("DOC-5.6.1")]
internal sealed record LetShopSold(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, IReadOnlyList<Guid> Leases) : IEvent<IUnitState>
{
    /// <summary>Where a lease runs on the shop that is sold.</summary>
    public static IEnumerable<LetShopSold> Of(Unit unit, Guid sale, IReadOnlyList<Lease> leases) =>
        leases.Any(lease => lease.State != LeaseState.Ended)
            ? [new(sale, unit.Id, unit.Project, unit.Code, [.. leases.Select(lease => lease.Id).Order()])]
            : [];

    public void Apply(IUnitState state, Occurrence when)
    {
        // The sale itself has been applied, and the lease goes on under the buyer.
    }
}
