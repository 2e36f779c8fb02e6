using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Tests.Units;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Subscriptions;

/// <summary>What a subscription is signed for, and what it is refused for.</summary>
public sealed class SigningTests
{
    private static readonly Guid Other = new(77, 0, 0, new byte[8]);
    private static readonly PriceInForce Listed = new(Other, 3, 100.01m, Start);
    private static readonly LocalDate Today = new(2026, 9, 28);

    private readonly AUnit _a = new();
    private SaleFacts _facts = new(AUnit.SaleTerms, Listed, null, [], []);

    [Fact, Rule("RES-4"), Rule("CS-4")]
    public void An_agreement_s_number_is_used_once_and_a_unit_without_a_price_is_not_sold()
    {
        _facts = _facts with { AgreementOf = Other, Price = null };
        var used = Sign().Refusal!;
        Assert.Equal(
            ("RES-4", "sale.agreement-used", "agreementNumber"), (used.Rule, used.Text.Code, used.Field));
        Assert.Equal([$"subscription/{Other}"], used.Evidence);

        _facts = _facts with { AgreementOf = null };
        var unpriced = Sign().Refusal!;
        Assert.Equal(("CS-4", "sale.no-price"), (unpriced.Rule, unpriced.Text.Code));
        Assert.Equal([_a.Unit.Path], unpriced.Evidence);
    }

    [Fact, Rule("CS-4")]
    public void The_price_is_the_list_s_less_a_discount_within_the_signer_s_limit()
    {
        var plain = Sign().Value;
        Assert.Equal((100.01m, 0m, 3, "CNY", null), (
            plain.Price, plain.Discount, plain.PriceListVersion, plain.Currency, plain.DiscountChange));

        var less = Sign(signing => signing with { Discount = 1m }, "consultant").Value;
        Assert.Equal((99.01m, 1m, null), (less.Price, less.Discount, less.DiscountChange));
        Assert.Equal((100.01m, 99.01m), (less.Sale!.ListPrice, less.Sale.Price));

        var above = Sign(signing => signing with { Discount = 1.01m }, "consultant").Refusal!;
        Assert.Equal(("CS-4", "discount.above-limit"), (above.Rule, above.Text.Code));
    }

    [Fact, Rule("RES-4")]
    public void What_is_paid_when_is_as_agreed_and_else_the_default_plan()
    {
        Assert.Equal(
            PaymentPlan.Default(SaleSettings.Default, 100.01m, Today),
            Sign().Value.Sale!.Plan().Select(i => new PlannedPayment(i.DueOn, i.Amount)));

        PlannedPayment[] agreed = [new(Today, 0.01m), new(Today.PlusDays(9), 100m)];
        var sale = Sign(signing => signing with { Instalments = agreed }).Value.Sale!;
        Assert.Equal(agreed, sale.Plan().Select(i => new PlannedPayment(i.DueOn, i.Amount)));
        Assert.Equal([1, 2], sale.Plan().Select(i => i.Number));

        Assert.Equal(
            "instalments.sum",
            Sign(signing => signing with { Instalments = [new(Today, 100m)] }).Refusal!.Text.Code);
        Assert.Equal(
            "instalments.past",
            Sign(signing => signing with { Instalments = [new(Today.PlusDays(-1), 100.01m)] }).Refusal!.Text.Code);
    }

    [Fact, Rule("RES-1")]
    public void What_was_paid_before_becomes_part_of_the_price_up_to_all_of_it()
    {
        Deposit[] deposits = [Paid(1, 60m), Paid(2, 40.01m)];

        var signed = Sign(signing => signing with { Deposits = deposits }).Value;

        Assert.Equal((100.01m, 0m), (signed.Sale!.Paid, signed.Sale.Open));
        var state = Unit();
        state.Happen((IEvent<UnitForSale>)signed, new(Start, "consultant-1"));
        Assert.All(deposits, deposit => Assert.Equal(
            (DepositState.CarriedOver, Start, signed.SubscriptionId),
            (deposit.State, deposit.EndedAt!.Value, deposit.SubscriptionId!.Value)));
        Assert.Equal((UnitState.Subscribed, "consultant-1", CustomerId(1)), (
            _a.Unit.State, _a.Unit.Consultant, _a.Unit.HolderId!.Value));
        Assert.Equal(signed.Sale, state.Sale);
    }

