using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Tests.Units;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Batches;

/// <summary>Queue numbers: given before the day, called in their order on it, chosen with, given back.</summary>
public sealed class QueueingTests
{
    private static readonly Guid Other = new(77, 0, 0, new byte[8]);

    private readonly ABatch _a = new();

    [Fact, Rule("RES-4"), Rule("RES-1")]
    public void Numbers_are_given_one_after_the_other_each_with_a_deposit_of_its_own()
    {
        _a.Give(1);
        var state = Queueing(2);

        var given = Give(state, Money.Of(5_000m)).Value;
        state.Happen((IEvent<QueueingRelease>)given, new(Start + Tick, "consultant-2"));

        Assert.Equal((2, "Q-9", "consultant-2"), (given.Number, given.AgreementNumber, given.Consultant));
        Assert.Equal((2, 2, 2), (_a.Batch.LastNumber, state.Numbers.Count, state.Given!.Number.Number));
        var (number, deposit) = (state.Given.Number, state.Given.Deposit);
        Assert.Equal((CustomerId(2), "Q-9", deposit.Id, "consultant-2", Start + Tick), (
            number.CustomerId, number.AgreementNumber, number.DepositId, number.Consultant, number.GivenAt));
        Assert.Equal((number.Id, "R-9", 5_000m, CustomerId(2)), (
            deposit.QueueNumberId!.Value, deposit.Receipt, deposit.Amount, deposit.CustomerId));
        Assert.NotEqual(number.Id, deposit.Id);
        Assert.Equal(Site.StandardDeposit, Give(Queueing(3)).Value.Deposit!.Amount);
    }

    [Fact, Rule("RES-4"), Rule("RES-1")]
    public void Of_several_reasons_the_day_is_named_first_then_the_customer_s_number_the_agreement_and_the_receipt()
    {
        var own = _a.Give(1);
        var receipt = new ReceiptUse(Other, Other, null);
        AssertRefused(Queueing(1, own, isUsed: true, receipt), "RES-4", "queue-number.has-one", null, own.Evidence);
        AssertRefused(
            Queueing(1, isUsed: true, receipt: receipt), null, "queue-number.agreement-used", "agreementNumber");
        AssertRefused(
            Queueing(1, receipt: receipt), "RES-1", "receipt.backs-reservation", "depositReceipt",
            $"reservation/{Other}", $"deposit/{Other}");
        _a.Begin();
        AssertRefused(
            Queueing(1, own, isUsed: true, receipt), "RES-4", "queue-number.given-before-the-day", null,
            _a.Batch.Stream);

        void AssertRefused(
            QueueingRelease state, string? rule, string code, string? field, params string[] evidence)
        {
            var refusal = Give(state).Refusal!;
            Assert.Equal((rule, code, field), (refusal.Rule, refusal.Text.Code, refusal.Field));
            Assert.Equal(evidence, refusal.Evidence);
        }
    }

    [Fact, Rule("RES-4")]
    public void The_lowest_number_is_called_first_and_whoever_was_passed_over_after_all_others_in_that_order()
    {
        QueueNumber[] numbers = [_a.Give(1), _a.Give(2), _a.Give(3)];
        _a.Begin();
        var at = Start;
        List<int> called = [];
        for (var turn = 0; turn < 5; turn++)
        {
            var next = Call(at).Value;
            called.Add(next.Number);
            Move(next, at);
            var passed = CallQueueNumber.PassOver(_a.Named(numbers[next.Number - 1]), _a.By("assistant-1", at)).Value;
            Move(passed, at);
            at += Tick;
        }

        Assert.Equal([1, 2, 3, 1, 2], called);
        // Of two that were called at one moment the lower one comes first.
        foreach (var number in numbers.Reverse())
        {
            number.Move(QueueNumberState.Called, at, subscription: null);
            number.Move(QueueNumberState.PassedOver, at, subscription: null);
        }

        Assert.Equal(1, Call(at).Value.Number);
        Assert.Null(CallQueueNumber.NextOf([]));
    }

