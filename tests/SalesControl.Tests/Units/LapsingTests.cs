using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>What ends by itself: it does so at its time, whoever notices.</summary>
public class LapsingTests
{
    private readonly AUnit _a = new();

    [Theory, Rule("RES-1"), Rule("RES-3")]
    [InlineData(false, -1, false)]
    [InlineData(false, 0, true)]
    [InlineData(false, 1, true)]
    [InlineData(true, -1, false)]
    [InlineData(true, 0, true)]
    [InlineData(true, 1, true)]
    public void A_reservation_approved_or_not_lapses_at_its_seventy_two_hours_to_the_microsecond(
        bool approved, int microseconds, bool lapsed)
    {
        var reservation = _a.Register(1).Value;
        if (approved)
            _a.Approve(reservation);

        _a.ApplyDue(Start + Hold + Duration.FromTicks(10 * microseconds));

        Assert.Equal(lapsed, reservation.State == ReservationState.Lapsed);
        Assert.Equal(lapsed ? UnitState.Available : approved ? UnitState.Reserved : UnitState.Pending, _a.Unit.State);
    }

    [Fact, Rule("RES-3")]
    public void Noticed_late_it_lapsed_and_the_unit_was_open_from_its_due_time_on()
    {
        var reservation = _a.Register(1).Value;

        _a.ApplyDue(Start + Hold + Duration.FromDays(2));

        Assert.Equal((Start + Hold, Start + Hold), (reservation.EndedAt, _a.Unit.Since));
        Assert.All(
            _a.Unit.Raised.Skip(2), raised => Assert.Equal((Start + Hold, "system:deadlines"), (raised.At, raised.By)));
        Assert.Equal(["ReservationRegistered", "ReservationLapsed", "UnitReleased"], _a.Happened);
    }

    [Fact, Rule("RES-3")]
    public void A_millisecond_after_the_lapse_another_consultant_has_the_unit()
    {
        var lapsed = _a.Register(1).Value;

        var next = _a.Register(2, Start + Hold + Tick).Value;

        Assert.Equal(
            (ReservationState.Lapsed, ReservationState.Pending, Start + Hold + Tick + Hold),
            (lapsed.State, next.State, next.ExpiresAt));
    }

    [Fact, Rule("RES-2"), Rule("RES-3")]
    public void After_its_time_a_reservation_can_be_neither_approved_nor_refused()
    {
        var reservation = _a.Register(1).Value;

        Assert.Equal("RES-3", _a.Approve(reservation, Start + Hold).Refusal?.Rule);
        Assert.Equal("RES-3", _a.Refuse(reservation, Start + Hold).Refusal?.Rule);
    }

    [Fact, Rule("RES-4")]
    public void The_unit_is_never_open_between_offers_until_nobody_is_left()
    {
        Reservation[] all = [_a.Register(1).Value, _a.Register(2).Value, _a.Register(3).Value];
        List<UnitState> states = [];

        foreach (var at in new[] { Start + Hold, Start + Hold + Offer, Start + Hold + Offer + Offer })
        {
            _a.ApplyDue(at);
            states.Add(_a.Unit.State);
        }

        Assert.Equal([UnitState.Offered, UnitState.Offered, UnitState.Available], states);
        Assert.Equal(
            [ReservationState.Lapsed, ReservationState.OfferLapsed, ReservationState.OfferLapsed],
            all.Select(r => r.State));
        Assert.Single(_a.Happened, "UnitReleased");
        Assert.Equal("UnitReleased", _a.Happened.Last());
    }

    [Theory, Rule("RES-4")]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void An_offer_stands_for_twenty_four_hours_to_the_microsecond(int microseconds, bool lapsed)
    {
        _a.Register(1);
        var next = _a.Register(2).Value;
        _a.ApplyDue(Start + Hold);

        _a.ApplyDue(Start + Hold + Duration.FromHours(24) + Duration.FromTicks(10 * microseconds));

        Assert.Equal(lapsed ? ReservationState.OfferLapsed : ReservationState.Offered, next.State);
    }

    [Fact, Rule("RES-4")]
    public void An_offer_runs_from_when_it_is_made_however_late_the_lapse_was_noticed()
    {
        _a.Register(1);
        var next = _a.Register(2).Value;
        var noticed = Start + Hold + Duration.FromDays(3);

        _a.ApplyDue(noticed);

        Assert.Equal(
            (ReservationState.Offered, noticed, noticed + Offer), (next.State, next.OfferedAt, next.ExpiresAt));
        Assert.Equal(
            noticed + Offer, _a.Unit.Raised.Select(raised => raised.Event).OfType<UnitOffered>().Single().Until);
    }

    [Fact, Rule("RES-4")]
    public void An_offer_that_lapsed_cannot_be_taken_up_and_the_next_has_it()
    {
        _a.Register(1);
        var late = _a.Register(2).Value;
        var next = _a.Register(3).Value;
        _a.ApplyDue(Start + Hold);

        var refusal = _a.TakeUp(late, Start + Hold + Offer).Refusal;

        Assert.Equal(
            ("RES-4", ReservationState.OfferLapsed, ReservationState.Offered), (refusal?.Rule, late.State, next.State));
    }

    [Fact, Rule("RES-3")]
    public void Nothing_lapses_twice()
    {
        _a.Register(1);
        _a.ApplyDue(Start + Hold);
        var version = _a.Unit.Version;

        _a.ApplyDue(Start + Hold + Duration.FromDays(30));

        Assert.Equal(version, _a.Unit.Version);
    }
}
