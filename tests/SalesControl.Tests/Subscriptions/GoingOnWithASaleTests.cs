using Microsoft.Extensions.Configuration;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Subscriptions;

/// <summary>What is paid, signed, delivered and put off of a sale.</summary>
public sealed class GoingOnWithASaleTests
{
    private static readonly LocalDate Today = new(2026, 9, 28);
    private static readonly Guid Other = new(77, 0, 0, new byte[8]);

    private readonly ASale _a = new();

    [Fact, Rule("RES-4")]
    public void All_that_is_owed_can_be_paid_and_not_a_cent_more()
    {
        var more = _a.Pay(ASale.Price + 0.01m)!;
        Assert.Equal(("RES-4", "sale.more-than-owed", "amount"), (more.Rule, more.Text.Code, more.Field));

        Assert.Null(_a.Pay(ASale.Price));
        Assert.Equal(0m, _a.Sale.Open);
        Assert.Equal("sale.more-than-owed", _a.Pay(0.01m)!.Text.Code);
    }

    [Fact, Rule("RES-4")]
    public void Money_goes_to_the_oldest_instalment_first_and_one_is_paid_when_all_of_it_is()
    {
        _a.Pay(ASale.First - 0.01m, Start);
        Assert.Equal((ASale.First - 0.01m, null), (Of(0).Paid, Of(0).PaidAt));
        Assert.Equal(0m, Of(1).Paid);

        _a.Pay(1m, Start + Tick);
        Assert.Equal((ASale.First, Start + Tick), (Of(0).Paid, Of(0).PaidAt));
        Assert.Equal((0.99m, null), (Of(1).Paid, Of(1).PaidAt));

        // What is paid already keeps the time at which it was.
        _a.Pay(1m, Start + Tick + Tick);
        Assert.Equal((Start + Tick, 1.99m), (Of(0).PaidAt!.Value, Of(1).Paid));

        Instalment Of(int place) => _a.Sale.Plan()[place];
    }

    [Fact, Rule("RES-1"), Rule("RES-4")]
    public void A_receipt_is_used_once_and_a_sale_without_instalments_takes_no_money()
    {
        var used = Record(_a.Parts, new(null, null, Other)).Refusal!;
        Assert.Equal(("RES-1", "receipt.is-another-payments"), (used.Rule, used.Text.Code));
        var paid = Record(_a.Parts, null).Value;
        Assert.Equal(("P-9", 1m, "CNY"), (paid.Receipt, paid.Amount, paid.Currency));

        var sale = new Subscription(
            Other, _a.Unit, new("S-0", Customer(1), []) { Consultant = "consultant-1" }, Start);
        Assert.Equal("sale.no-instalments", Record(_a.Parts with { Sale = sale }, null).Refusal!.Text.Code);

        Outcome<PaymentReceived> Record(SaleParts parts, ReceiptUse? receipt) => RecordPayment.Decide(
            new PaidSale(parts, receipt), new(" P-9 ", Money.Of(1m)), _a.By("finance-1"));
    }

    [Fact, Rule("RES-4")]
    public void The_contract_is_signed_once_under_a_number_of_its_own()
    {
        var used = SignContract.Decide(
            new ContractedSale(_a.Parts, Other), new("C-1"), _a.By("officer-1")).Refusal!;
        Assert.Equal(
            ("RES-4", "contract.number-used", "contractNumber"), (used.Rule, used.Text.Code, used.Field));
        Assert.Equal([$"subscription/{Other}"], used.Evidence);

        Assert.Null(_a.Contract(Start + Tick));
        Assert.Equal(("C-1", Start + Tick, SaleState.Contracted), (
            _a.Sale.ContractNumber, _a.Sale.ContractSignedAt, _a.Sale.State));
        Assert.Equal((UnitState.Contracted, "consultant-1", CustomerId(1)), (
            _a.Unit.State, _a.Unit.Consultant, _a.Unit.HolderId!.Value));
        Assert.Equal("unit.act-forbidden", _a.Contract()!.Text.Code);
        // The state is named before the number is.
        Assert.Equal("unit.act-forbidden", SignContract.Decide(
            new ContractedSale(_a.Parts, Other), new("C-1"), _a.By("officer-1")).Refusal!.Text.Code);
    }

