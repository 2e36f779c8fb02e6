using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>A batch with the queue number that a request names, and its deposit.</summary>
internal class NamedNumber(ReleaseParts parts, QueueNumber number, Deposit deposit) : Release(parts)
{
    /// <summary>All that was loaded.</summary>
    public ReleaseParts Whole => Parts;

    /// <summary>The number; it may be over.</summary>
    public QueueNumber Number => number;

    /// <summary>What was paid for it.</summary>
    public Deposit Deposit => deposit;

    /// <summary>A refusal that rests on the number.</summary>
    public Refused Refuse(string code, params ReadOnlySpan<(string Name, object? Value)> args) =>
        new("RES-4", Text.Of(code, args)) { Evidence = [number.Evidence] };
}

/// <summary>Finds queue numbers, with their batch and their deposit.</summary>
internal sealed class NumberSource(SalesControlDb db, BatchSource batches) : ISource<NamedNumber>
{
    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("queue-number.unknown", ("id", id)));

    public async Task<Outcome<NamedNumber>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var found = await db.QueueNumbers.AsNoTracking().Where(n => n.Id == named.Id)
            .Select(n => new { n.BatchId, n.DepositId, n.Project }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !named.Actor.MaySee(found.Project))
            return Unknown(named.Id);
        var parts = await batches.PartsAsync(found.BatchId, access, cancellationToken);
        var numbers = access == Access.Change ? db.QueueNumbers : db.QueueNumbers.AsNoTracking();
        var number = parts.Numbers.FirstOrDefault(n => n.Id == named.Id)
            ?? await numbers.SingleAsync(n => n.Id == named.Id, cancellationToken);
        return new NamedNumber(parts, number, access == Access.Change
            ? await db.LockDepositAsync(found.DepositId, cancellationToken)
            : await db.Deposits.AsNoTracking().SingleAsync(d => d.Id == found.DepositId, cancellationToken));
    }

    public Task<NamedNumber> LockAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("What happens by itself happens to a batch, not to one of its numbers.");
}

/// <summary>What became of a queue number: called, passed over, chosen, given back (RES-4).</summary>
[HappensUnder("RES-4")]
internal sealed record QueueNumberMoved(
    Guid QueueNumberId, string Project, string Batch, int Number, string State, Guid? SubscriptionId)
    : IEvent<Release>
{
    /// <summary>What somebody wrote who took it back.</summary>
    public FreeText? Reason { get; init; }

    public static QueueNumberMoved Of(Release release, QueueNumber number, QueueNumberState state) => new(
        number.Id, release.Batch.Project, release.Batch.Code, number.Number, state.ToString(), SubscriptionId: null);

    public void Apply(Release state, Occurrence when)
    {
        state.Find(QueueNumberId).Move(Enum.Parse<QueueNumberState>(State), when.At, SubscriptionId);
        if (State == nameof(QueueNumberState.Returned))
            ((NamedNumber)state).Deposit.End(DepositState.Refunded, when.At);
    }

    public void React(Release state, Occurrence when, Reactions follow)
    {
        var number = state.Find(QueueNumberId);
        switch (number.State)
        {
            case QueueNumberState.Called:
                follow.Tasks.Add(new NewTask(
                    $"called/{number.Id}/{when.At}", Addressee.ForPerson(number.Consultant), Project,
                    Text.Of("queue-number.task.called", ("number", Number), ("batch", Batch)), "RES-4", number.Path,
                    when.At)
                {
                    Matter = number.TurnMatter,
                });
                break;
            case QueueNumberState.Returned:
                follow.GiveBack(((NamedNumber)state).Deposit, when);
                follow.Tasks.Add(new NewTask(
                    $"returned/{number.Id}", Addressee.ForPerson(number.Consultant), Project,
                    Text.Of(
                        "queue-number.task.returned", ("number", Number), ("batch", Batch), ("reason", Reason?.Words)),
                    "RES-4", number.Path, when.At));
                if (state.Batch.State == BatchState.Open && state.Numbers.All(n => n.EndedAt is not null))
                    follow.Tasks.Done(state.Batch.RefundKey, when.At, when.By);
                break;
        }
    }
}

/// <summary>A queue number as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Batch">The batch's code.</param>
/// <param name="Number">The number.</param>
/// <param name="State">given, called, passedOver, chosen or returned.</param>
/// <param name="Customer">Whose it is, as the reader may see one.</param>
/// <param name="CustomerId">The customer's entry.</param>
/// <param name="AgreementNumber">The queue agreement's number.</param>
/// <param name="DepositReceipt">The deposit's receipt.</param>
/// <param name="Deposit">How much was paid.</param>
/// <param name="DepositState">held, carriedOver, refunded or forfeited.</param>
/// <param name="Consultant">The consultant's id.</param>
/// <param name="GivenAt">When it was given.</param>
/// <param name="CalledAt">When it was called last.</param>
/// <param name="EndedAt">When it chose or was given back.</param>
/// <param name="SubscriptionId">The sale of what it chose.</param>
/// <param name="ToRefund">Whether its turn is over and its deposit is to go back.</param>
/// <param name="DepositId">The deposit.</param>
/// <param name="Version">What <c>If-Match</c> names: the batch's version.</param>
internal sealed record QueueNumberView(
    Guid Id, string Project, string Batch, int Number, QueueNumberState State, ShownCustomer Customer, Guid CustomerId,
    string AgreementNumber, string DepositReceipt, Money Deposit, DepositState DepositState, string Consultant,
    OffsetDateTime GivenAt, OffsetDateTime? CalledAt, OffsetDateTime? EndedAt, Guid? SubscriptionId, bool ToRefund,
    Guid DepositId, long Version)
{
    /// <summary>
    /// What the reader may do with it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static QueueNumberView Of(
        QueueNumber n, Batch batch, Deposit deposit, Project site, CustomerReader reader) => new(
        n.Id, n.Project, batch.Code, n.Number, n.State, ShownCustomer.Of(n.Customer, reader, n.Consultant),
        n.CustomerId, n.AgreementNumber, deposit.Receipt, Money.Of(deposit.Amount), deposit.State, n.Consultant,
        site.At(n.GivenAt), site.At(n.CalledAt), site.At(n.EndedAt), n.SubscriptionId,
        batch.State == BatchState.Open && n.EndedAt is null, n.DepositId, batch.Version);
}

/// <summary>Shows a queue number.</summary>
internal sealed class QueueNumberViewer(IActions actions, IClock clock) : IView<NamedNumber, QueueNumberView>
{
    public async ValueTask<QueueNumberView> ShowAsync(
        NamedNumber state, Actor actor, CancellationToken cancellationToken) => QueueNumberView.Of(
        state.Number, state.Batch, state.Deposit, state.Site, new(actor, clock.GetCurrentInstant())) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
}
