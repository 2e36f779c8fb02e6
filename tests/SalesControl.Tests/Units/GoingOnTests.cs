using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>
/// What a customer may do with a reservation or a wait: go on, hold longer, give up, leave, yield, pay first; by the
/// unit's own rules.
/// </summary>
public class GoingOnTests
{
    private static readonly Duration Microsecond = Duration.FromTicks(10);
    private static readonly Instant LastDay = Start + Hold - Duration.FromHours(24);

    private readonly AUnit _a = new();

    [Theory, Rule("RES-3")]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void A_renewal_is_registered_in_the_last_twenty_four_hours_to_the_microsecond(int microseconds, bool taken)
    {
        var holder = Reserved();

        var outcome = Renew(holder, LastDay + (microseconds * Microsecond));

        Assert.Equal(taken ? null : "RES-3", outcome.Refusal?.Rule);
        Assert.Equal(taken ? ReservationState.RenewalPending : null, _a.Renewal?.State);
        Assert.Equal(ReservationState.Reserved, holder.State);
    }

    [Theory, Rule("RES-3")]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void An_approved_renewal_takes_over_at_the_old_expiry_to_the_microsecond_with_the_same_deposit(
        int microseconds, bool over)
    {
        var holder = Reserved();
        var renewal = Renew(holder, LastDay).Value;
        Assert.Null(_a.Approve(renewal, LastDay).Refusal);

        _a.ApplyDue(Start + Hold + (microseconds * Microsecond));

        Assert.Equal(
            over
                ? (ReservationState.Renewed, ReservationState.Reserved)
                : (ReservationState.Reserved, ReservationState.RenewalApproved),
            (holder.State, renewal.State));
        Assert.Equal(over ? renewal : holder, _a.Holder);
        Assert.Equal(
            (UnitState.Reserved, Start + Hold + (over ? Hold : Duration.Zero)), (_a.Unit.State, _a.Unit.Until));
        Assert.Equal(over ? holder.DepositReceipt : null, renewal.DepositReceipt);
    }

    [Fact, Rule("RES-3")]
    public void The_seventy_two_hours_of_a_renewal_run_from_the_old_expiry_however_late_it_was_noticed()
    {
        var holder = Reserved();
        var renewal = Renew(holder, LastDay).Value;
        _a.Approve(renewal, LastDay);

        _a.ApplyDue(Start + Hold + Hold - Microsecond);
        Assert.Equal((renewal, Start + Hold + Hold, Start + Hold), (_a.Holder, renewal.ExpiresAt, _a.Unit.Since));
        _a.ApplyDue(Start + Hold + Hold);

        Assert.Equal((ReservationState.Lapsed, UnitState.Available), (renewal.State, _a.Unit.State));
        Assert.Equal([
            "ReservationRegistered", "ReservationApproved", "RenewalRegistered", "RenewalApproved",
            "ReservationRenewed", "ReservationLapsed", "UnitReleased"], _a.Happened);
    }

    [Fact, Rule("RES-3"), Rule("RES-4")]
    public void A_renewal_that_nobody_approved_by_the_old_expiry_lapses_with_it_and_the_next_in_line_has_the_unit()
    {
        var holder = Reserved();
        var renewal = Renew(holder, LastDay).Value;
        var later = _a.Register(2, LastDay + Microsecond).Value;

        _a.ApplyDue(Start + Hold);

        Assert.Equal(
            (ReservationState.Lapsed, ReservationState.Closed, ReservationState.Offered),
            (holder.State, renewal.State, later.State));
        Assert.Equal("RES-3", _a.Approve(renewal, Start + Hold).Refusal?.Rule);
        Assert.Single(_a.Happened, "RenewalEnded");
    }

    [Fact, Rule("RES-3"), Rule("RES-4")]
    public void Who_joins_the_line_after_a_renewal_was_registered_waits_behind_it()
    {
        var renewal = Renew(Reserved(), LastDay).Value;
        var later = _a.Register(2, LastDay + Microsecond).Value;
        Assert.Null(_a.Approve(renewal, LastDay + Microsecond).Refusal);

        _a.ApplyDue(Start + Hold);

        Assert.Equal((renewal, ReservationState.Waiting, 1), (_a.Holder, later.State, _a.PlaceOf(later)));
    }

