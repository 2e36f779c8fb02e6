using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Batches;

/// <summary>A batch, with what must be known of who asks for a number.</summary>
internal sealed class QueueingRelease(ReleaseParts parts) : Release(parts)
{
    /// <summary>The customer's entry.</summary>
    public required Guid CustomerId { get; init; }

    /// <summary>The number that the customer has already.</summary>
    public required QueueNumber? Own { get; init; }

    /// <summary>Whether the agreement's number stands on another of the project.</summary>
    public required bool IsAgreementUsed { get; init; }

    /// <summary>What the receipt was used for; null for nothing.</summary>
    public required ReceiptUse? Receipt { get; init; }

    /// <summary>The number that was given; null before it was.</summary>
    public NamedNumber? Given { get; private set; }

    internal void Give(QueueNumber number, Deposit deposit)
    {
        Add(number);
        Given = new NamedNumber(Parts, number, deposit);
    }
}

/// <summary>Loads a batch with what must be known of who asks for a number.</summary>
internal sealed class QueueingReleaseLoad(BatchSource batches, CustomerBook customers, SalesControlDb db)
    : ILoad<QueueingRelease, GiveQueueNumber.Request>
{
    public async Task<Outcome<QueueingRelease>> LoadAsync(
        Named named, GiveQueueNumber.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await batches.FindPartsAsync(named.Id, named.Actor, Access.Change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var (project, agreement) = (found.Value.Batch.Project, request.AgreementNumber.Trim());
        var who = await customers.OfAsync(project, request.Customer, change, cancellationToken);
        if (who.Refusal is { } unclear)
            return unclear.Under("customer");
        var customer = who.Value.Id;
        var own = await db.QueueNumbers.AsNoTracking()
            .Where(n => n.BatchId == named.Id && n.State != QueueNumberState.Returned)
            .Where(n => n.CustomerId == customer
                || db.Customers.Any(c => c.Id == n.CustomerId && c.MergedInto == customer))
            .FirstOrDefaultAsync(cancellationToken);
        db.LockNumber(Paper.QueueAgreement, project, agreement);
        return new QueueingRelease(found.Value)
        {
            CustomerId = customer,
            Own = own,
            IsAgreementUsed = await db.QueueNumbers.AnyAsync(
                n => n.Project == project
                    && SalesControlDb.PlainText(n.AgreementNumber) == SalesControlDb.PlainText(agreement),
                cancellationToken),
            Receipt = await db.UseOfReceiptAsync(project, request.DepositReceipt.Trim(), cancellationToken),
        };
    }
}
