using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Tests.Units;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Reservations;

/// <summary>A holder who would go on, and what the refusal rests on.</summary>
public sealed class GoingPastOthersTests
{
    private static readonly Instant LastDay = Start + Hold - Duration.FromHours(24);
    private static readonly Guid Other = new(77, 0, 0, new byte[8]);

    private readonly AUnit _a = new();
    private readonly Reservation _holder;

    public GoingPastOthersTests()
    {
        _holder = _a.Register(1).Value;
        _a.Approve(_holder);
    }

    [Fact, Rule("RES-4")]
    public void Of_many_who_wait_the_first_ten_are_named_and_all_are_counted()
    {
        var waiting = Enumerable.Range(2, 11).Select(customer => _a.Register(customer).Value).ToList();
        waiting[0].YieldedTo = Other;

        Refused[] refusals =
        [
            Renew().Refusal!, ExtendReservation.Refuses(_a.Line(_holder), Duration.Zero)!,
        ];

        Assert.Equal(
            ["reservation.renewed-past-others", "extension.past-others"], refusals.Select(one => one.Text.Code));
        Assert.All(refusals, refusal =>
        {
            Assert.Equal(("RES-4", 11), (refusal.Rule, refusal.Text.Args["count"]));
            Assert.Equal(waiting.Take(10).Select(one => one.Evidence), refusal.Evidence);
        });
    }

    [Fact, Rule("RES-3"), Rule("RES-1")]
    public void What_is_renewed_already_is_neither_renewed_nor_extended_because_of_that_renewal()
    {
        var renewal = Registered();

        Refused[] refusals =
        [
            Renew().Refusal!, ExtendReservation.Refuses(_a.Line(_holder), Duration.Zero)!,
        ];

        Assert.Equal(
            ["reservation.renewed-already", "extension.renewed-already"], refusals.Select(one => one.Text.Code));
        Assert.All(refusals, refusal => Assert.Equal([renewal.Evidence], refusal.Evidence));
    }

    [Fact, Rule("RES-2"), Rule("RES-3")]
    public void A_renewal_s_form_stands_on_no_other_reservation_and_is_looked_at_last()
    {
        var used = new FormUse("key", Other, "2-1-1201");
        Assert.Equal("reservation.form-used", Renew(used).Refusal!.Text.Code);
        Assert.Equal("reservation.renewed-too-early", Renew(used, LastDay - Tick).Refusal!.Text.Code);

        var registered = Renew(new FormUse("key")).Value;
        Assert.Equal(("F-2", "key", _holder.Id, _holder.ExpiresAt), (
            registered.Form, registered.FormKey, registered.Renews, registered.TakesOverAt));
    }

    [Fact, Rule("RES-3")]
    public void A_refused_renewal_changes_nothing_of_the_unit_nor_of_those_who_wait()
    {
        var renewal = Registered();
        var waiting = _a.Register(2, LastDay).Value;

        Assert.Null(_a.Refuse(renewal, LastDay).Refusal);

        Assert.Equal((UnitState.Reserved, _holder, ReservationState.Waiting), (
            _a.Unit.State, _a.Holder, waiting.State));
        Assert.Equal(["RenewalRegistered", "WaitRecorded", "RenewalEnded"], _a.Happened.TakeLast(3));
        Assert.Equal("The form is not signed.", renewal.RefusalReason);
    }

    [Fact, Rule("RES-4")]
    public void A_yield_that_was_given_already_rests_on_who_gave_it_and_to_whom()
    {
        var waiting = _a.Register(2).Value;
        _a.Do(waiting, Start, waiting.Consultant, YieldPlace.Decide);

        var refusal = YieldPlace.Decide(_a.Line(waiting), _a.By(waiting.Consultant, Start)).Refusal!;

        Assert.Equal("reservation.yielded-already", refusal.Text.Code);
        Assert.Equal([waiting.Evidence, _holder.Evidence], refusal.Evidence);
    }

    [Fact, Rule("RES-2"), Rule("RES-3")]
    public void A_reservation_and_its_renewal_are_agreed_to_within_their_own_time()
    {
        var terms = Following.ApprovalOf(_a.Line(_holder), _holder, "consultant-1");
        Assert.Equal(("RES-2", "reservation.approval", Start, Start + Hold), (
            terms.Rule, terms.What.Code, terms.AskedAt, terms.Until));

        var renewal = Registered();
        var again = Following.ApprovalOf(_a.Line(renewal), renewal, "consultant-1");
        Assert.Equal(("RES-3", "reservation.approval-of-renewal", LastDay, Start + Hold), (
            again.Rule, again.What.Code, again.AskedAt, again.Until));
        Assert.Equal((renewal.Evidence, "consultant-1"), (again.Key, again.AskedFor));
    }

    private Reservation Registered()
    {
        _a.Do(_holder, LastDay, _holder.Consultant, (line, change) =>
            RenewReservation.Decide(new(line, new(null)), new("F-2"), change));
        return _a.Renewal!;
    }

    private Outcome<RenewalRegistered> Renew(FormUse? form = null, Instant? at = null) => RenewReservation.Decide(
        new(_a.Line(_holder), form ?? new(null)), new(" F-2 "), _a.By(_holder.Consultant, at ?? LastDay));
}