    [Fact, Rule("RES-3")]
    public void Only_an_approved_reservation_is_renewed_once_and_not_when_it_is_over()
    {
        var pending = _a.Register(1).Value;
        Assert.Equal("RES-3", Renew(pending, LastDay).Refusal?.Rule);
        _a.Approve(pending);
        Assert.Null(Renew(pending, LastDay).Refusal);
        Assert.Equal("RES-3", Renew(pending, LastDay).Refusal?.Rule);

        Assert.Equal("RES-3", Renew(pending, Start + Hold).Refusal?.Rule);
        Assert.Equal(UnitState.Available, _a.Unit.State);
    }

    [Fact, Rule("RES-3")]
    public void A_refused_renewal_leaves_the_holder_its_time_and_can_be_registered_again()
    {
        var holder = Reserved();
        var renewal = Renew(holder, LastDay).Value;

        Assert.Null(_a.Refuse(renewal, LastDay).Refusal);

        Assert.Equal(
            (ReservationState.Refused, ReservationState.Reserved, Start + Hold),
            (renewal.State, holder.State, holder.ExpiresAt));
        Assert.Null(Renew(holder, LastDay + Microsecond).Refusal);
    }

    [Theory, Rule("RES-4")]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void While_others_wait_a_renewal_is_refused_unless_all_of_them_have_yielded(int yielded, bool refused)
    {
        var holder = Reserved();
        Reservation[] waiting = [_a.Register(2).Value, _a.Register(3).Value];
        var yields = waiting.Take(yielded).Select(one => one.Id).ToHashSet();

        var outcome = Renew(holder, LastDay, yields);

        Assert.Equal(refused ? "RES-4" : null, outcome.Refusal?.Rule);
        if (refused)
            Assert.Equal(waiting.Skip(yielded).Select(one => one.Evidence), outcome.Refusal!.Evidence);
        Assert.Equal([1, 2], waiting.Select(_a.PlaceOf));
    }

    [Fact, Rule("RES-4")]
    public void The_holder_whose_customer_pays_first_goes_on_although_others_wait()
    {
        var holder = Reserved();
        var waiting = _a.Register(2).Value;
        Assert.Equal("RES-4", Renew(holder, LastDay).Refusal?.Rule);
        Assert.Equal("RES-4", PayFirst(waiting, LastDay).Refusal?.Rule);

        Assert.Null(PayFirst(holder, LastDay).Refusal);

        var renewal = Renew(holder, LastDay).Value;
        _a.Approve(renewal, LastDay);
        _a.ApplyDue(Start + Hold);
        Assert.Equal((renewal, LastDay), (_a.Holder, renewal.PaidAt));
        Assert.Equal("RES-4", PayFirst(holder, Start + Hold).Refusal?.Rule);
    }

    [Fact, Rule("RES-4")]
    public void A_yield_is_given_once_by_who_waits_to_who_holds_and_keeps_the_place()
    {
        var holder = Reserved();
        Reservation[] waiting = [_a.Register(2).Value, _a.Register(3).Value];

        Assert.Null(Yield(waiting[0], Start).Refusal);

        Assert.Equal(holder.Id, _a.Unit.Raised.Select(raised => raised.Event).OfType<WaitYielded>().Single().To);
        Assert.Equal([1, 2], waiting.Select(_a.PlaceOf));
        Assert.Equal("RES-4", Yield(waiting[0], Start).Refusal?.Rule);
        Assert.Equal("RES-4", Yield(holder, Start).Refusal?.Rule);
        // While the unit is offered nobody holds it.
        Assert.Equal("RES-4", Yield(waiting[1], Start + Hold).Refusal?.Rule);
    }

    [Fact, Rule("RES-1")]
    public void An_extension_is_granted_once_for_at_most_three_days()
    {
        var holder = Reserved();

        Assert.Equal(("RES-1", RefusalKind.Input, "hours"), Of(Extend(holder, 72 * 60 + 1, Start).Refusal));
        Assert.Equal(Start + Hold, holder.ExpiresAt);
        Assert.Null(Extend(holder, 72 * 60, Start).Refusal);

        Assert.Equal((Start + Hold + Hold, Start + Hold + Hold), (holder.ExpiresAt!.Value, _a.Unit.Until!.Value));
        Assert.Equal("RES-1", Extend(holder, 60, Start).Refusal?.Rule);
        _a.ApplyDue(Start + Hold + Hold - Microsecond);
        Assert.Equal(ReservationState.Reserved, holder.State);
        _a.ApplyDue(Start + Hold + Hold);
        Assert.Equal(ReservationState.Lapsed, holder.State);
    }

