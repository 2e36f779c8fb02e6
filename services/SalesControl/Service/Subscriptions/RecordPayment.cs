using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>RES-4: money towards the price comes in with a receipt that is used once in the project: to the oldest open instalment first, never more than what is owed.</summary>
internal static class RecordPayment
{
    public static void MapRecordPayment(this IEndpointRouteBuilder api) =>
        api.MapPost("subscriptions/{id:guid}/payments", HandleAsync).AsCommand(SalesControlPermissions.RecordPayment)
            .WithSummary("Record money that came in for a sale").Produces<SaleView>();

    /// <summary>What came in.</summary>
    /// <param name="Receipt">The receipt's number.</param>
    /// <param name="Amount">How much.</param>
    internal sealed record Request(string Receipt, Money Amount);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Receipt).NotEmpty().WithMessage("A payment has a receipt.").WithState(_ => "RES-1").MaximumLength(50);
            RuleFor(r => r.Amount).SetValidator(new Money.Validator());
        }
    }

    [Rule("RES-4")]
    [Rule("RES-1")]
    private static Task<IResult> HandleAsync(Guid id, Request request, IfMatch ifMatch, Actor actor, SaleDesk desk, PaymentBook payments, SalesControlDb db, CancellationToken cancellationToken) => desk.ChangeAsync(
        id, ifMatch, actor,
        async hand =>
        {
            var (receipt, amount) = (request.Receipt.Trim(), request.Amount.ToDecimal());
            if (hand.Unit.Pay(id, receipt, amount, hand.Now, actor.Id) is { } refusal)
                return refusal;
            if (await db.RefusesReceiptAsync(hand.Unit.Project, receipt, cancellationToken) is { } used)
                return used;
            payments.Receive(hand.Unit.Project, id, receipt, amount, hand.Now, actor.Id);
            return null;
        },
        cancellationToken);
}
