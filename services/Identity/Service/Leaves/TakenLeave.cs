using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Leaves;

/// <summary>A member of staff and a leave of theirs.</summary>
/// <param name="staff">The member of staff.</param>
/// <param name="company">By which days begin.</param>
/// <param name="leave">The leave.</param>
/// <param name="recording">Who records their leave.</param>
internal sealed class TakenLeave(StaffMember staff, CompanyTime company, Leave leave, LeaveRecording recording)
    : Employment(staff, company)
{
    public Leave Leave => leave;

    public LeaveRecording Recording => recording;
}

/// <summary>A leave as a caller sees it.</summary>
internal sealed record LeaveView(
    Guid Id, string Staff, LeaveKind Kind, LocalDate From, LocalDate Until, OffsetDateTime RecordedAt,
    string RecordedBy, OffsetDateTime? WithdrawnAt)
{
    /// <summary>What the reader may do to it now, by the names of the operations.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static LeaveView Of(Leave leave, CompanyTime company) => new(
        leave.Id, leave.Staff, leave.Kind, leave.From, leave.Until, company.At(leave.RecordedAt), leave.RecordedBy,
        leave.WithdrawnAt is { } at ? company.At(at) : null);
}

/// <summary>Finds leaves of staff of the actor's sites.</summary>
internal sealed class TakenLeaves(
    IdentityDb db, CompanyTime company, LeaveRecorders recorders, IActions actions)
    : ISource<TakenLeave>, IView<TakenLeave, LeaveView>
{
    public async Task<Outcome<TakenLeave>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        if (access == Access.Change)
            await db.LockLeavesAsync(cancellationToken);
        var id = named.Id;
        return await db.Leaves.SingleOrDefaultAsync(l => l.Id == id, cancellationToken) is { } leave
            && await db.LockStaffAsync(leave.Staff, cancellationToken) is { } staff && staff.IsSeenBy(named.Actor)
            ? new TakenLeave(staff, company, leave, await recorders.OfAsync(staff, cancellationToken))
            : Refused.NotFound(Text.Of("leave.unknown", ("id", id)));
    }

    public async Task<TakenLeave> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        await db.LockLeavesAsync(cancellationToken);
        var leave = await db.Leaves.SingleAsync(l => l.Id == id, cancellationToken);
        var staff = (await db.LockStaffAsync(leave.Staff, cancellationToken))!;
        return new(staff, company, leave, await recorders.OfAsync(staff, cancellationToken));
    }

    public async ValueTask<LeaveView> ShowAsync(
        TakenLeave state, Actor actor, CancellationToken cancellationToken) =>
        LeaveView.Of(state.Leave, state.Company) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
}
