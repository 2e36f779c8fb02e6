using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Tests.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Ledger;

/// <summary>What a receipt may be used for, and what becomes of a deposit.</summary>
public sealed class DepositsTests
{
    private static readonly Guid Deposited = new(71, 0, 0, new byte[8]), Reserved = new(72, 0, 0, new byte[8]);
    private static readonly Guid Sold = new(73, 0, 0, new byte[8]), Number = new(74, 0, 0, new byte[8]);

    private readonly AUnit _a = new();

    [Fact, Rule("RES-1")]
    public void A_receipt_backs_one_deposit_and_a_refusal_says_what_it_backs_already()
    {
        Assert.Null(((ReceiptUse?)null).RefusesDeposit("R-1"));
        AssertRefused(
            new ReceiptUse(Deposited, Reserved, null).RefusesDeposit("R-1"), "receipt.backs-reservation",
            "depositReceipt", $"reservation/{Reserved}", $"deposit/{Deposited}");
        AssertRefused(
            new ReceiptUse(Deposited, null, null).RefusesDeposit("R-1"), "receipt.backs-queue-number",
            "depositReceipt", $"deposit/{Deposited}");
        AssertRefused(
            new ReceiptUse(null, null, Sold).RefusesDeposit("R-1"), "receipt.given-for-other-money",
            "depositReceipt");
    }

    [Fact, Rule("RES-1")]
    public void A_receipt_is_one_payment_s_and_a_refusal_says_what_it_was_used_for()
    {
        Assert.Null(((ReceiptUse?)null).RefusesPayment("R-1"));
        AssertRefused(
            new ReceiptUse(Deposited, Reserved, null).RefusesPayment("R-1"), "receipt.is-a-deposits", "receipt",
            $"deposit/{Deposited}");
        AssertRefused(
            new ReceiptUse(null, null, Sold).RefusesPayment("R-1"), "receipt.is-another-payments", "receipt",
            $"subscription/{Sold}");
        AssertRefused(
            new ReceiptUse(null, null, null).RefusesPayment("R-1"), "receipt.is-another-payments", "receipt");
    }

    [Theory, Rule("RES-1")]
    [InlineData("CarriedOver")]
    [InlineData("Refunded")]
    [InlineData("Forfeited")]
    public void A_deposit_ends_once(string how)
    {
        var deposit = Of(Reserved);
        Assert.Null(deposit.RefusesToEnd());
        Assert.Equal(1, deposit.Version);

        deposit.End(Enum.Parse<DepositState>(how), Start, Sold);

        Assert.Equal((2, Start, Sold), (deposit.Version, deposit.EndedAt, deposit.SubscriptionId));
        var refusal = deposit.RefusesToEnd()!;
        Assert.Equal(("RES-1", "deposit.ended-already"), (refusal.Rule, refusal.Text.Code));
        Assert.Equal([deposit.Evidence], refusal.Evidence);
    }

    [Fact, Rule("RES-1")]
    public void A_deposit_goes_back_when_what_it_backed_is_over_whoever_has_the_unit_then()
    {
        var backed = _a.Register(1).Value;
        var deposit = Of(backed.Id);
        var refusal = Refund(new(deposit, _a.Line(backed), Site)).Refusal!;
        Assert.Equal(("RES-1", "deposit.backs-open-reservation"), (refusal.Rule, refusal.Text.Code));
        Assert.Equal([backed.Evidence], refusal.Evidence);

        _a.Register(2, Start + Hold);
        var state = new BackingDeposit(deposit, _a.Line(backed), Site);
        var refunded = Refund(state).Value;
        Assert.Equal((Deposited, backed.Id, "R-1", 10_000m, "CNY", "Abroad."), (
            refunded.DepositId, refunded.ReservationId, refunded.Receipt, refunded.Amount, refunded.Currency,
            refunded.Reason.Words));
        state.Happen((IEvent<BackingDeposit>)refunded, new(Start + Hold, "finance-1"));
        Assert.Equal((DepositState.Refunded, Start + Hold, null), (
            deposit.State, deposit.EndedAt, deposit.SubscriptionId));
        Assert.Equal((2, "deposit.ended-already"), (state.Version, Refund(state).Refusal!.Text.Code));
    }

    [Fact, Rule("RES-1")]
    public void What_backs_a_queue_number_goes_back_with_that_number()
    {
        var state = new BackingDeposit(Of(null), line: null, Site) { OpenQueueNumber = Number };

        var refusal = Refund(state).Refusal!;

        Assert.Equal(("RES-1", "deposit.backs-queue-number"), (refusal.Rule, refusal.Text.Code));
        Assert.Equal([$"queue-number/{Number}"], refusal.Evidence);
        Assert.Throws<InvalidOperationException>(() => state.Root);
    }

    [Fact, Rule("RES-1")]
    public void What_is_due_on_the_line_happens_before_a_deposit_is_looked_at()
    {
        var backed = _a.Register(1).Value;
        var state = new BackingDeposit(Of(backed.Id), _a.Line(backed), Site);

        state.LetDueHappen(Start + Hold);

        Assert.Equal(ReservationState.Lapsed, backed.State);
        Assert.Null(Refund(state).Refusal);
        Assert.Equal(_a.Unit, state.Root);
    }

    [Fact, Rule("RES-4"), Rule("RES-1")]
    public void Who_pays_first_pays_with_a_receipt_of_its_own_and_has_paid_from_the_first_time_on()
    {
        var holder = _a.Register(1).Value;
        Assert.Equal(
            "receipt.is-another-payments",
            PayFirst(holder, Start, new(null, null, Sold)).Refusal!.Text.Code);

        var paid = PayFirst(holder, Start).Value;
        Assert.Equal((holder.Id, "P-1", 50_000m, "CNY"), (
            paid.ReservationId, paid.Receipt, paid.Amount, paid.Currency));
        Assert.NotEqual(Guid.Empty, paid.DepositId);
        Happen(paid, Start);
        Happen(PayFirst(holder, Start + Tick).Value, Start + Tick);
        Assert.Equal(Start, holder.PaidAt);

        void Happen(SubscriptionMoneyPaid happened, Instant at) =>
            _a.Line(holder).Happen((IEvent<Line>)happened, new(at, "finance-1"));
    }

    private static void AssertRefused(Refused? refusal, string code, string field, params string[] evidence)
    {
        Assert.Equal(("RES-1", code, field), (refusal!.Rule, refusal.Text.Code, refusal.Field));
        Assert.Equal("R-1", refusal.Text.Args["receipt"]);
        Assert.Equal(evidence, refusal.Evidence);
    }

    private static Deposit Of(Guid? reservation) =>
        new(Deposited, Site.Code, "R-1", 10_000m, CustomerId(1), new(Start, "consultant-1"))
        {
            ReservationId = reservation,
        };

    private Outcome<DepositRefunded> Refund(BackingDeposit state) =>
        RefundDeposit.Decide(state, new("Abroad."), _a.By("finance-1", Start + Hold));

    private Outcome<SubscriptionMoneyPaid> PayFirst(Reservation holder, Instant at, ReceiptUse? receipt = null) =>
        SalesControl.Reservations.PayFirst.Decide(
            new PayingFirst(_a.Line(holder), receipt), new(" P-1 ", Money.Of(50_000m)), _a.By("finance-1", at));
}