    [Fact, Rule("RES-4")]
    public void Numbers_are_called_on_the_day_one_at_a_time_as_long_as_there_are_any()
    {
        var number = _a.Give(1);
        AssertCode("queue-number.chooses-on-the-day", _a.Batch.Stream);
        _a.Begin();
        Move(Call(Start).Value, Start);
        Assert.Equal((QueueNumberState.Called, Start), (number.State, number.CalledAt));
        AssertCode("queue-number.is-choosing", number.Evidence);

        number.Move(QueueNumberState.Returned, Start, null);
        AssertCode("queue-number.none-left", _a.Batch.Stream);
        _a.Give(2);
        _a.Batch.Enter(BatchState.Open, Start);
        AssertCode("queue-number.chooses-on-the-day", _a.Batch.Stream);

        void AssertCode(string code, string evidence)
        {
            var refusal = Call(Start).Refusal!;
            Assert.Equal(("RES-4", code), (refusal.Rule, refusal.Text.Code));
            Assert.Equal([evidence], refusal.Evidence);
        }
    }

    [Fact, Rule("RES-4")]
    public void Only_who_was_called_is_passed_over_and_only_on_the_day()
    {
        var number = _a.Give(1);
        Assert.Equal("queue-number.chooses-on-the-day", Code());
        _a.Begin();
        Assert.Equal("queue-number.not-called", Code());
        number.Move(QueueNumberState.Called, Start, null);
        Assert.Null(Code());
        _a.Batch.Enter(BatchState.Open, Start);
        Assert.Equal("queue-number.chooses-on-the-day", Code());

        string? Code() =>
            CallQueueNumber.PassOver(_a.Named(number), _a.By("assistant-1")).Refusal?.Text.Code;
    }

    [Fact, Rule("RES-1"), Rule("RES-4")]
    public void A_number_that_chose_nothing_is_given_back_once_with_its_deposit()
    {
        var number = _a.Give(1);
        var state = _a.Named(number);
        var returned = Return(state).Value;
        state.Happen((IEvent<Release>)returned, new(Start + Tick, "finance-1"));

        Assert.Equal(("Returned", "Abroad."), (returned.State, returned.Reason!.Words));
        Assert.Equal((QueueNumberState.Returned, Start + Tick, null), (
            number.State, number.EndedAt, number.SubscriptionId));
        Assert.Equal((DepositState.Refunded, Start + Tick), (state.Deposit.State, state.Deposit.EndedAt));
        var again = Return(state).Refusal!;
        Assert.Equal(("RES-4", "queue-number.returned-already"), (again.Rule, again.Text.Code));
        Assert.Equal([number.Evidence], again.Evidence);

        var chosen = _a.Give(2);
        chosen.Move(QueueNumberState.Chosen, Start, Other);
        Assert.Equal("queue-number.has-chosen", Return(_a.Named(chosen)).Refusal!.Text.Code);
        var refunded = _a.Named(_a.Give(3));
        refunded.Deposit.End(DepositState.Refunded, Start);
        Assert.Equal("deposit.ended-already", Return(refunded).Refusal!.Text.Code);
    }

    [Fact, Rule("RES-4"), Rule("RES-1")]
    public void Whoever_was_called_chooses_a_unit_and_the_deposit_becomes_part_of_its_price()
    {
        var number = _a.Give(1);
        _a.Begin();
        number.Move(QueueNumberState.Called, Start, null);
        var state = Choosing(number, ForSale(_a.Units[0]), merged: CustomerId(8));

        var chosen = Choose(state).Value;
        state.Happen(chosen, new(Start + Tick, "consultant-1"));

        var signed = chosen.All.OfType<SubscriptionSigned>().Single();
        Assert.Equal(("S-1", 1, "consultant-1"), (signed.AgreementNumber, signed.QueueNumber, signed.Consultant));
        Assert.Equal(CustomerId(8), signed.Buyers.Single().CustomerId);
        Assert.Equal((10_000m, number.Id), (signed.Sale!.Paid, signed.Sale.QueueNumberId!.Value));
        Assert.Equal((UnitState.Subscribed, DepositState.CarriedOver), (_a.Units[0].State, state.Deposit.State));
        Assert.Equal((QueueNumberState.Chosen, signed.SubscriptionId, Start + Tick), (
            number.State, number.SubscriptionId!.Value, number.EndedAt!.Value));
    }