    [Fact, Rule("DOC-5.3.1")]
    public void A_unit_is_delivered_when_all_is_paid_that_is_owed_by_the_end_of_the_day()
    {
        var (dayBefore, firstDay) = (Instant.FromUtc(2026, 10, 4, 15, 59), Instant.FromUtc(2026, 10, 4, 16, 0));
        Assert.Equal("unit.act-forbidden", _a.Deliver(firstDay)!.Text.Code);
        _a.Contract();
        _a.Pay(1m);

        var unpaid = _a.Deliver(firstDay)!;
        Assert.Equal(("DOC-5.3.1", "sale.not-paid-by-then"), (unpaid.Rule, unpaid.Text.Code));
        Assert.Equal(
            (1, Today.PlusDays(7), ASale.First - 1m),
            (unpaid.Text.Args["number"], unpaid.Text.Args["dueOn"], unpaid.Text.Args["open"]));

        Assert.Null(DeliverUnit.Decide(new DeliveredSale(_a.Parts, false), _a.By("officer-1", dayBefore)).Refusal);
        _a.Pay(ASale.First - 1m);
        Assert.Null(_a.Deliver(firstDay));
        Assert.Equal((SaleState.Delivered, firstDay, UnitState.Delivered), (
            _a.Sale.State, _a.Sale.DeliveredAt, _a.Unit.State));
        Assert.Equal(("consultant-1", CustomerId(1)), (_a.Unit.Consultant, _a.Unit.HolderId!.Value));
        // The rest is owed still.
        Assert.Equal((true, ASale.Second), (_a.Sale.Stands, _a.Sale.Open));
        Assert.Null(_a.Pay(ASale.Second, firstDay));
    }

