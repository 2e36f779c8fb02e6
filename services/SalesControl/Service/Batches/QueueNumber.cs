using NodaTime;
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

/// <summary>A queue number 排号 (认筹) before a release: an agreement and a deposit for the right to choose in turn on the day. Always a batch's, and changed under its lock.</summary>
internal sealed class QueueNumber
{
    private QueueNumber()
    {
    }

    public QueueNumber(Guid id, Guid batchId, string project, int number, Guid customerId, CustomerOnForm customer, string agreementNumber, Guid depositId, Instant givenAt, string consultant) =>
        (Id, BatchId, Project, Number, CustomerId, Customer, AgreementNumber, DepositId, GivenAt, Consultant) = (id, batchId, project, number, customerId, customer, agreementNumber, depositId, givenAt, consultant);

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

    internal void PassTo(string consultant) => Consultant = consultant;

    internal void Call(Instant at) => (State, CalledAt) = (QueueNumberState.Called, at);

    internal void PassOver() => State = QueueNumberState.PassedOver;

    internal void Choose(Guid subscription, Instant at) => (State, SubscriptionId, EndedAt) = (QueueNumberState.Chosen, subscription, at);

    internal void Return(Instant at) => (State, EndedAt) = (QueueNumberState.Returned, at);
}