    [Fact, Rule("RES-4")]
    public void What_is_chosen_is_a_withheld_unit_of_the_batch_with_nothing_asked_about_it_any_more()
    {
        var number = _a.Give(1);
        _a.Begin();
        number.Move(QueueNumberState.Called, Start, null);

        var none = Choose(Choosing(number, null)).Refusal!;
        Assert.Equal(("unit.not-in-project", "unit"), (none.Text.Code, none.Field));
        var other = Choose(Choosing(number, ForSale(_a.Unit("1301", Other)))).Refusal!;
        Assert.Equal(
            ("RES-4", RefusalKind.Input, "queue-number.unit-of-another", "unit"),
            (other.Rule, other.Kind, other.Text.Code, other.Field));
        var open = Choose(Choosing(number, ForSale(_a.Unit("1302", _a.Batch.Id, withheld: false)))).Refusal!;
        Assert.Equal(("RES-4", "unit.act-forbidden"), (open.Rule, open.Text.Code));

        var unit = _a.Units[0];
        var change = _a.By("assistant-1");
        var asked = new ChangeRequest(
            new ChangeAsked(
                _a.NewId(), unit.Id, Site.Code, unit.Code, nameof(ChangeKind.Withholding), null, change.Wrote("Now."))
            {
                Rule = "RES-2",
                Details = ChangeRequest.Write(new WithholdUnit.Details(PutOnSale: true)),
            },
            change.Now);
        var state = Choosing(number, ForSale(unit, asked));
        state.Happen(Choose(state).Value, new(Start, "consultant-1"));
        Assert.Equal(ChangeState.Closed, asked.State);
    }

    [Fact, Rule("RES-4")]
    public void Who_does_not_choose_is_told_whose_turn_it_is()
    {
        QueueNumber[] numbers = [_a.Give(1), _a.Give(2), _a.Give(3)];
        AssertRefused(numbers[0], "queue-number.chooses-on-the-day", _a.Batch.Stream);
        _a.Begin();
        AssertRefused(numbers[0], "queue-number.was-not-called", numbers[0].Evidence);
        AssertRefused(numbers[1], "queue-number.was-not-called", numbers[1].Evidence, numbers[0].Evidence);
        numbers[0].Move(QueueNumberState.Called, Start, null);
        AssertRefused(numbers[1], "queue-number.anothers-turn", numbers[0].Evidence, numbers[1].Evidence);
        numbers[1].Move(QueueNumberState.Chosen, Start, Other);
        AssertRefused(numbers[1], "queue-number.chosen-already", numbers[1].Evidence);
        numbers[2].Move(QueueNumberState.Returned, Start, null);
        AssertRefused(numbers[2], "queue-number.given-back-already", numbers[2].Evidence);

        void AssertRefused(QueueNumber number, string code, params string[] evidence)
        {
            var refusal = Choose(Choosing(number, ForSale(_a.Units[0]))).Refusal!;
            Assert.Equal(("RES-4", code), (refusal.Rule, refusal.Text.Code));
            Assert.Equal(evidence, refusal.Evidence);
        }
    }

    [Fact, Rule("CS-7")]
    public void A_leaver_s_number_passes_to_the_successor()
    {
        var number = _a.Give(1);
        var passed = QueueNumberPassed.Of(_a.State, number, "successor-1");

        _a.State.Happen((IEvent<Release>)passed, new(Start, "head-1"));

        Assert.Equal(("consultant-1", "successor-1"), (passed.From, number.Consultant));
    }

    private QueueingRelease Queueing(
        int customer, QueueNumber? own = null, bool isUsed = false, ReceiptUse? receipt = null) =>
        new(_a.Parts)
        {
            CustomerId = CustomerId(customer),
            Own = own,
            IsAgreementUsed = isUsed,
            Receipt = receipt,
        };

    private Outcome<QueueNumberGiven> Give(QueueingRelease state, Money? amount = null) => GiveQueueNumber.Decide(
        state, new(new("Customer 2", "13800000002"), " Q-9 ", " R-9 ", amount), _a.By("consultant-2"));

    private Outcome<QueueNumberMoved> Call(Instant at) =>
        CallQueueNumber.CallNext(new CallingRelease(_a.Parts, ofNext: null), _a.By("assistant-1", at));

    private void Move(QueueNumberMoved moved, Instant at) =>
        _a.State.Happen((IEvent<Release>)moved, new(at, "assistant-1"));

    private Outcome<QueueNumberMoved> Return(NamedNumber state) =>
        CallQueueNumber.Return(state, new(" Abroad. "), _a.By("finance-1"));

    private static UnitForSale ForSale(Unit unit, params ChangeRequest[] asked) => new(
        unit, [], Terms, new(AUnit.SaleTerms, new(Other, 1, 1_980_000m, Start), null, [], asked));

    private ChoosingNumber Choosing(QueueNumber number, UnitForSale? unit, Guid? merged = null) =>
        new(_a.Named(number), merged ?? number.CustomerId, unit);

    private Outcome<Events<ChoosingNumber>> Choose(ChoosingNumber state) => ChooseUnit.Decide(
        state, new("2-1-1201", " S-1 "), _a.By("consultant-1", Start + Tick));
}
