using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Tests.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Reservations;

/// <summary>What a registration is refused for, and what is written of one that is taken.</summary>
public sealed class RegisteringTests
{
    private static readonly Guid Other = new(77, 0, 0, new byte[8]);
    private static readonly FormUse UsedForm = new("harbour-court/f-9", Other, "2-1-1201");
    private static readonly ReceiptUse UsedReceipt = new(Other, Other, null);

    private readonly AUnit _a = new();

    [Fact, Rule("RES-2")]
    public void A_form_s_number_stands_once_in_the_project_whether_its_customer_would_hold_the_unit_or_wait()
    {
        AssertRefused();
        _a.Register(1);
        AssertRefused();

        void AssertRefused()
        {
            var refusal = Decide(UsedForm).Refusal!;
            Assert.Equal(("RES-2", "reservation.form-used", "form"), (refusal.Rule, refusal.Text.Code, refusal.Field));
            Assert.Equal(("F-9", "2-1-1201"), (refusal.Text.Args["form"], refusal.Text.Args["unit"]));
            Assert.Equal([$"reservation/{Other}"], refusal.Evidence);
        }
    }

    [Theory, Rule("RES-1")]
    [InlineData(0, 9, true)]
    [InlineData(2, 1, true)]
    [InlineData(2, 2, false)]
    [InlineData(2, 3, false)]
    public void A_consultant_s_customers_hold_as_many_units_as_the_setting_says(int most, int held, bool taken)
    {
        var refusal = Decide(holding: new(null, held, most)).Refusal;

        Assert.Equal(taken ? null : ("RES-1", "reservation.limit", "consultant-9", held), Of(refusal));

        static (string?, string, object?, object?)? Of(Refused? refusal) => refusal is null
            ? null
            : (refusal.Rule, refusal.Text.Code, refusal.Text.Args["consultant"], refusal.Text.Args["held"]);
    }

    [Fact, Rule("RES-1"), Rule("RES-2")]
    public void Of_several_reasons_the_limit_is_named_first_then_the_receipt_then_the_form()
    {
        Assert.Equal("reservation.limit", Decide(UsedForm, new(UsedReceipt, 2, 2)).Refusal!.Text.Code);
        var receipt = Decide(UsedForm, new(UsedReceipt, 0, 2)).Refusal!;
        Assert.Equal(("receipt.backs-reservation", "depositReceipt"), (receipt.Text.Code, receipt.Field));
        Assert.Equal("R-9", receipt.Text.Args["receipt"]);
        Assert.Equal("reservation.form-used", Decide(UsedForm, new(null, 0, 2)).Refusal!.Text.Code);
        // Without a receipt nothing else is looked at.
        Assert.Equal(
            "reservation.no-receipt", Decide(UsedForm, new(null, 2, 2), receipt: null).Refusal!.Text.Code);
    }

    [Fact, Rule("RES-4")]
    public void Who_registers_twice_is_told_whether_they_have_the_unit_or_wait_for_it()
    {
        _a.Register(1);
        _a.Register(2);

        Assert.Equal("reservation.has-already", _a.Register(1).Refusal!.Text.Code);
        Assert.Equal("reservation.waits-already", _a.Register(2).Refusal!.Text.Code);
    }

    [Fact, Rule("RES-4")]
    public void Who_left_the_line_or_lost_the_unit_may_register_again()
    {
        _a.Register(1);
        var waiting = _a.Register(2).Value;
        _a.Do(
            waiting, Start, waiting.Consultant, (line, change) => LeaveLine.Decide(line, new("Too dear."), change));

        Assert.Equal(2, _a.PlaceOf(_a.Register(3).Value) + _a.Unit.Waiting);
        Assert.Equal(2, _a.PlaceOf(_a.Register(2).Value));
        Assert.Null(_a.Register(1, Start + Hold).Refusal);
    }

    [Fact, Rule("RES-2")]
    public void A_unit_that_is_withheld_is_not_reserved_whatever_is_brought()
    {
        var withheld = new AUnit(withheld: true);

        var refusal = withheld.Register(1, receipt: null).Refusal!;

        Assert.Equal(("RES-4", "unit.act-forbidden"), (refusal.Rule, refusal.Text.Code));
        Assert.Equal([withheld.Unit.Path], refusal.Evidence);
    }

    [Fact, Rule("RES-1")]
    public void The_deposit_is_what_the_form_says_and_else_what_is_customary_in_the_project()
    {
        Assert.Equal(Site.StandardDeposit, Registered(Decide()).Deposit);
        Assert.Equal(2_500.50m, Registered(Decide(deposit: Money.Of(2_500.50m))).Deposit);
    }

