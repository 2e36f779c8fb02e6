using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// RES-4: money towards the price comes in with a receipt that is used once in the project: to the oldest open
/// instalment first, never more than what is owed.
/// </summary>
internal static class RecordPayment
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<PaidSale, Request, PaymentReceived>(
                "subscriptions/{id:guid}/payments", SalesControlPermissions.RecordPayment, Decide)
            .OfferedOn<StandingSale>((sale, _) => Refuses(sale, amount: 0.01m))
            .Answers<StandingSale, SaleView>((state, _) => state)
            .WithSummary("payment.record.summary");

    /// <summary>What came in.</summary>
    /// <param name="Receipt">The receipt's number.</param>
    /// <param name="Amount">How much.</param>
    internal sealed record Request(string Receipt, Money Amount);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Receipt).NotEmpty().Refuses("RES-1", "receipt.missing").IsOneLine(50);
            RuleFor(r => r.Amount).SetValidator(new Money.Validator());
        }
    }

    internal sealed class Load(SaleSource sales, SalesControlDb db) : ILoad<PaidSale, Request>
    {
        public async Task<Outcome<PaidSale>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var parts = await sales.FindPartsAsync(named, Access.Change, cancellationToken);
            return parts.Refusal is { } missing
                ? missing
                : new PaidSale(parts.Value, await db.UseOfReceiptAsync(
                    parts.Value.Unit.Project, request.Receipt.Trim(), cancellationToken));
        }
    }

    internal static Outcome<PaymentReceived> Decide(PaidSale state, Request request, Change change)
    {
        var (unit, sale, amount) = (state.Unit, state.Sale, request.Amount.ToDecimal());
        if (Refuses(state, amount) is { } refusal)
            return refusal;
        var receipt = request.Receipt.Trim();
        return state.Receipt.RefusesPayment(receipt) is { } used
            ? used
            : new PaymentReceived(sale.Id, unit.Id, unit.Project, unit.Code, receipt, amount, Money.Yuan);
    }

    /// <summary>Why so much cannot be paid; null where it can.</summary>
    [Rule("RES-4", "never more than what is owed")]
    private static Refused? Refuses(StandingSale state, decimal amount)
    {
        var sale = state.Sale;
        if (state.Forbids(UnitActs.Pay) is { } refusal)
            return refusal;
        if (sale.Plan().Count == 0)
            return state.Refuse("RES-4", "sale.no-instalments");
        return amount > sale.Open
            ? state.Refuse("RES-4", "sale.more-than-owed", ("open", sale.Open)) with { Field = "amount" }
            : null;
    }
}

/// <summary>A sale, with what a receipt was used for before.</summary>
internal sealed class PaidSale(SaleParts parts, ReceiptUse? receipt) : StandingSale(parts)
{
    /// <summary>What the receipt was used for; null for nothing.</summary>
    public ReceiptUse? Receipt => receipt;
}

/// <summary>Money towards the price came in.</summary>
[HappensUnder("RES-4")]
internal sealed record PaymentReceived(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, string Receipt, decimal Amount, string Currency)
    : IEvent<StandingSale>, ITold<StandingSale>
{
    public void Apply(StandingSale state, Occurrence when) => state.Sale.Receive(Amount, when.At);

    public void React(StandingSale state, Occurrence when, Reactions follow)
    {
        follow.Receive(new(Project, SubscriptionId, Amount, Receipt), when);
        foreach (var paid in state.Sale.Plan().Where(i => i.PaidAt == when.At))
            follow.Deadlines.Meet(paid.DueKey, when.At);
    }

    public object ToContract(StandingSale state, Occurrence when) =>
        new Contracts.PaymentReceived(SubscriptionId, UnitId, Project, Unit, Amount, Currency);
}
