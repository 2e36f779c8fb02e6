using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Tasks;
using Ops.SalesControl.Customers;

namespace Ops.SalesControl.Batches;

/// <summary>What became of a queue number.</summary>
internal enum QueueNumberState
{
    /// <summary>Waits for the day, or for its turn on it.</summary>
    Given,

    /// <summary>It is its turn to choose.</summary>
    Called,

    /// <summary>Was not there when called, or chose nothing; may be called again after the others.</summary>
    PassedOver,

    /// <summary>Chose a unit and subscribed it.</summary>
    Chosen,

    /// <summary>Given back; the deposit goes back to the customer.</summary>
    Returned,
}

/// <summary>
/// A queue number 排号 (认筹) before a release: an agreement and a deposit for the right to choose in turn on the day.
/// Always a batch's, and changed under its lock.
/// </summary>
internal sealed class QueueNumber : ITaskSubject
{
    private QueueNumber()
    {
    }

    public QueueNumber(Guid id, Batch batch, int number, QueueAgreement agreement, Occurrence given)
    {
        (Id, BatchId, Project, Number) = (id, batch.Id, batch.Project, number);
        (CustomerId, Customer, AgreementNumber) = (agreement.CustomerId, agreement.Customer, agreement.Number);
        (DepositId, GivenAt, Consultant) = (agreement.DepositId, given.At, given.By);
    }

    public Guid Id { get; private init; }

    public Guid BatchId { get; private init; }

    public string Project { get; private init; } = "";

    /// <summary>1, 2, 3 … in the batch: the order of choice on the day.</summary>
    public int Number { get; private init; }

    public Guid CustomerId { get; private init; }

    public CustomerOnForm Customer { get; private init; } = new("", "");

    /// <summary>The number of the agreement 排号协议 (DOC-5.2.1).</summary>
    public string AgreementNumber { get; private init; } = "";

    public Guid DepositId { get; private init; }

    public string Consultant { get; private set; } = "";

    public Instant GivenAt { get; private init; }

    public QueueNumberState State { get; private set; }

    public Instant? CalledAt { get; private set; }

    public Instant? EndedAt { get; private set; }

    /// <summary>The sale of what it chose.</summary>
    public Guid? SubscriptionId { get; private set; }

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/queue-numbers/{Id}";

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"queue-number/{Id}";

    /// <summary>What is told of its turn, each time that it is called.</summary>
    public string TurnMatter => $"{Path}#called/{CalledAt?.ToUnixTimeSeconds()}";

    IEnumerable<string> ITaskSubject.OpenMatters => EndedAt is not null
        ? []
        : State == QueueNumberState.Called ? [Path, TurnMatter] : [Path];

    internal void PassTo(string consultant) => Consultant = consultant;

    internal void Move(QueueNumberState state, Instant at, Guid? subscription)
    {
        State = state;
        if (state == QueueNumberState.Called)
            CalledAt = at;
        else if (state is QueueNumberState.Chosen or QueueNumberState.Returned)
            (EndedAt, SubscriptionId) = (at, subscription);
    }
}

/// <summary>The agreement 排号协议 that a queue number is given under (DOC-5.2.1).</summary>
/// <param name="CustomerId">The customer's entry.</param>
/// <param name="Customer">The customer, as the agreement has one.</param>
/// <param name="Number">The number on it.</param>
/// <param name="DepositId">The deposit that was paid.</param>
internal sealed record QueueAgreement(Guid CustomerId, CustomerOnForm Customer, string Number, Guid DepositId);
