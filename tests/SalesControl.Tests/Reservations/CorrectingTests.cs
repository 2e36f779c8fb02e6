using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Tests.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Reservations;

/// <summary>A wrong entry is corrected by an added one.</summary>
public sealed class CorrectingTests
{
    private static readonly Guid Other = new(77, 0, 0, new byte[8]);

    private readonly AUnit _a = new();
    private readonly Reservation _reservation;

    public CorrectingTests() => _reservation = _a.Register(1).Value;

    [Theory, Rule("RES-2")]
    [InlineData("Form", " F-8 ", "form", "F-1", "F-8")]
    [InlineData("CustomerName", " 客户乙 ", "customerName", "Customer 1", "客户乙")]
    [InlineData("CustomerPhone", "138 0000 0008", "customerPhone", "+8613800000001", "+8613800000008")]
    public void What_stood_there_and_what_is_right_are_both_written(
        string field, string value, string name, string was, string becomes)
    {
        var corrected = Correct(field, value).Value;

        Assert.Equal((name, was, becomes), (corrected.Field, corrected.Was, corrected.Becomes));
        Assert.Equal((_reservation.Id, "Misheard."), (corrected.ReservationId, corrected.Reason.Words));
    }

    [Theory, Rule("RES-2")]
    [InlineData("Form", " F-1")]
    [InlineData("CustomerName", "Customer 1 ")]
    [InlineData("CustomerPhone", "13800000001")]
    public void What_stands_there_already_is_no_correction(string field, string value)
    {
        var refusal = Correct(field, value).Refusal!;

        Assert.Equal(
            ("RES-2", "correction.stands-there-already", "value"), (refusal.Rule, refusal.Text.Code, refusal.Field));
    }

    [Fact, Rule("RES-2")]
    public void The_right_form_stands_on_no_other_reservation()
    {
        var refusal = Correct("Form", "F-8", new("key", Other, "2-1-1201")).Refusal!;

        Assert.Equal(("reservation.form-used", "value"), (refusal.Text.Code, refusal.Field));
        Assert.Null(Correct("Form", "F-8", new("key", _reservation.Id, "2-1-1203")).Refusal);
    }

    [Fact, Rule("RES-2")]
    public void With_the_right_form_the_wrong_number_is_free_and_what_was_first_recorded_stays()
    {
        var state = State(new FormUse("harbour-court/f-8"));
        state.Happen(
            (IEvent<CorrectedReservation>)Correct("Form", "F-8", state.Form).Value, new(Start, "consultant-1"));
        Assert.Equal(("harbour-court/f-8", "F-1"), (_reservation.FormKey, _reservation.Form));

        // Where a name is corrected no form is looked at.
        var named = State(form: null);
        named.Happen((IEvent<CorrectedReservation>)Correct("CustomerName", "B").Value, new(Start, "consultant-1"));
        Assert.Equal(("harbour-court/f-8", Customer(1)), (_reservation.FormKey, _reservation.Customer));
    }

    private CorrectedReservation State(FormUse? form) =>
        new(_a.Line(_reservation), Corrections.None, vault: null!) { Form = form };

    private Outcome<EntryCorrected> Correct(string field, string value, FormUse? form = null) =>
        CorrectReservation.Decide(
            State(form), new(Enum.Parse<ReservationField>(field), value, " Misheard. "),
            _a.By("consultant-1", Start));
}
