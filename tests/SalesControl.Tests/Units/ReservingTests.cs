using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>Registering, approving and refusing, by the unit's own rules.</summary>
public class ReservingTests
{
    private readonly AUnit _a = new();

    [Fact, Rule("RES-1"), Rule("RES-2")]
    public void From_registration_the_unit_is_taken_pending_for_seventy_two_hours()
    {
        var reservation = _a.Register(1).Value;

        Assert.Equal((UnitState.Pending, ReservationState.Pending), (_a.Unit.State, reservation.State));
        Assert.Equal(Start + Duration.FromHours(72), reservation.ExpiresAt);
        Assert.Equal((reservation, Start), (_a.Holder, _a.Unit.Since));
        Assert.Equal(["ReservationRegistered"], _a.Happened);
    }

    [Fact, Rule("RES-1")]
    public void No_deposit_receipt_no_reservation()
    {
        var refusal = _a.Register(1, receipt: null).Refusal;

        Assert.Equal(("RES-1", RefusalKind.Input, "depositReceipt"), (refusal?.Rule, refusal?.Kind, refusal?.Field));
        Assert.Equal((UnitState.Available, 0), (_a.Unit.State, _a.Reservations.Count));
    }

    [Fact, Rule("RES-4")]
    public void Who_comes_later_waits_in_the_order_of_registration()
    {
        _a.Register(1);

        var places = Enumerable.Range(2, 3).Select(customer => _a.Register(customer, receipt: null).Value).Select(
            wait => (wait.State, _a.PlaceOf(wait)));

        Assert.Equal(
            [(ReservationState.Waiting, 1), (ReservationState.Waiting, 2), (ReservationState.Waiting, 3)], places);
    }

    [Fact, Rule("RES-4")]
    public void The_receipt_of_one_who_waits_is_not_recorded()
    {
        _a.Register(1);

        Assert.Null(_a.Register(2, receipt: "R-2").Value.DepositReceipt);
    }

    [Fact, Rule("RES-4")]
    public void An_offered_unit_and_a_reserved_one_are_waited_for_too()
    {
        var first = _a.Register(1).Value;
        _a.Approve(first);
        var second = _a.Register(2).Value;
        _a.ApplyDue(Start + Hold);
        Assert.Equal(UnitState.Offered, _a.Unit.State);

        var third = _a.Register(3, Start + Hold).Value;

        Assert.Equal(
            (ReservationState.Offered, ReservationState.Waiting, 1), (second.State, third.State, _a.PlaceOf(third)));
    }

    [Fact, Rule("RES-4")]
    public void One_customer_is_in_one_place_only()
    {
        var held = _a.Register(1).Value;
        var waiting = _a.Register(2).Value;

        Assert.Equal(
            ("RES-4", held.Evidence), (_a.Register(1).Refusal?.Rule, _a.Register(1).Refusal?.Evidence.Single()));
        Assert.Equal([waiting.Evidence], _a.Register(2).Refusal!.Evidence);
    }

    [Fact, Rule("RES-2")]
    public void What_was_decided_is_not_decided_again_nor_is_a_wait_decided()
    {
        var approved = _a.Register(1).Value;
        var waiting = _a.Register(2).Value;
        _a.Approve(approved);

        Assert.All(
            [_a.Approve(approved), _a.Refuse(approved), _a.Approve(waiting), _a.Refuse(waiting)],
            outcome => Assert.Equal("RES-2", outcome.Refusal?.Rule));
        Assert.Equal(UnitState.Reserved, _a.Unit.State);
    }

    [Fact, Rule("RES-2"), Rule("RES-4")]
    public void A_refusal_gives_the_unit_to_the_next_in_line_at_once()
    {
        var refused = _a.Register(1).Value;
        var next = _a.Register(2).Value;
        var at = Start + Duration.FromHours(5);

        _a.Refuse(refused, at);

        Assert.Equal((ReservationState.Refused, "The form is not signed."), (refused.State, refused.RefusalReason));
        Assert.Equal(
            (UnitState.Offered, ReservationState.Offered, at + Offer), (_a.Unit.State, next.State, next.ExpiresAt));
        Assert.DoesNotContain("UnitReleased", _a.Happened);
    }

    [Fact, Rule("RES-2")]
    public void A_refusal_with_nobody_waiting_opens_the_unit()
    {
        var refused = _a.Register(1).Value;

        _a.Refuse(refused, Start + Tick);

        Assert.Equal((UnitState.Available, Start + Tick), (_a.Unit.State, _a.Unit.Since));
        Assert.Equal(["ReservationRegistered", "ReservationRefused", "UnitReleased"], _a.Happened);
    }

    [Fact, Rule("RES-4")]
    public void An_offer_taken_up_is_a_reservation_to_be_approved_with_seventy_two_hours_of_its_own()
    {
        var (_, next) = Offered();
        var at = Start + Hold + Offer - Tick;

        Assert.Null(_a.TakeUp(next, at).Refusal);

        Assert.Equal(
            (UnitState.Pending, ReservationState.Pending, at + Hold), (_a.Unit.State, next.State, next.ExpiresAt));
        Assert.Equal("F-new", next.Form);
        Assert.NotNull(next.DepositReceipt);
        Assert.Null(_a.Approve(next, at).Refusal);
    }

    [Fact, Rule("RES-4")]
    public void Only_who_is_offered_the_unit_takes_it_up()
    {
        var (lapsed, _) = Offered();
        var last = _a.Register(3, Start + Hold).Value;

        Assert.Equal("RES-4", _a.TakeUp(last, Start + Hold).Refusal?.Rule);
        Assert.Equal("RES-4", _a.TakeUp(lapsed, Start + Hold).Refusal?.Rule);
        Assert.Equal(UnitState.Offered, _a.Unit.State);
    }

    private (Reservation Lapsed, Reservation Offered) Offered()
    {
        var first = _a.Register(1).Value;
        var next = _a.Register(2).Value;
        _a.ApplyDue(Start + Hold);
        return (first, next);
    }
}