    [Fact, Rule("RES-1")]
    public void What_was_paid_before_is_not_more_than_the_price_and_not_given_back_already()
    {
        Deposit[] deposits = [Paid(1, 60m), Paid(2, 40.02m)];
        var above = Sign(signing => signing with { Deposits = deposits }).Refusal!;
        Assert.Equal(("RES-1", "sale.deposits-above-price"), (above.Rule, above.Text.Code));
        Assert.Equal([deposits[1].Evidence], above.Evidence);

        deposits[0].End(DepositState.Refunded, Start);
        var gone = Sign(signing => signing with { Deposits = [deposits[0]] }).Refusal!;
        Assert.Equal([deposits[0].Evidence], gone.Evidence);
    }

    [Fact, Rule("CS-4")]
    public void A_granted_discount_is_given_in_full_where_none_is_named_and_never_more_of_it()
    {
        var granted = Granted(5m);

        var all = Sign(signing => signing with { Granted = granted }, "consultant").Value;
        Assert.Equal((95.01m, 5m, granted.Id), (all.Price, all.Discount, all.DiscountChange));
        var some = Sign(signing => signing with { Granted = granted, Discount = 4.99m }, "consultant").Value;
        Assert.Equal((4.99m, granted.Id), (some.Discount, some.DiscountChange));
        Assert.Equal(5m, Sign(signing => signing with { Granted = granted, Discount = 5m }).Value.Discount);

        // Whatever one's own limit is.
        var more = Sign(signing => signing with { Granted = granted, Discount = 5.01m }, "general-manager").Refusal!;
        Assert.Equal(("CS-4", "discount.more-than-granted", "discount"), (more.Rule, more.Text.Code, more.Field));
        Assert.Equal((5m, 5.01m), (more.Text.Args["granted"], more.Text.Args["asked"]));
    }

    [Fact, Rule("CS-4")]
    public void A_granted_discount_is_used_once_for_the_unit_and_the_customer_that_it_was_granted_for()
    {
        BuyerShare[] buyers = [new(CustomerId(1), 50m), new(CustomerId(2), 50m)];
        var granted = Granted(5m);
        Assert.Equal(5m, granted.ReadFor(_a.Unit, buyers).Value);
        Assert.Equal(5m, (granted with { Customer = CustomerId(2) }).ReadFor(_a.Unit, buyers).Value);

        AssertRefused(granted with { Request = null }, "discount.unknown");
        AssertRefused(granted with { Customer = CustomerId(3) }, "discount.for-another-customer", Evidence(granted));
        AssertRefused(
            granted with { UsedBy = Other }, "discount.used-already", Evidence(granted), $"subscription/{Other}");
        var elsewhere = Granted(5m, unit: Other);
        AssertRefused(elsewhere, "discount.for-another-unit", Evidence(elsewhere));
        foreach (var state in Enum.GetValues<ChangeState>().Where(state => state != ChangeState.Granted))
        {
            var notGranted = Granted(5m, state: state);
            AssertRefused(notGranted, "discount.not-granted", Evidence(notGranted));
        }

        void AssertRefused(GrantedDiscount discount, string code, params string[] evidence)
        {
            var refusal = discount.ReadFor(_a.Unit, buyers).Refusal!;
            Assert.Equal(("CS-4", code, "discountChange"), (refusal.Rule, refusal.Text.Code, refusal.Field));
            Assert.Equal(evidence, refusal.Evidence);
        }

        static string Evidence(GrantedDiscount discount) => discount.Request!.Evidence;
    }

