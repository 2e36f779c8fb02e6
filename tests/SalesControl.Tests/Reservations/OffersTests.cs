using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Tests.Units;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Reservations;

/// <summary>An offer to the first in line: who takes it up and with what, and whom it does not reach.</summary>
public sealed class OffersTests
{
    private static readonly Guid Other = new(77, 0, 0, new byte[8]);
    private static readonly FormUse UsedForm = new("harbour-court/f-9", Other, "2-1-1201");
    private static readonly ReceiptUse UsedReceipt = new(Other, null, null);

    private readonly AUnit _a = new();

    [Fact, Rule("RES-4")]
    public void What_is_brought_may_stand_on_the_reservation_itself_and_on_no_other()
    {
        var offered = Offered();

        var refusal = TakeUp(offered, UsedForm).Refusal!;
        Assert.Equal(("RES-2", "form"), (refusal.Rule, refusal.Field));
        Assert.Null(TakeUp(offered, new("harbour-court/f-9", offered.Id, "2-1-1203")).Refusal);
    }

    [Fact, Rule("RES-1"), Rule("RES-2"), Rule("RES-4")]
    public void Of_several_reasons_the_turn_is_named_first_then_what_is_held_then_the_form()
    {
        var offered = Offered();
        var waiting = _a.Register(3, Start + Hold).Value;

        Assert.Equal("reservation.not-its-turn", Code(TakeUp(waiting, UsedForm, new(UsedReceipt, 2, 2))));
        Assert.Equal("reservation.limit", Code(TakeUp(offered, UsedForm, new(UsedReceipt, 2, 2))));
        Assert.Equal("receipt.backs-queue-number", Code(TakeUp(offered, UsedForm, new(UsedReceipt, 0, 0))));
        Assert.Equal("reservation.form-used", Code(TakeUp(offered, UsedForm)));
    }

    [Fact, Rule("RES-4")]
    public void Who_has_no_offer_is_told_whether_it_is_to_come_or_over_or_never_was()
    {
        var offered = Offered();
        var waiting = _a.Register(3, Start + Hold).Value;
        Assert.Equal("reservation.not-its-turn", Code(TakeUp(waiting)));
        _a.ApplyDue(Start + Hold + Offer);

        Assert.Equal("reservation.offer-was-not-taken-up", Code(TakeUp(offered)));
        var lapsed = TakeUp(_a.Reservations[0]).Refusal!;
        Assert.Equal(("RES-4", "reservation.no-offer"), (lapsed.Rule, lapsed.Text.Code));
        Assert.Equal([_a.Reservations[0].Evidence], lapsed.Evidence);
    }

    [Fact, Rule("RES-4"), Rule("RES-1")]
    public void What_is_written_is_the_same_reservation_with_the_form_and_the_deposit_that_were_brought()
    {
        var offered = Offered();

        var taken = TakeUp(offered, new("key")).Value;

        Assert.Equal((offered.Id, "F-9", "key", "R-9"), (
            taken.ReservationId, taken.Form, taken.FormKey, taken.DepositReceipt));
        Assert.Equal((Site.StandardDeposit, offered.Consultant), (taken.Deposit, taken.Consultant));
        Assert.Null(taken.Registration);
        Assert.Equal(300m, TakeUp(offered, deposit: Money.Of(300m)).Value.Deposit);

        var line = _a.Line(offered);
        line.Happen((IEvent<Line>)taken, new(Start + Hold, offered.Consultant));
        Assert.Equal(("F-9", "key", taken.DepositId), (offered.Form, offered.FormKey, offered.DepositId!.Value));
        Assert.Equal((UnitState.Pending, Start + Hold), (_a.Unit.State, offered.HeldAt));
        // It keeps its place among the registrations.
        Assert.Equal((2, 2), (offered.Number, _a.Unit.Registrations));
    }

    [Fact, Rule("RES-4")]
    public void An_offer_whose_consultant_may_not_act_stands_and_is_marked_as_undelivered()
    {
        var first = _a.Register(1).Value;
        var next = _a.Register(2).Value;
        var barred = new LineTerms(Site, ReservationSettings.Default, new Barring("consultant-2"));
        var line = new Line(_a.Unit, _a.Open(), barred);
        first.End(ReservationState.Released, Start);

        var happened = PassingOn.Next(line, Start).ToList();
        foreach (var one in happened)
            line.Happen(one, new(Start, Manager));

        Assert.Equal(["UnitOffered", "OfferUndelivered"], happened.Select(one => one.GetType().Name));
        Assert.Equal(ReservationState.Offered, next.State);
        Assert.Equal(Text.Of("barred"), StoredText.Read(next.Undelivered!));
    }

    [Fact, Rule("CS-7"), Rule("RES-4")]
    public void What_is_open_of_a_leaver_passes_in_the_order_of_the_line_and_all_else_stays()
    {
        var lapsed = _a.Register(1).Value;
        var offered = _a.Register(2).Value;
        Reservation[] waiting = [_a.Register(3).Value, _a.Register(4).Value];
        waiting[1].PassTo("consultant-2");
        _a.ApplyDue(Start + Hold);
        lapsed.PassTo("consultant-2");
        var line = new Line(
            _a.Unit, [.. _a.Open(), lapsed],
            new(Site, ReservationSettings.Default, new Barring("successor-1")));

        var passed = ReservationsOfALeaver.Pass(line, "consultant-2", "successor-1").ToList();
        foreach (var one in passed)
            line.Happen(one, new(Start + Hold, "head-1"));

        Assert.Equal(
            ["ReservationPassed", "OfferUndelivered", "ReservationPassed"],
            passed.Select(one => one.GetType().Name));
        Assert.Equal(
            ["consultant-2", "successor-1", "consultant-3", "successor-1"],
            new[] { lapsed, offered, waiting[0], waiting[1] }.Select(one => one.Consultant));
        Assert.Equal("successor-1", _a.Unit.Consultant);
        Assert.NotNull(offered.Undelivered);
        Assert.Null(waiting[1].Undelivered);
        // Who takes over anew has it delivered.
        Assert.Single(ReservationsOfALeaver.Pass(
            new Line(_a.Unit, [offered], Terms), "successor-1", "consultant-5"));
    }

    [Fact, Rule("CS-7")]
    public void A_unit_that_another_s_customer_has_stays_that_consultant_s_when_one_in_line_leaves()
    {
        _a.Register(1);
        var waiting = _a.Register(2).Value;
        var line = _a.Line(waiting);

        foreach (var one in ReservationsOfALeaver.Pass(line, "consultant-2", "successor-1").ToList())
            line.Happen(one, new(Start, "head-1"));

        Assert.Equal(("consultant-1", "successor-1"), (_a.Unit.Consultant, waiting.Consultant));
    }

    private static string? Code(Outcome<ReservationRegistered> outcome) => outcome.Refusal?.Text.Code;

    private Reservation Offered()
    {
        _a.Register(1);
        var next = _a.Register(2).Value;
        _a.ApplyDue(Start + Hold);
        return next;
    }

    private Outcome<ReservationRegistered> TakeUp(
        Reservation reservation, FormUse? form = null, Holding? holding = null, Money? deposit = null) =>
        TakeUpOffer.Decide(
            new OfferTakenUp(_a.Line(reservation), form ?? new(null), holding ?? new(null, 0, 0)),
            new(" F-9 ", " R-9 ", deposit), _a.By(reservation.Consultant, Start + Hold));

    /// <summary>A company in which one may not act.</summary>
    private sealed class Barring(string who) : IStaffStanding
    {
        public Text? BarredBecause(string staff) => staff == who ? Text.Of("barred") : null;
    }
}
