using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-1: a deposit, or what was paid first, goes back to the customer, once, when what it backed is over.
/// </summary>
internal static class RefundDeposit
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<BackingDeposit, Request, DepositRefunded>(
                "deposits/{id:guid}/refund", SalesControlPermissions.RefundDeposit, Decide)
            .Answers<ReadDeposits.View>()
            .WithSummary("deposit.refund.summary");

    /// <summary>Why.</summary>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("RES-1", "deposit.refund-reason-missing");
    }

    /// <summary>The unit first, then the deposit: who subscribes takes them in this order too.</summary>
    internal sealed class Load(SalesControlDb db, LineBook lines, KnownProjects projects)
        : ILoad<BackingDeposit, Request>
    {
        public async Task<Outcome<BackingDeposit>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var seen = await db.Deposits.AsNoTracking().SingleOrDefaultAsync(d => d.Id == named.Id, cancellationToken);
            if (seen is null || !named.Actor.MaySee(seen.Project))
                return ReadDeposits.Unknown(named.Id);

            var line = seen.ReservationId is { } backed ? await LockLineAsync(backed, cancellationToken) : null;
            var deposit = await db.LockDepositAsync(named.Id, cancellationToken);
            return new BackingDeposit(deposit, line, await projects.GetAsync(deposit.Project, db, cancellationToken))
            {
                OpenQueueNumber = await db.QueueNumbers.AsNoTracking()
                    .Where(n => n.Id == deposit.QueueNumberId && n.EndedAt == null)
                    .Select(n => (Guid?)n.Id).SingleOrDefaultAsync(cancellationToken),
                IsTheLast = !await db.Deposits.AnyAsync(
                    d => d.ReservationId == deposit.ReservationId && d.Id != deposit.Id && d.State == DepositState.Held,
                    cancellationToken),
            };
        }

        private async Task<Line> LockLineAsync(Guid reservation, CancellationToken cancellationToken) =>
            await lines.LockAsync(
                await db.Reservations.AsNoTracking().Where(r => r.Id == reservation).Select(r => r.UnitId)
                    .SingleAsync(cancellationToken),
                cancellationToken);
    }

    [Rule("RES-1", "a deposit goes back when what it backed is over")]
    internal static Outcome<DepositRefunded> Decide(BackingDeposit state, Request request, Change change)
    {
        var (deposit, line) = (state.Deposit, state.Line);
        if (line?.Reservations.FirstOrDefault(r => r.IsOpen && r.IsBackedBy(deposit)) is { } open)
        {
            return new Refused("RES-1", Text.Of("deposit.backs-open-reservation", ("state", Text.NameOf(open.State))))
            {
                Evidence = [open.Evidence],
            };
        }

        if (state.OpenQueueNumber is { } number)
        {
            return new Refused("RES-1", Text.Of("deposit.backs-queue-number"))
            {
                Evidence = [$"queue-number/{number}"],
            };
        }

        return deposit.RefusesToEnd() is { } ended
            ? ended
            : new DepositRefunded(
                deposit.Id, deposit.ReservationId!.Value, line!.Unit.Id, line.Unit.Project, line.Unit.Code,
                deposit.Receipt, deposit.Amount, Money.Yuan, change.Wrote(request.Reason));
    }

    private static bool IsBackedBy(this Reservation reservation, Deposit deposit) =>
        reservation.Id == deposit.ReservationId || reservation.Renews == deposit.ReservationId;
}

/// <summary>A deposit, with the line of the unit whose reservation it backs.</summary>
internal sealed class BackingDeposit(Deposit deposit, Line? line, Project site) : IState
{
    /// <summary>The deposit.</summary>
    public Deposit Deposit => deposit;

    /// <summary>The line; null for what backs a queue number, which goes back with that.</summary>
    public Line? Line => line;

    /// <summary>The project.</summary>
    public Project Site => site;

    /// <summary>The queue number that it backs, while that is open.</summary>
    public Guid? OpenQueueNumber { get; init; }

    /// <summary>Whether nothing else is held for the reservation.</summary>
    public bool IsTheLast { get; init; }

    public Aggregate Root =>
        line?.Unit ?? throw new InvalidOperationException("What backs a queue number goes back with it.");

    public long Version => deposit.Version;

    public void ApplyDue(Instant now, IHappenings happenings) => line?.ApplyDue(now, happenings);
}

/// <summary>
/// What a customer had paid for a reservation that is over went back: the deposit, or what was paid first (RES-1).
/// </summary>
[HappensUnder("RES-1")]
internal sealed record DepositRefunded(
    Guid DepositId, Guid ReservationId, Guid UnitId, string Project, string Unit, string Receipt, decimal Amount,
    string Currency, FreeText Reason) : IEvent<BackingDeposit>
{
    public void Apply(BackingDeposit state, Occurrence when) => state.Deposit.End(DepositState.Refunded, when.At);

    public void React(BackingDeposit state, Occurrence when, Reactions follow)
    {
        follow.GiveBack(state.Deposit, when);
        if (state.IsTheLast)
            follow.Tasks.Done(Following.GiveBackKey(ReservationId), when.At, when.By);
    }
}

/// <summary>Shows a deposit without its movements.</summary>
internal sealed class DepositViewer : IView<BackingDeposit, ReadDeposits.View>
{
    public ValueTask<ReadDeposits.View> ShowAsync(
        BackingDeposit state, Actor actor, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ReadDeposits.View.Of(state.Deposit, state.Site));
}
