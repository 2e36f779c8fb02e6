using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Tests.Subscriptions;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Changes;

/// <summary>What was asked for is agreed to, refused, taken back or closed, once.</summary>
public sealed class DecidingOnChangesTests
{
    private readonly ASale _a = new();
    private readonly CancelSale _kind = new(null!);

    [Fact, Rule("CS-7")]
    public void A_change_is_refused_with_a_reason_and_once()
    {
        var request = Asked();
        var refused = DecideChange.Refuse(State(request), new(" Not now. "), _a.By(Manager)).Value;
        Happen(request, refused);

        Assert.Equal(("Refused", "Not now.", _a.Sale.Id), (
            refused.Outcome, refused.Reason!.Words, refused.Subject));
        Assert.Equal((ChangeState.Refused, Start, Manager, "Not now."), (
            request.State, request.EndedAt, request.EndedBy, request.EndedWhy));
        var again = DecideChange.Refuse(State(request), new("Not now."), _a.By(Manager)).Refusal!;
        Assert.Equal(("CS-7", "change.decided-already"), (again.Rule, again.Text.Code));
        Assert.Equal([request.Evidence], again.Evidence);
    }

    [Fact, Rule("CS-7")]
    public void A_change_is_taken_back_by_who_asked_or_who_took_it_over_from_them()
    {
        var request = Asked();
        var other = Withdraw(request, "consultant-2").Refusal!;
        Assert.Equal(("CS-7", RefusalKind.Forbidden, "change.only-who-asked"), (
            other.Rule, other.Kind, other.Text.Code));
        Assert.Null(Withdraw(request, "consultant-1").Refusal);

        request.PassTo("consultant-2");
        Assert.Equal("change.only-who-asked", Withdraw(request, "consultant-1").Refusal!.Text.Code);
        var withdrawn = Withdraw(request, "consultant-2").Value;
        Assert.Equal(("Withdrawn", "Paid."), (withdrawn.Outcome, withdrawn.Reason!.Words));
        Happen(request, withdrawn);
        Assert.Equal(ChangeState.Withdrawn, request.State);
        // Whoever asks learns first that it is over.
        Assert.Equal("change.decided-already", Withdraw(request, "consultant-1").Refusal!.Text.Code);
    }

    [Fact, Rule("CS-7")]
    public void With_the_last_agreement_it_is_done_and_granted_and_a_refusal_leaves_it_asked()
    {
        var request = Asked(new Settlement(Money.Of(1m), null));
        Assert.NotNull(DecideChange.Approve(State(request), _a.By(Manager)).Refusal);
        Assert.Equal(ChangeState.Pending, request.State);

        var settled = Asked();
        var granted = DecideChange.Approve(State(settled), _a.By(Manager)).Value.All.ToList();

        Assert.Equal("SaleCancelled", granted[0].GetType().Name);
        var last = Assert.IsType<ChangeGranted>(granted[^1]);
        Assert.Equal((settled.Id, "Cancellation", _a.Sale.Id, "RES-4"), (
            last.ChangeId, last.Kind, last.Subject, last.Rule));
    }

    [Fact, Rule("CS-7")]
    public void What_a_leaver_asked_for_and_is_not_decided_is_seen_through_by_the_successor()
    {
        var (theirs, decided, passed) = (Asked(), Asked(), Asked());
        decided.End(ChangeState.Refused, new(Start, Manager), "Not now.");
        passed.PassTo("consultant-2");

        var happened = ChangePassed.Pass(_a.State, "consultant-1", "consultant-3").ToList();
        foreach (var one in happened)
            _a.State.Happen((IEvent<IHasChanges>)one, new(Start, "head-1"));

        Assert.Equal(theirs.Id, Assert.Single(happened).ChangeId);
        Assert.Equal(
            ["consultant-3", "consultant-1", "consultant-2"],
            new[] { theirs, decided, passed }.Select(one => one.Handler));
        Assert.Equal("consultant-1", theirs.AskedBy);
    }

    [Fact, Rule("CS-7")]
    public void Others_agree_than_who_asked_who_sees_it_through_and_whose_customer_it_is()
    {
        var request = Asked();
        request.PassTo("consultant-2");

        var terms = State(request).Terms;

        Assert.Equal(("consultant-1", "consultant-1"), (terms.AskedBy, terms.AskedFor));
        Assert.Equal(["consultant-2"], terms.PassedTo);
        Assert.Equal((request.ApprovalKey, "cancellation", "RES-4"), (terms.Key, terms.Kind, terms.Rule));
        Assert.Equal(_kind.Needs, terms.Needs);
        _a.Sale.PassTo("consultant-7");
        Assert.Equal("consultant-7", State(request).Terms.AskedFor);
        Assert.Equal(
            "consultant-1",
            new RequestedChange(request, _kind, new UnitAlone(_a.Unit)).Terms.AskedFor);
    }

