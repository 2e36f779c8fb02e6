using NodaTime;
using NodaTime.Testing;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Tests.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Reservations;

/// <summary>Who enters what on a reservation.</summary>
public sealed class AnothersCustomerTests
{
    private static readonly Instant LastDay = Start + Hold - Duration.FromHours(24);

    private readonly AUnit _a = new();

    [Theory, Rule("CS-7")]
    [InlineData("renew")]
    [InlineData("extend")]
    [InlineData("release")]
    [InlineData("correct")]
    [InlineData("leave")]
    [InlineData("yield")]
    [InlineData("take-up")]
    public void What_is_entered_for_a_customer_is_entered_by_its_consultant_or_by_who_may_merge_customers(string act)
    {
        var reservation = Ready(act);
        var at = act == "take-up" ? Start + Hold : LastDay;

        Assert.Null(Refusal(act, reservation, _a.By(reservation.Consultant, at)));
        Assert.Null(Refusal(act, reservation, _a.By(
            "supervisor-1", at, "sales-supervisor", SalesControlPermissions.MergeCustomers)));
        Assert.Null(Refusal(act, reservation, StandIn(at, at + Tick)));
        Assert.Equal("CS-7", Refusal(act, reservation, StandIn(at - Tick, at))!.Rule);
        var refusal = Refusal(act, reservation, _a.By(
            "consultant-8", at, "consultant", SalesControlPermissions.RegisterReservation))!;
        Assert.Equal(
            ("CS-7", RefusalKind.Forbidden, "reservation.anothers-customer"),
            (refusal.Rule, refusal.Kind, refusal.Text.Code));
        Assert.Equal(reservation.Consultant, refusal.Text.Args["consultant"]);
        Assert.Equal([reservation.Evidence], refusal.Evidence);

        // Who stands in for the supervisor, until then.
        Change StandIn(Instant from, Instant until) => new(
            _a.By("supervisor-2", at).Actor with
            {
                Delegations = [new(SalesControlPermissions.MergeCustomers, "supervisor-1", from, until)],
            },
            new FakeClock(at), _a.NewId);
    }

    [Theory, Rule("CS-7")]
    [InlineData("renew", "RES-3")]
    [InlineData("extend", "RES-1")]
    [InlineData("release", "RES-1")]
    [InlineData("leave", "RES-4")]
    [InlineData("yield", "RES-4")]
    [InlineData("take-up", "RES-4")]
    public void Of_another_s_customer_nobody_learns_how_the_reservation_stands(string act, string rule)
    {
        var over = _a.Register(1).Value;
        _a.ApplyDue(Start + Hold);

        Assert.Equal(rule, Refusal(act, over, _a.By(over.Consultant, Start + Hold))!.Rule);
        Assert.Equal("CS-7", Refusal(act, over, _a.By("consultant-8", Start + Hold, "consultant"))!.Rule);
    }

    private Reservation Ready(string act)
    {
        var holder = _a.Register(1).Value;
        _a.Approve(holder);
        if (act is "renew" or "extend" or "release" or "correct")
            return holder;
        var waiting = _a.Register(2).Value;
        if (act == "take-up")
            _a.ApplyDue(Start + Hold);
        return waiting;
    }

    private Refused? Refusal(string act, Reservation reservation, Change change)
    {
        var line = _a.Line(reservation);
        return act switch
        {
            "renew" => RenewReservation.Decide(new(line, new(null)), new("F-9"), change).Refusal,
            "extend" => ExtendReservation.Ask(line, new(72, "Abroad."), change).Refusal,
            "release" => ReleaseReservation.Decide(line, new("Too dear."), change).Refusal,
            "leave" => LeaveLine.Decide(line, new("Too dear."), change).Refusal,
            "yield" => YieldPlace.Decide(line, change).Refusal,
            "correct" => CorrectReservation.Decide(
                new CorrectedReservation(line, Corrections.None, vault: null!),
                new(ReservationField.CustomerName, "Customer A", "Misheard."), change).Refusal,
            _ => TakeUpOffer.Decide(
                new OfferTakenUp(line, new(null), new(null, 0, 0)), new("F-9", "R-9"), change).Refusal,
        };
    }
}