    [Fact, Rule("RES-1"), Rule("RES-2")]
    public void What_is_written_of_a_registration_is_what_was_brought_without_the_blanks_around_it()
    {
        var key = "harbour-court/f-9";

        var registered = Registered(Decide(new FormUse(key)));

        Assert.Equal(("R-9", "consultant-9", Start + Hold), (
            registered.DepositReceipt, registered.Consultant, registered.ExpiresAt));
        Assert.Equal(
            new Registration(new(CustomerId(9), Customer(9)), "F-9", "consultant-9") { FormKey = key },
            registered.Registration);
        Assert.NotEqual(registered.ReservationId, registered.DepositId);
    }

    [Fact, Rule("RES-4")]
    public void What_is_written_of_a_wait_is_its_place_and_its_form()
    {
        _a.Register(1);
        Assert.Equal((1, "key"), Waits());
        _a.Register(2);
        Assert.Equal((2, "key"), Waits());

        (int, string?) Waits()
        {
            var wait = (WaitRecorded)Decide(new FormUse("key")).Value.All.Single();
            return (wait.Place, wait.Registration!.FormKey);
        }
    }

    [Fact, Rule("RES-4")]
    public void A_unit_counts_its_registrations_and_those_who_wait()
    {
        var first = _a.Register(1).Value;
        var second = _a.Register(2).Value;
        var third = _a.Register(3).Value;

        Assert.Equal([1, 2, 3], [first.Number, second.Number, third.Number]);
        Assert.Equal((3, 2), (_a.Unit.Registrations, _a.Unit.Waiting));
        Assert.Equal(("consultant-1", CustomerId(1), first.ExpiresAt), (
            _a.Unit.Consultant, _a.Unit.HolderId, _a.Unit.Until));
        Assert.Equal([null, 1, 2], [_a.PlaceOf(first), _a.PlaceOf(second), _a.PlaceOf(third)]);
    }

    [Fact, Rule("RES-4")]
    public void Who_comes_is_the_last_in_line_however_little_of_the_line_is_loaded()
    {
        _a.Register(1);
        _a.Register(2);
        _a.Register(3);
        var line = Line();

        line.Happen(Decide(line).Value, new(Start, "consultant-9"));

        Assert.Equal((3, 4), (line.Registered.Place, line.Registered.Reservation.Number));
        Assert.Equal("consultant-1", line.Registered.Holder!.Consultant);
    }

    [Fact, Rule("RES-4")]
    public void Who_comes_when_the_holder_s_time_is_over_finds_the_unit_offered_and_is_last_behind_those_not_loaded()
    {
        var lapsed = _a.Register(1).Value;
        var next = _a.Register(2).Value;
        var third = _a.Register(3).Value;
        var line = Line();

        line.LetDueHappen(Start + Hold);
        line.Happen(Decide(line).Value, new(Start + Hold, "consultant-9"));

        Assert.Equal(
            (ReservationState.Lapsed, ReservationState.Offered, ReservationState.Waiting),
            (lapsed.State, next.State, third.State));
        Assert.Equal((next, 2, 2), (line.Holder, line.Registered.Place, _a.Unit.Waiting));
    }

    [Fact, Rule("RES-4")]
    public void Who_is_next_after_the_first_in_line_cannot_be_asked_of_a_registration()
    {
        _a.Register(1);
        var first = _a.Register(2).Value;
        _a.Register(3);
        var line = Line();
        Assert.Equal(first, line.NextInLine);

        line.LetDueHappen(Start + Hold);

        Assert.Equal(1, _a.Unit.Waiting);
        Assert.Throws<InvalidOperationException>(() => line.NextInLine);
    }

    private static ReservationRegistered Registered(Outcome<Events<HeadOfLine>> outcome) =>
        (ReservationRegistered)outcome.Value.All.Single();

    private Outcome<Events<HeadOfLine>> Decide(
        FormUse? form = null, Holding? holding = null, string? receipt = " R-9 ", Money? deposit = null) =>
        Decide(Line(form, holding), receipt, deposit);

    private Outcome<Events<HeadOfLine>> Decide(Registering line, string? receipt = " R-9 ", Money? deposit = null) =>
        RegisterReservation.Decide(
            line, new(new CustomerForm("Customer 9", "13800000009"), " F-9 ", receipt, deposit),
            _a.By("consultant-9", Start));

    private Registering Line(FormUse? form = null, Holding? holding = null) =>
        new(_a.Unit, _a.Near(CustomerId(9)), Terms)
        {
            Applicant = new(CustomerId(9), Customer(9)),
            Form = form ?? new(null),
            Holding = holding ?? new(null, 0, 0),
        };
}