    [Fact, Rule("CS-7")]
    public void What_is_over_is_closed_but_for_what_ends_by_itself_what_is_about_another_and_what_was_decided()
    {
        var (about, except, decided) = (Asked(), Asked(), Asked());
        var another = _a.Ask(ChangeKind.Discount, new GrantDiscount.Details(3m), _a.NewId());
        decided.End(ChangeState.Refused, new(Start, Manager), "Not now.");
        var why = Text.Of("change.closed.subscribed");

        Assert.Equal([about.Id], Closed(_a.Sale.Id, except.Id));
        Assert.Equal([about.Id, except.Id], Closed(_a.Sale.Id, null));
        Assert.Equal([about.Id, except.Id, another.Id], Closed(null, null));

        var closed = ChangeNotMade.Close(_a.State, _a.Sale.Id, except.Id, why).Single();
        Assert.Equal(("Closed", why), (closed.Outcome, closed.Why));
        _a.State.Happen((IEvent<IHasChanges>)closed, new(Start + Tick, Manager));
        Assert.Equal((ChangeState.Closed, Start + Tick, why), (
            about.State, about.EndedAt, StoredText.Read(about.EndedWhy!)));

        IEnumerable<Guid> Closed(Guid? subject, Guid? but) =>
            ChangeNotMade.Close(_a.State, subject, but, why).Select(one => one.ChangeId);
    }

    [Fact]
    public void Each_kind_of_change_is_an_act_of_the_state_diagram()
    {
        Assert.Equal(UnitActs.Reschedule, Act(ChangeKind.LatePayment));
        Assert.Equal(UnitActs.SwapAway, Act(ChangeKind.Swap));
        Assert.Equal(UnitActs.ChangeBuyers, Act(ChangeKind.ChangeOfName));
        Assert.Equal(UnitActs.Cancel, Act(ChangeKind.Cancellation));
        Assert.Equal(UnitActs.Forfeit, Act(ChangeKind.Forfeiture));
        Assert.Equal(UnitActs.Discount, Act(ChangeKind.Discount));
        Assert.Equal(UnitActs.Extend, Act(ChangeKind.Extension));
        Assert.Equal(UnitActs.TakeOff, Act(ChangeKind.TakingOff));
        Assert.Equal(UnitActs.PutOnSale, Act(ChangeKind.Withholding, putOnSale: true));
        Assert.Equal(UnitActs.Withhold, Act(ChangeKind.Withholding, putOnSale: false));

        UnitAct Act(ChangeKind kind, bool putOnSale = false) =>
            ChangeKinds.ActOf(_a.Ask(kind, new WithholdUnit.Details(putOnSale)));
    }

    [Theory, Rule("RES-1")]
    [InlineData(72, null)]
    [InlineData(73, "extension.too-long")]
    public void An_extension_that_was_asked_for_runs_from_the_old_expiry(int hours, string? code)
    {
        var a = new Units.AUnit();
        var holder = a.Register(1).Value;
        a.Approve(holder);
        var line = a.Line(holder);
        Assert.Equal(
            code, ExtendReservation.Ask(line, new(hours, "Abroad."), a.By("consultant-1", Start)).Refusal?.Text.Code);
        var kind = new ExtendReservation(null!);
        var request = _a.Ask(ChangeKind.Extension, new ExtendReservation.Details(hours), holder.Id);
        var state = new RequestedChange(request, kind, line);

        var granted = kind.Grant(state, a.By(Manager, Start));

        Assert.Equal(code, granted.Refusal?.Text.Code);
        if (code is not null)
            return;
        state.Happen(granted.Value, new(Start, Manager));
        Assert.Equal((Start + Hold + Hold, true, Start + Hold + Hold), (
            holder.ExpiresAt!.Value, holder.Extended, a.Unit.Until!.Value));
    }

    private ChangeRequest Asked(Settlement? settlement = null) =>
        _a.Ask(ChangeKind.Cancellation, settlement ?? new Settlement(null, null));

    private RequestedChange State(ChangeRequest request) => new(request, _kind, _a.State);

    private Outcome<ChangeNotMade> Withdraw(ChangeRequest request, string by) =>
        DecideChange.Withdraw(State(request), new(" Paid. "), _a.By(by));

    private void Happen(ChangeRequest request, ChangeNotMade happened) =>
        State(request).Happen((IEvent<IHasChanges>)happened, new(Start, Manager));
}
