using System.Text.Json.Serialization;
using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;

namespace Ops.SalesControl.Batches;

/// <summary>
/// RES-1, RES-4: before a release a customer signs the queue agreement 排号协议 and pays the deposit, and has the next
/// number: the order of choice on the day. One a customer and batch, and none once the day has begun.
/// </summary>
internal static class GiveQueueNumber
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<QueueingRelease, Request, QueueNumberGiven>(
                "batches/{id:guid}/queue-numbers", SalesControlPermissions.RegisterQueueNumber, Decide)
            .Makes<NamedNumber, QueueNumberView>((state, _) => state.Given!, shown => shown.Number.Path)
            .OfferedOn<Release>((release, _) => Refuses(release.Batch))
            .WithSummary("queue-number.give.summary");

    /// <summary>The queue agreement.</summary>
    /// <param name="Customer">Whom it is for.</param>
    /// <param name="AgreementNumber">The number on it.</param>
    /// <param name="DepositReceipt">The deposit's receipt.</param>
    /// <param name="DepositAmount">How much was paid; the project's standard deposit when not given.</param>
    internal sealed record Request(
        CustomerForm Customer, string AgreementNumber, string DepositReceipt, Money? DepositAmount = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Customer).SetValidator(new CustomerForm.Validator());
            RuleFor(r => r.AgreementNumber).NotEmpty().Refuses("DOC-5.2.1", "queue-number.agreement-missing")
                .IsOneLine(50);
            RuleFor(r => r.DepositReceipt).NotEmpty().Refuses("RES-1", "queue-number.no-receipt").IsOneLine(50);
            RuleFor(r => r.DepositAmount!).SetValidator(new Money.Validator()).When(r => r.DepositAmount is not null);
        }
    }

    [Rule("RES-4", "queue numbers: one a customer, before the day")]
    internal static Outcome<QueueNumberGiven> Decide(QueueingRelease state, Request request, Change change)
    {
        var (batch, agreement, receipt) = (state.Batch, request.AgreementNumber.Trim(), request.DepositReceipt.Trim());
        if (Refuses(batch) is { } refusal)
            return refusal;
        if (state.Own is { } own)
        {
            return new Refused("RES-4", Text.Of(
                "queue-number.has-one", ("number", own.Number), ("batch", batch.Code)))
            {
                Evidence = [own.Evidence],
            };
        }

        if (state.IsAgreementUsed)
        {
            return new Refused(
                null, Text.Of("queue-number.agreement-used", ("number", agreement)), Field: "agreementNumber");
        }

        if (state.Receipt.RefusesDeposit(receipt) is { } used)
            return used;
        var deposit = new Deposit(
            change.NewId(), batch.Project, receipt, request.DepositAmount?.ToDecimal() ?? state.Site.StandardDeposit,
            state.CustomerId, change.Now)
        {
            QueueNumberId = change.NewId(),
        };
        return new QueueNumberGiven(
            deposit.QueueNumberId.Value, batch.Project, batch.Code, batch.LastNumber + 1, agreement, change.Actor.Id)
        {
            Agreement = new(state.CustomerId, request.Customer.OnForm(), agreement, deposit.Id),
            Deposit = deposit,
        };
    }

    private static Refused? Refuses(Batch batch) => batch.State == BatchState.Planned
        ? null
        : batch.Refuse("RES-4", "queue-number.given-before-the-day");
}

/// <summary>A queue number 排号 was given (DOC-5.2.1: its agreement is sales material).</summary>
[HappensUnder("RES-4")]
internal sealed record QueueNumberGiven(
    Guid QueueNumberId, string Project, string Batch, int Number, string AgreementNumber, string Consultant)
    : IEvent<QueueingRelease>
{
    /// <summary>The agreement. Personal data: not in the log.</summary>
    [JsonIgnore]
    public QueueAgreement? Agreement { get; init; }

    /// <summary>The deposit. It lies with the deposits.</summary>
    [JsonIgnore]
    public Deposit? Deposit { get; init; }

    public void Apply(QueueingRelease state, Occurrence when)
    {
        state.Batch.LastNumber = Number;
        state.Give(new QueueNumber(QueueNumberId, state.Batch, Number, Agreement!, when), Deposit!);
    }

    public void React(QueueingRelease state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Given!.Number);
        follow.Take(Deposit!);
    }
}