    [Fact, Rule("RES-1"), Rule("RES-4")]
    public void An_extension_is_refused_while_others_wait_and_to_who_does_not_hold()
    {
        var holder = _a.Register(1).Value;
        var waiting = _a.Register(2).Value;
        Assert.Equal("extension.approve-first", Extend(holder, 60, Start).Refusal?.Text.Code);
        _a.Approve(holder);

        Assert.Equal("RES-4", Extend(holder, 60, Start).Refusal?.Rule);
        Assert.Equal("RES-1", Extend(waiting, 60, Start).Refusal?.Rule);
        Assert.Null(Extend(holder, 60, Start, [waiting.Id]).Refusal);
        Assert.Equal("RES-1", Extend(waiting, 60, Start + Hold + Duration.FromHours(1)).Refusal?.Rule);
        Assert.Equal(UnitState.Offered, _a.Unit.State);
    }

    [Fact, Rule("RES-1"), Rule("RES-3")]
    public void What_is_registered_to_go_on_is_not_extended()
    {
        var holder = Reserved();
        Renew(holder, LastDay);

        Assert.Equal("RES-1", Extend(holder, 60, LastDay).Refusal?.Rule);
    }

    [Fact, Rule("RES-1"), Rule("RES-4")]
    public void An_early_release_gives_the_unit_to_the_next_in_line_at_once()
    {
        var holder = Reserved();
        var renewal = Renew(holder, LastDay).Value;
        Reservation[] waiting = [_a.Register(2, LastDay).Value, _a.Register(3, LastDay).Value];

        Assert.Null(GiveUp(holder, LastDay).Refusal);

        Assert.Equal((ReservationState.Released, ReservationState.Closed), (holder.State, renewal.State));
        Assert.Equal(
            (UnitState.Offered, ReservationState.Offered, LastDay + Offer, 1),
            (_a.Unit.State, waiting[0].State, waiting[0].ExpiresAt, _a.Unit.Waiting));
        Assert.DoesNotContain("UnitReleased", _a.Happened);
        Assert.Equal("RES-1", GiveUp(holder, LastDay).Refusal?.Rule);
        Assert.Equal("RES-1", GiveUp(waiting[0], LastDay).Refusal?.Rule);
    }

    [Fact, Rule("RES-1")]
    public void An_early_release_with_nobody_waiting_opens_the_unit_and_after_the_expiry_there_is_none()
    {
        var first = _a.Register(1).Value;
        Assert.Null(GiveUp(first, Start + Tick).Refusal);
        Assert.Equal((UnitState.Available, Start + Tick), (_a.Unit.State, _a.Unit.Since));

        var second = _a.Register(2, Start + Tick).Value;
        Assert.Equal("RES-1", GiveUp(second, Start + Tick + Hold).Refusal?.Rule);
        Assert.Equal(ReservationState.Lapsed, second.State);
    }

    [Fact, Rule("RES-1"), Rule("RES-4")]
    public void Whoever_leaves_the_line_leaves_the_others_in_their_order()
    {
        var holder = Reserved();
        Reservation[] waiting = [_a.Register(2).Value, _a.Register(3).Value, _a.Register(4).Value];

        Assert.Null(Leave(waiting[1], Start).Refusal);

        Assert.Equal((ReservationState.Left, 2), (waiting[1].State, _a.Unit.Waiting));
        Assert.Equal([1, null, 2], waiting.Select(_a.PlaceOf));
        Assert.Equal("RES-4", Leave(waiting[1], Start).Refusal?.Rule);
        Assert.Equal("RES-4", Leave(holder, Start).Refusal?.Rule);
        _a.ApplyDue(Start + Hold);
        Assert.Equal(waiting[0], _a.Holder);
    }