    [Fact, Rule("RES-1"), Rule("RES-3")]
    public void What_was_paid_counts_for_who_paid_it_and_for_the_renewal_that_takes_over_from_it()
    {
        var holder = _a.Register(1).Value;
        var renewal = Reservation.Renewing(Other, _a.Unit, holder, ("F-2", null), Start);
        var next = _a.Register(2).Value;
        Deposit[] paid = [Paid(1, 60m)];
        var signer = Signer(deposits: (holder.Id, paid));

        Assert.Equal(paid, signer.DepositsOf(holder));
        Assert.Equal(paid, signer.DepositsOf(renewal));
        Assert.Empty(signer.DepositsOf(next));
        Assert.Empty(signer.DepositsOf(null));
        Assert.Empty(Signer(deposits: (next.Id, paid)).DepositsOf(holder));
    }

    [Fact, Rule("RES-4")]
    public void The_holder_buys_alone_or_among_others_and_the_sale_is_its_consultant_s()
    {
        var holder = _a.Register(1).Value;
        var others = Decide(Signer([new(CustomerId(2), 60m), new(CustomerId(3), 40m)])).Refusal!;
        Assert.Equal(("RES-4", "sale.held-for-another"), (others.Rule, others.Text.Code));
        Assert.Equal([holder.Evidence], others.Evidence);

        var among = Signed(Signer([new(CustomerId(2), 60m), new(CustomerId(1), 40m)]), by: "assistant-1");
        Assert.Equal((holder.Id, "consultant-1"), (among.ReservationId, among.Consultant));
        Assert.Equal([new(CustomerId(2), 60m), new(CustomerId(1), 40m)], among.Buyers);
        Unit().Happen((IEvent<UnitForSale>)among, new(Start, "assistant-1"));
        Assert.Equal(CustomerId(1), _a.Unit.HolderId);
    }

    [Fact, Rule("RES-4")]
    public void The_sale_of_a_free_unit_is_whose_who_signs_it()
    {
        var signed = Signed(Signer(), by: "consultant-9");

        Assert.Equal(("consultant-9", "S-1", null), (signed.Consultant, signed.AgreementNumber, signed.ReservationId));
        Assert.Equal((Start, Start), (signed.SignedAt, signed.Sale!.SignedAt));
        Assert.Equal(Customer(1), signed.Sale.Customer);
        Assert.Equal([1], signed.Sale.Buyers.Select(buyer => buyer.Place));
    }

    [Fact, Rule("RES-3"), Rule("RES-4")]
    public void With_the_sale_the_renewal_the_waits_and_whatever_was_asked_for_are_over()
    {
        var holder = _a.Register(1).Value;
        var waiting = _a.Register(2).Value;
        _a.Approve(holder);
        waiting.YieldedTo = holder.Id;
        var at = Start + Hold - Tick;
        _a.Do(holder, at, holder.Consultant, (line, change) =>
            RenewReservation.Decide(new(line, new(null)), new("F-2"), change));
        var asked = Asked(ChangeKind.Extension, new ExtendReservation.Details(72), holder.Id);
        _facts = _facts with { Asked = [asked] };
        var state = Signer();

        var signed = Decide(state, at).Value;
        state.Happen(signed, new(at, "consultant-1"));

        Assert.Equal(
            ["RenewalEnded", "WaitClosed", "SubscriptionSigned", "ChangeNotMade"],
            signed.All.Select(one => one.GetType().Name));
        Assert.Equal((ReservationState.Subscribed, ReservationState.Closed, 0), (
            holder.State, waiting.State, _a.Unit.Waiting));
        Assert.Equal((ChangeState.Closed, at), (asked.State, asked.EndedAt));
        Assert.Equal("change.closed.subscribed", signed.All.OfType<ChangeNotMade>().Single().Why!.Code);
        Assert.Equal("renewal.ended.subscribed", signed.All.OfType<RenewalEnded>().Single().Why.Code);
    }

    [Fact, Rule("DOC-5.6.1")]
    public void Who_buys_a_let_shop_buys_the_lease_with_it_and_where_none_runs_there_is_nothing_to_say()
    {
        Lease[] leases = [Let(92), Let(91)];
        leases[0].End(Start, "Moved out.");
        _facts = _facts with { Leases = leases };
        var sold = Decide(Signer()).Value.All.OfType<LetShopSold>().Single();
        Assert.Equal(leases.Select(lease => lease.Id).Order(), sold.Leases);
        Assert.Equal(leases[1], Signer().Lease);

        leases[1].End(Start, "Moved out.");
        Assert.Empty(Decide(Signer()).Value.All.OfType<LetShopSold>());
        Assert.Null(Signer().Lease);
    }

