using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Subscriptions;

/// <summary>A sale that is given back or taken back: when, for how much, and what is over with it.</summary>
public sealed class EndingTests
{
    /// <summary>The close of business of the seventh day, and the end of that day, in Shanghai.</summary>
    private static readonly Instant ContractDue = Instant.FromUtc(2026, 10, 5, 10, 0);
    private static readonly Instant FirstOverdue = Instant.FromUtc(2026, 10, 5, 16, 0);

    private readonly ASale _a = new();

    [Theory, Rule("RES-4", "what is settled when a sale ends")]
    [InlineData(null, "30", "0", "30")]
    [InlineData("10", "30", "10", "20")]
    [InlineData("29.99", "30", "29.99", "0.01")]
    [InlineData("30", "30", "30", null)]
    [InlineData("31", "30", "31", null)]
    [InlineData(null, "0", "0", null)]
    public void What_does_not_go_back_is_kept(string? refund, string paid, string refunded, string? kept)
    {
        var settlement = Settlement.Of(refund is null ? null : Money.Of(Read(refund)), Read(paid));

        Assert.Equal((Read(refunded), kept is null ? 0 : Read(kept)), (settlement.Refunded, settlement.Forfeited));
        Assert.Equal(kept is null, settlement.Forfeit is null);

        static decimal Read(string number) =>
            decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact, Rule("RES-4")]
    public void All_that_was_paid_is_settled_and_no_more()
    {
        _a.Pay(30m);

        Assert.Null(Settle(10m, 20m));
        Assert.Null(Settle(30m, 0m));
        Assert.Null(Settle(0m, 30m));
        var more = Settle(30.01m, 0m)!;
        Assert.Equal(("RES-4", "settlement.more-than-paid", "refund"), (more.Rule, more.Text.Code, more.Field));
        Assert.Equal([_a.Sale.Evidence], more.Evidence);
        foreach (var (refund, forfeit) in new[] { (10m, 19.99m), (10m, 20.01m), (0m, 0m) })
        {
            var other = Settle(refund, forfeit)!;
            Assert.Equal(("settlement.other-sum", refund + forfeit), (other.Text.Code, other.Text.Args["settled"]));
        }

        Refused? Settle(decimal refund, decimal forfeit) =>
            new Settlement(Money.Of(refund), Money.Of(forfeit)).Refuses(_a.State);
    }

    [Fact, Rule("RES-4")]
    public void A_cancellation_is_asked_for_while_the_sale_is_not_delivered_whatever_it_would_settle()
    {
        _a.Pay(30m);
        var settlement = CancelSale.Ask(_a.State, new("Illness.", Money.Of(10m)), _a.By("consultant-1")).Value;
        Assert.Equal((10m, 20m), (settlement.Refunded, settlement.Forfeited));
        Assert.Equal("settlement.more-than-paid", Code(new("Illness.", Money.Of(31m))));

        _a.Pay(ASale.Price - 30m);
        _a.Contract();
        Assert.Null(Code(new("Illness.")));
        _a.Deliver();
        Assert.Equal("unit.act-forbidden", Code(new("Illness.", Money.Of(9_999_999m))));

        string? Code(SaleEndingForm form) =>
            CancelSale.Ask(_a.State, form, _a.By("consultant-1")).Refusal?.Text.Code;
    }

    [Fact, Rule("RES-4")]
    public void A_cancelled_sale_frees_the_unit_and_closes_what_else_was_asked_about_it()
    {
        _a.Pay(30m);
        var settlement = new Settlement(Money.Of(10m), Money.Of(20m));
        var swap = _a.Ask(ChangeKind.Swap, new SwapTerms(default, "2-1-1201", "S-2", 0));
        var ofAnother = _a.Ask(ChangeKind.Discount, new GrantDiscount.Details(3m), subject: _a.NewId());
        var asked = _a.Ask(ChangeKind.Cancellation, settlement);

        var granted = _a.Grant(new CancelSale(null!), asked, _a.State).Value.All.ToList();

        Assert.Equal(
            ["SaleCancelled", "UnitReleased", "ChangeNotMade", "ChangeGranted"],
            granted.Select(one => one.GetType().Name));
        var cancelled = granted.OfType<SaleCancelled>().Single();
        Assert.Equal((10m, 20m, "S-1", "Illness."), (
            cancelled.Refunded, cancelled.Forfeited, cancelled.AgreementNumber, cancelled.Reason.Words));
        Assert.Equal((SaleState.Cancelled, Start, "Illness."), (
            _a.Sale.State, _a.Sale.EndedAt, _a.Sale.EndReason));
        Assert.Equal((UnitState.Available, null, null), (_a.Unit.State, _a.Unit.Consultant, _a.Unit.HolderId));
        Assert.Equal(
            [ChangeState.Closed, ChangeState.Pending, ChangeState.Granted],
            new[] { swap, ofAnother, asked }.Select(one => one.State));
        Assert.Equal((0m, 0m), (_a.Sale.Paid, _a.Sale.Open));
        Assert.All(_a.Sale.Instalments, instalment => Assert.Equal(Start, instalment.ReplacedAt));
    }