    [Fact, Rule("RES-4")]
    public void A_declined_offer_goes_to_the_next_at_once_and_the_last_one_opens_the_unit()
    {
        Reserved();
        Reservation[] waiting = [_a.Register(2).Value, _a.Register(3).Value];
        _a.ApplyDue(Start + Hold);
        var at = Start + Hold + Duration.FromHours(3);

        Assert.Null(Leave(waiting[0], at).Refusal);
        Assert.Equal(
            (ReservationState.Left, waiting[1], at + Offer, 0),
            (waiting[0].State, _a.Holder, waiting[1].ExpiresAt, _a.Unit.Waiting));
        Assert.Null(Leave(waiting[1], at).Refusal);

        Assert.Equal((UnitState.Available, at), (_a.Unit.State, _a.Unit.Since));
    }

    [Fact, Rule("RES-1")]
    public void What_was_paid_goes_back_when_the_reservation_and_its_renewal_are_over()
    {
        var holder = Reserved();
        var renewal = Renew(holder, LastDay).Value;
        _a.Approve(renewal, LastDay);

        Assert.Equal("RES-1", Refund(holder, LastDay).Refusal?.Rule);
        Assert.Equal("RES-1", Refund(holder, Start + Hold).Refusal?.Rule);
        Assert.Equal("RES-1", Refund(renewal, Start + Hold + Hold - Microsecond).Refusal?.Rule);

        Assert.Null(Refund(renewal, Start + Hold + Hold).Refusal);
    }

    private Reservation Reserved()
    {
        var holder = _a.Register(1).Value;
        _a.Approve(holder);
        return holder;
    }

    private static (string? Rule, RefusalKind? Kind, string? Field) Of(Refused? refusal) =>
        (refusal?.Rule, refusal?.Kind, refusal?.Field);

    private Outcome<Reservation> Renew(Reservation holder, Instant at, HashSet<Guid>? yields = null)
    {
        foreach (var waiting in _a.Waiting)
            waiting.YieldedTo = yields?.Contains(waiting.Id) == true ? holder.Id : null;
        Guid? renewal = null;
        var outcome = _a.Do(holder, at, holder.Consultant, (line, change) => RenewReservation
            .Decide(new(line, new(null)), new("F-again"), change)
            .Then<RenewalRegistered>(registered =>
            {
                renewal = registered.ReservationId;
                return registered;
            }));
        return outcome.Then<Reservation>(_ => _a.Reservations.Single(one => one.Id == renewal));
    }

    private Outcome<Reservation> Extend(
        Reservation holder, int minutes, Instant at, HashSet<Guid>? yields = null)
    {
        foreach (var waiting in _a.Waiting)
            waiting.YieldedTo = yields?.Contains(waiting.Id) == true ? holder.Id : null;
        return _a.Do(holder, at, Manager, (line, change) =>
        {
            var length = Duration.FromMinutes(minutes);
            return ExtendReservation.Refuses(line, length) is { } refusal
                ? (Outcome<ReservationExtended>)refusal
                : new ReservationExtended(
                    holder.Id, line.Unit.Id, line.Unit.Project, line.Unit.Code, holder.ExpiresAt!.Value,
                    holder.ExpiresAt.Value + length);
        });
    }

    private Outcome<Reservation> GiveUp(Reservation holder, Instant at) => _a.Do(
        holder, at, holder.Consultant,
        (line, change) => ReleaseReservation.Decide(line, new("Found another."), change));

    private Outcome<Reservation> Leave(Reservation waiting, Instant at) => _a.Do(
        waiting, at, waiting.Consultant, (line, change) => LeaveLine.Decide(line, new("Found another."), change));

    private Outcome<Reservation> Yield(Reservation waiting, Instant at) =>
        _a.Do(waiting, at, waiting.Consultant, YieldPlace.Decide);

    private Outcome<Reservation> PayFirst(Reservation holder, Instant at) => _a.Do(
        holder, at, "assistant-1", (line, change) => Ops.SalesControl.Reservations.PayFirst.Decide(
            new PayingFirst(line, receipt: null), new("P-1", Money.Of(50_000m)), change));

    private Outcome<Reservation> Refund(Reservation backed, Instant at)
    {
        var deposit = new Deposit(_a.NewId(), "harbour-court", "R-1", 10_000m, backed.CustomerId, new(Start, Manager))
        {
            ReservationId = backed.Id,
        };
        return _a.Do(backed, at, Manager, (line, change) => RefundDeposit
            .Decide(new BackingDeposit(deposit, line, Site), new("Found another."), change)
            .Then<Events<ReservationLine>>(_ => new Events<ReservationLine>()));
    }
}