    [Fact, Rule("DOC-5.2.2")]
    public void Others_are_told_all_that_the_archive_needs_of_the_sale()
    {
        var signed = Signed(Signer([new(CustomerId(1), 100m)]), by: "consultant-9") with
        {
            QueueNumber = 7,
            SwappedFrom = Other,
            DiscountChange = Other,
        };

        var told = (SalesControl.Contracts.SubscriptionSigned)signed.ToContract(Unit(), new(Start, "consultant-9"));

        Assert.Equal(
            (signed.Price, signed.Discount, signed.DiscountChange, signed.PriceListVersion, signed.Currency),
            (told.Price, told.Discount, told.DiscountChange, told.PriceListVersion, told.Currency));
        Assert.Equal((7, Other, signed.Buyers), (told.QueueNumber, told.SwappedFrom, told.Buyers));
        Assert.Equal((Site.Name, Site.TimeZone, Site.CloseOfBusiness), (
            told.ProjectName, told.TimeZone, told.CloseOfBusiness));
    }

    private SalesControl.Subscriptions.SubscriptionSigned Signed(Signer state, string by) =>
        Decide(state, by: by).Value.All.OfType<SalesControl.Subscriptions.SubscriptionSigned>().Single();

    private Outcome<Events<UnitForSale>> Decide(Signer state, Instant? at = null, string by = "consultant-1") =>
        SignSubscription.Decide(
            state, new(" S-1 ", new CustomerForm("Customer 1", "13800000001")), _a.By(by, at ?? Start));

    private Signer Signer(
        IReadOnlyList<BuyerShare>? buyers = null, (Guid? Holder, IReadOnlyList<Deposit> Paid)? deposits = null) =>
        new(_a.Unit, _a.Open(), Terms, _facts)
        {
            First = Customer(1),
            Buyers = buyers ?? [new(CustomerId(1), 100m)],
            Granted = null,
            Deposits = deposits ?? (null, []),
        };

    private UnitForSale Unit() => new(_a.Unit, _a.Open(), Terms, _facts);

    private Outcome<SalesControl.Subscriptions.SubscriptionSigned> Sign(
        Func<Signing, Signing>? with = null, string post = "general-manager")
    {
        var signing = new Signing("S-1", Customer(1), [new(CustomerId(1), 100m)]) { Consultant = "consultant-1" };
        return Agreement.Sign(Unit(), with is null ? signing : with(signing), _a.By("consultant-1", Start, post));
    }

    private GrantedDiscount Granted(decimal percent, Guid? unit = null, ChangeState state = ChangeState.Granted)
    {
        var request = Asked(ChangeKind.Discount, new GrantDiscount.Details(percent), subject: null, unit);
        if (state != ChangeState.Pending)
            request.End(state, new(Start, Manager), why: null);
        return new(request.Id, request, UsedBy: null, Customer: null);
    }

    private ChangeRequest Asked(ChangeKind kind, object details, Guid? subject, Guid? unit = null)
    {
        var change = _a.By("consultant-1", Start);
        return new(
            new ChangeAsked(
                _a.NewId(), unit ?? _a.Unit.Id, _a.Unit.Project, _a.Unit.Code, kind.ToString(), subject,
                change.Wrote("Buys two."))
            {
                Rule = "CS-4",
                Details = ChangeRequest.Write(details),
            },
            change.Now);
    }

    private Lease Let(int id) => new(
        new(id, 0, 0, new byte[8]), _a.Unit,
        new($"B-{id}", CustomerId(5), Customer(5), Today, Today.PlusDays(365), 8_000m), new(Start, "commerce-1"));

    private static Deposit Paid(int id, decimal amount) =>
        new(new(id, 0, 1, new byte[8]), Site.Code, $"R-{id}", amount, CustomerId(1), new(Start, "consultant-1"));
}