    [Fact, Rule("RES-4")]
    public void What_was_paid_since_a_cancellation_was_asked_for_is_settled_anew()
    {
        _a.Pay(30m);
        var asked = _a.Ask(ChangeKind.Cancellation, new Settlement(Money.Of(10m), Money.Of(20m)));
        _a.Pay(1m);

        Assert.Equal(
            "settlement.other-sum",
            _a.Grant(new CancelSale(null!), asked, _a.State).Refusal!.Text.Code);
        Assert.Equal((SaleState.Subscribed, ChangeState.Pending), (_a.Sale.State, asked.State));
    }

    [Fact, Rule("DOC-5.6.1")]
    public void A_shop_whose_lease_runs_is_let_again_as_before_it_was_sold()
    {
        var lease = _a.Lease = new Lease(
            _a.NewId(), _a.Unit,
            new("B-1", CustomerId(5), Customer(5), new(2026, 9, 1), new(2027, 8, 31), 8_000m),
            new(Start, "commerce-1"));
        var asked = _a.Ask(ChangeKind.Cancellation, new Settlement(null, null));

        var granted = _a.Grant(new CancelSale(null!), asked, _a.State).Value;

        Assert.Empty(granted.All.OfType<UnitReleased>());
        Assert.Equal((UnitState.Let, "commerce-1", lease.CustomerId, null), (
            _a.Unit.State, _a.Unit.Consultant, _a.Unit.HolderId!.Value, _a.Unit.Until));
    }

    [Fact, Rule("RES-4")]
    public void A_unit_is_taken_back_from_the_contract_s_day_on_and_not_a_moment_before()
    {
        _a.Pay(ASale.First);
        Assert.Equal("forfeiture.term-not-over", Forfeit(_a.State, ContractDue - Duration.Epsilon));
        Assert.Null(Forfeit(_a.State, ContractDue));
        // What would be settled is looked at when the term is over.
        Assert.Equal("forfeiture.term-not-over", Forfeit(_a.State, ContractDue - Duration.Epsilon, ASale.Price));
        Assert.Equal("settlement.more-than-paid", Forfeit(_a.State, ContractDue, ASale.Price));

        _a.Contract(ContractDue);
        Assert.Equal("unit.act-forbidden", Forfeit(_a.State, ContractDue));
    }

    [Fact, Rule("RES-4")]
    public void A_unit_is_taken_back_when_an_instalment_is_late_unless_it_was_paid()
    {
        // A sale from before the contract's day was kept.
        var sale = new Subscription(
            _a.NewId(), _a.Unit, new("S-0", Customer(1), []) { Consultant = "consultant-1" }, Start);
        sale.Agree(new(1, 100m, 0, null, 100m));
        sale.Fill([], PaymentPlan.Default(SaleSettings.Default, 100m, new(2026, 9, 28)), _a.By("consultant-1"));
        var state = new StandingSale(_a.Parts with { Sale = sale });

        Assert.Equal("forfeiture.term-not-over", Forfeit(state, FirstOverdue - Duration.Epsilon));
        Assert.Null(Forfeit(state, FirstOverdue));

        sale.Receive(29.99m, Start);
        Assert.Null(Forfeit(state, FirstOverdue));
        sale.Receive(0.01m, Start);
        Assert.Equal("forfeiture.term-not-over", Forfeit(state, FirstOverdue));
    }

    [Fact, Rule("RES-4")]
    public void A_forfeited_sale_keeps_what_was_agreed_to_be_kept_and_is_refused_before_its_term_even_when_granted()
    {
        _a.Pay(30m);
        var settlement = ForfeitSale.Ask(
            _a.State, new("Nothing more came.", Money.Of(5m)), _a.By("consultant-1", ContractDue)).Value;
        var asked = _a.Ask(ChangeKind.Forfeiture, settlement);
        Assert.Equal(
            "forfeiture.term-not-over", _a.Grant(new ForfeitSale(null!), asked, _a.State).Refusal!.Text.Code);

        var granted = _a.Grant(new ForfeitSale(null!), asked, _a.State, ContractDue).Value.All.ToList();

        var forfeited = granted.OfType<SaleForfeited>().Single();
        Assert.Equal((25m, 5m, "Illness."), (forfeited.Forfeited, forfeited.Refunded, forfeited.Reason.Words));
        Assert.Equal(
            ["SaleForfeited", "UnitReleased", "ChangeGranted"], granted.Select(one => one.GetType().Name));
        Assert.Equal((SaleState.Forfeited, UnitState.Available), (_a.Sale.State, _a.Unit.State));
        Assert.Equal("sale.act-forbidden", Forfeit(_a.State, ContractDue));
    }

    [Fact, Rule("RES-4")]
    public void A_sale_that_is_over_is_changed_no_more_and_the_refusal_rests_on_the_sale()
    {
        var asked = _a.Ask(ChangeKind.Cancellation, new Settlement(null, null));
        _a.Grant(new CancelSale(null!), asked, _a.State);

        var refusal = _a.State.Forbids(UnitActs.Pay)!;

        Assert.Equal(("RES-4", "sale.act-forbidden"), (refusal.Rule, refusal.Text.Code));
        Assert.Equal([_a.Sale.Evidence], refusal.Evidence);
        Assert.Equal(0m, _a.Sale.Open);
    }

    private string? Forfeit(StandingSale state, Instant at, decimal? refund = null) =>
        ForfeitSale.Ask(state, new("Nothing more came.", Money.Of(refund)), _a.By("consultant-1", at))
            .Refusal?.Text.Code;
}
