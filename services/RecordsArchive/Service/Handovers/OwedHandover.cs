using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.RecordsArchive.Duties;
using Ops.RecordsArchive.Storage;
using Ops.ServiceDefaults;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// A handover with its deadline and the department that owns the archive: what every use case of it needs.
/// </summary>
internal sealed class OwedHandover(Handover handover, Deadline deadline, string archiveOwner) : IState
{
    public Handover Handover => handover;

    /// <summary>Until when it is owed; a new one once it is owed again.</summary>
    public Deadline Deadline { get; set; } = deadline;

    /// <summary>The department that owns the archive (DOC-4).</summary>
    public string ArchiveOwner => archiveOwner;

    public Aggregate Root => handover;

    /// <summary>What was not handed over by its due time is overdue from then on, whoever notices it (T-7).</summary>
    public void ApplyDue(Instant now, IHappenings happenings)
    {
        if (HandoverFallsDue.IsOverdue(handover, Deadline, now))
            happenings.Happened(this, HandoverOverdue.Of(handover, Deadline.DueAt), Deadline.DueAt);
    }

    /// <summary>A refusal by the rule that obliges.</summary>
    public Refused Refuse(string code, params ReadOnlySpan<(string Name, object? Value)> args) =>
        new(handover.Rule, Text.Of(code, args)) { Evidence = [handover.Stream] };
}

/// <summary>Finds handovers: those of a site and a department whose records the actor may see.</summary>
internal sealed class HandoverSource(
    RecordsArchiveDb db, Departments departments, IDeadlineBook deadlines, IActions actions)
    : ISource<OwedHandover>, IView<OwedHandover, HandoverView>
{
    public async Task<Outcome<OwedHandover>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        if (access == Access.Change)
            await db.LockHandoverAsync(named.Id, cancellationToken);
        var found = await (access == Access.Change ? db.Handovers : db.Handovers.AsNoTracking())
            .SingleOrDefaultAsync(handover => handover.Id == named.Id, cancellationToken);
        if (found is null || !named.Actor.MaySee(found.Project))
            return Unknown(named.Id);
        var loaded = await WithDeadlineAsync(found, cancellationToken);
        return found.ConcernsDepartment(named.Actor.Department, loaded.ArchiveOwner) ? loaded : Unknown(named.Id);
    }

    public async Task<OwedHandover> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        await db.LockHandoverAsync(id, cancellationToken);
        return await WithDeadlineAsync(
            await db.Handovers.SingleAsync(handover => handover.Id == id, cancellationToken), cancellationToken);
    }

    public async ValueTask<HandoverView> ShowAsync(
        OwedHandover state, Actor actor, CancellationToken cancellationToken) =>
        HandoverView.Of(state.Handover, state.Deadline) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };

    /// <summary>Several, as they were found.</summary>
    public async Task<IReadOnlyList<HandoverView>> ShowAsync(
        IReadOnlyList<Handover> handovers, CancellationToken cancellationToken)
    {
        var terms = await deadlines.FindAsync([.. handovers.Select(one => one.DeadlineKey)], cancellationToken);
        return [.. handovers.Select(one => HandoverView.Of(one, terms[one.DeadlineKey]))];
    }

    private static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("handover.unknown", ("id", id)));

    private async Task<OwedHandover> WithDeadlineAsync(Handover handover, CancellationToken cancellationToken) => new(
        handover,
        (await deadlines.FindAsync([handover.DeadlineKey], cancellationToken))[handover.DeadlineKey],
        await departments.WithAsync(Duty.ArchiveOwner, cancellationToken));
}
