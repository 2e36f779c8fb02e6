using Ops.Platform.Rules;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>Who may subscribe, and what becomes of those who wait.</summary>
public class SubscribingTests
{
    private readonly AUnit _a = new();

    [Fact]
    public void An_available_unit_may_be_subscribed_without_a_reservation()
    {
        var from = _a.Subscribe(1).Value;

        Assert.Null(from.Reservation);
        Assert.Equal(UnitState.Subscribed, _a.Unit.State);
    }

    [Theory, Rule("RES-4")]
    [InlineData("Pending")]
    [InlineData("Reserved")]
    [InlineData("Offered")]
    public void Of_a_unit_that_is_held_only_the_holder_may_subscribe(string held)
    {
        var state = Enum.Parse<UnitState>(held);
        var (holder, customer) = Held(state);

        var refusal = _a.Subscribe(9, _a.Unit.Since).Refusal;
        Assert.Equal(
            ("RES-4", RefusalKind.State, holder.Evidence), (refusal?.Rule, refusal?.Kind, refusal?.Evidence.Single()));
        Assert.Equal(state, _a.Unit.State);

        Assert.Equal(holder, _a.Subscribe(customer, _a.Unit.Since).Value.Reservation);
        Assert.Equal((UnitState.Subscribed, ReservationState.Subscribed), (_a.Unit.State, holder.State));
    }

    [Fact, Rule("RES-4")]
    public void One_who_waits_may_not_subscribe_over_the_holder()
    {
        _a.Register(1);
        _a.Register(2);

        Assert.Equal("RES-4", _a.Subscribe(2).Refusal?.Rule);
    }

    [Fact, Rule("RES-4")]
    public void A_subscription_closes_every_wait()
    {
        _a.Register(1);
        Reservation[] waits = [_a.Register(2).Value, _a.Register(3).Value];

        var from = _a.Subscribe(1).Value;

        Assert.Equal(waits, from.ClosedWaits);
        Assert.All(waits, wait => Assert.Equal((ReservationState.Closed, Start), (wait.State, wait.EndedAt)));
        Assert.Equal(2, _a.Happened.Count(name => name == "WaitClosed"));
        Assert.Empty(_a.Waiting);
    }

    [Fact, Rule("RES-3")]
    public void A_holder_whose_time_is_over_is_no_holder_any_more()
    {
        _a.Register(1);
        _a.Register(2);

        Assert.Equal("RES-4", _a.Subscribe(1, Start + Hold).Refusal?.Rule);
        Assert.Null(_a.Subscribe(2, Start + Hold).Refusal);
    }

    [Fact]
    public void A_withheld_unit_and_a_subscribed_one_cannot_be_subscribed()
    {
        _a.Subscribe(1);

        Assert.Equal("RES-4", _a.Subscribe(1).Refusal?.Rule);
        Assert.Equal("RES-4", new AUnit(withheld: true).Subscribe(1).Refusal?.Rule);
    }

    private (Reservation Holder, int Customer) Held(UnitState state)
    {
        var first = _a.Register(1).Value;
        if (state == UnitState.Pending)
            return (first, 1);
        _a.Approve(first);
        if (state == UnitState.Reserved)
            return (first, 1);
        var second = _a.Register(2).Value;
        _a.ApplyDue(Start + Hold);
        return (second, 2);
    }
}