    [Theory]
    [Rule("DOC-5.3.1")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_delivery_says_whether_a_campaign_was_under_way(bool inCampaign)
    {
        _a.Contract();

        Assert.Equal(
            inCampaign,
            DeliverUnit.Decide(new DeliveredSale(_a.Parts, inCampaign), _a.By("officer-1")).Value.InCampaign);
    }

    [Fact, Rule("RES-4")]
    public void An_instalment_is_late_from_the_end_of_its_day_on_the_site_s_clocks_unless_paid_or_replaced()
    {
        var endOfDay = Instant.FromUtc(2026, 10, 5, 16, 0);
        Instalment[] all = [Make(), Make(), Make()];
        all[1].Pay(10m, Start);
        all[2].Replace(Start);

        Assert.Equal(endOfDay, all[0].DueAt("Asia/Shanghai"));
        Assert.Equal([false, false, false], all.Select(one => one.IsOverdue(endOfDay - Tick, "Asia/Shanghai")));
        Assert.Equal([true, false, false], all.Select(one => one.IsOverdue(endOfDay, "Asia/Shanghai")));

        static Instalment Make() => new(Other, Other, 1, new(Today.PlusDays(7), 10m));
    }

    [Fact, Rule("RES-4")]
    public void A_plan_to_pay_later_is_asked_for_while_something_is_owed_and_says_all_of_it()
    {
        Assert.Null(Ask(new(Today, Money.Of(ASale.Price))).Refusal);
        Assert.Equal("instalments.sum", Code(new(Today, Money.Of(ASale.Price - 0.01m))));
        Assert.Equal("instalments.past", Code(new(Today.PlusDays(-1), Money.Of(ASale.Price))));
        var details = Ask(new(Today, Money.Of(ASale.Price))).Value;
        Assert.Equal(Money.Of(ASale.Price), details.Open);

        _a.Pay(ASale.Price);
        var nothing = Ask(new(Today, Money.Of(0.01m))).Refusal!;
        Assert.Equal(("RES-4", "late-payment.nothing-owed"), (nothing.Rule, nothing.Text.Code));
        _a.Contract();
        _a.Deliver();
        Assert.Equal("unit.act-forbidden", Code(new(Today, Money.Of(0.01m))));

        string? Code(InstalmentForm form) => Ask(form).Refusal?.Text.Code;
        Outcome<DelayPayment.Details> Ask(InstalmentForm form) =>
            DelayPayment.Ask(_a.State, new([form], "Abroad."), _a.By("consultant-1"));
    }

    [Fact, Rule("RES-4")]
    public void A_plan_that_was_asked_for_before_more_was_owed_is_not_granted_and_one_before_something_came_in_is()
    {
        var instalments = new[] { new InstalmentForm(Today.PlusDays(60), Money.Of(ASale.Price - 1m)) };
        var less = new DelayPayment.Details(instalments, Money.Of(ASale.Price - 1m));
        var refusal = DelayPayment.Refuses(_a.State, less, Start)!;
        Assert.Equal(("RES-4", "late-payment.more-is-owed"), (refusal.Rule, refusal.Text.Code));
        Assert.Equal(ASale.Price, refusal.Text.Args["open"]);

        _a.Pay(1m);
        Assert.Null(DelayPayment.Refuses(_a.State, less, Start));
        _a.Pay(1m);
        Assert.Null(DelayPayment.Refuses(_a.State, less, Start));
    }

    [Fact, Rule("RES-4")]
    public void What_was_paid_of_an_instalment_stays_and_the_rest_has_other_days()
    {
        _a.Pay(100m);
        var plan = new[]
        {
            new InstalmentForm(Today.PlusDays(60), Money.Of(80m)),
            new InstalmentForm(Today.PlusDays(90), Money.Of(ASale.Price - 180m)),
        };
        var asked = _a.Ask(
            ChangeKind.LatePayment, new DelayPayment.Details(plan, Money.Of(ASale.Price - 100m)));
        // Comes in before it is granted, and counts towards the plan.
        _a.Pay(30m);

        Assert.Null(_a.Grant(new DelayPayment(null!), asked, _a.State, Start + Tick).Refusal);

        Assert.Equal(
            [
                (1, Today.PlusDays(7), 100m, 100m, Start + Tick),
                (2, Today.PlusDays(60), 80m, 30m, null),
                (3, Today.PlusDays(90), ASale.Price - 180m, 0m, (Instant?)null),
            ],
            _a.Sale.Plan().Select(i => (i.Number, i.DueOn, i.Amount, i.Paid, i.PaidAt)));
        var replaced = _a.Sale.Instalments.Except(_a.Sale.Plan()).ToList();
        Assert.Equal([(1, Start + Tick), (2, Start + Tick)], replaced.Select(i => (i.Number, i.ReplacedAt!.Value)));
        Assert.Equal((130m, ASale.Price - 130m), (_a.Sale.Paid, _a.Sale.Open));
        Assert.Equal(ChangeState.Granted, asked.State);
    }

    [Fact, Rule("RES-4")]
    public void What_is_paid_in_full_keeps_its_instalment_and_its_number()
    {
        _a.Pay(ASale.First);
        var plan = new[] { new InstalmentForm(Today.PlusDays(90), Money.Of(ASale.Second)) };
        var asked = _a.Ask(ChangeKind.LatePayment, new DelayPayment.Details(plan, Money.Of(ASale.Second)));

        var granted = _a.Grant(new DelayPayment(null!), asked, _a.State).Value;

        Assert.Equal(
            [(1, Today.PlusDays(7), ASale.First, ASale.First), (2, Today.PlusDays(90), ASale.Second, 0m)],
            _a.Sale.Plan().Select(i => (i.Number, i.DueOn, i.Amount, i.Paid)));
        Assert.Equal(3, _a.Sale.Instalments.Count);
        Assert.Equal((0m, Site.TimeZone), (
            granted.All.OfType<PaymentPlanChanged>().Single().PaidSince,
            granted.All.OfType<PaymentPlanChanged>().Single().TimeZone));
    }

    [Fact, Rule("RES-4")]
    public void After_a_swap_at_the_same_price_what_is_paid_needs_no_further_instalment()
    {
        _a.Pay(ASale.Price);

        Assert.Equal(
            [new(Today.PlusDays(7), ASale.First), new(Today.PlusDays(30), ASale.Second)],
            PaymentPlan.After(_a.Sale.Plan(), ASale.Price, SaleSettings.Default, Today.PlusDays(60)));
        Assert.Equal(
            new PlannedPayment(Today.PlusDays(90), 0.01m),
            PaymentPlan.After(_a.Sale.Plan(), ASale.Price + 0.01m, SaleSettings.Default, Today.PlusDays(60))[^1]);
    }

    [Fact, Rule("RES-4", "by when the contract is signed")]
    public void The_contract_is_due_at_the_close_of_business_of_its_last_day_on_the_site_s_clocks()
    {
        Assert.Equal(Instant.FromUtc(2026, 10, 5, 10, 0), _a.Sale.ContractDueAt);
        // Late in the evening there it is another day already.
        var site = new SiteTime("Asia/Shanghai", new LocalTime(17, 30));
        Assert.Equal(
            Instant.FromUtc(2026, 10, 1, 9, 30),
            new SaleSettings(2, []).ContractDueAt(Instant.FromUtc(2026, 9, 28, 16, 0), site));
    }

    [Fact, Rule("RES-4")]
    public void The_settings_say_another_plan_in_whichever_order_and_one_that_does_not_sum_up_is_refused()
    {
        var settings = From(("Sales:ContractDays", "1"), ("Sales:Plan:0:Percent", "60"), ("Sales:Plan:0:Days", "45"),
            ("Sales:Plan:1:Percent", "40"), ("Sales:Plan:1:Days", "0"));
        Assert.Equal(1, settings.ContractDays);
        Assert.Equal([new(40m, 0), new(60m, 45)], settings.Plan);
        Assert.Equal(7, From().ContractDays);
        Assert.Equal(SaleSettings.Default.Plan, From().Plan);

        AssertRefused(("Sales:ContractDays", "0"));
        AssertRefused(("Sales:Plan:0:Percent", "99.99"), ("Sales:Plan:0:Days", "1"));
        AssertRefused(("Sales:Plan:0:Percent", "100"), ("Sales:Plan:0:Days", "-1"));
        AssertRefused(
            ("Sales:Plan:0:Percent", "100"), ("Sales:Plan:0:Days", "1"), ("Sales:Plan:1:Percent", "0"),
            ("Sales:Plan:1:Days", "2"));

        static void AssertRefused(params (string Name, string Value)[] settings) =>
            Assert.Throws<InvalidOperationException>(() => From(settings));
        static SaleSettings From(params (string Name, string Value)[] settings) =>
            SaleSettings.From(new ConfigurationBuilder().AddInMemoryCollection(
                settings.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value))).Build());
    }

    [Fact, Rule("CS-4")]
    public void The_settings_say_the_limits_of_posts_and_whoever_they_do_not_name_keeps_its_own()
    {
        var limits = DiscountLimits.From(new ConfigurationBuilder().AddInMemoryCollection(
        [
            KeyValuePair.Create<string, string?>("Discounts:Limits:consultant", "1.5"),
            KeyValuePair.Create<string, string?>("Discounts:Limits:agent", "0.5"),
        ]).Build());

        Assert.Equal(
            [1.5m, 0.5m, 5m, 0m],
            new[] { "consultant", "agent", "marketing-manager", "nobody" }.Select(limits.Of));
    }

    [Fact, Rule("CS-7")]
    public void A_leaver_s_sale_passes_with_the_unit_where_that_is_theirs()
    {
        _a.State.Happen(
            (IEvent<StandingSale>)new SalePassed(
                _a.Sale.Id, _a.Unit.Id, Site.Code, _a.Unit.Code, "consultant-1", "successor-1"),
            new(Start, "head-1"));
        Assert.Equal(("successor-1", "successor-1"), (_a.Sale.Consultant, _a.Unit.Consultant));

        _a.Unit.Consultant = "commerce-1";
        _a.State.Happen(
            (IEvent<StandingSale>)new SalePassed(
                _a.Sale.Id, _a.Unit.Id, Site.Code, _a.Unit.Code, "successor-1", "consultant-3"),
            new(Start, "head-1"));
        Assert.Equal(("consultant-3", "commerce-1"), (_a.Sale.Consultant, _a.Unit.Consultant));
    }
}
