using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Tests.Units;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Subscriptions;

/// <summary>A sale moves to another unit.</summary>
public sealed class SwappingTests
{
    private static readonly Guid Other = new(77, 0, 0, new byte[8]);

    private readonly ASale _a = new();
    private readonly AUnit _other = new(room: "1201", ids: 5_000);
    private SaleFacts _facts = new(AUnit.SaleTerms, new(Other, 4, 2_000_000m, Start), null, [], []);

    [Fact, Rule("RES-4"), Rule("CS-4")]
    public void Of_several_reasons_the_sale_s_own_is_named_first_and_then_those_of_the_other_unit()
    {
        var terms = Ask().Value;
        Assert.Equal(new(_other.Unit.Id, "2-1-1201", "S-2", 2m), terms);

        _facts = _facts with { AgreementOf = Other };
        Assert.Equal(("RES-4", "sale.agreement-used"), Of(Ask()));
        _facts = _facts with { Price = null };
        Assert.Equal(("CS-4", "sale.no-price"), Of(Ask()));
        _other.Register(5);
        Assert.Equal(("RES-4", "unit.act-forbidden"), Of(Ask()));
        Assert.Equal([_other.Unit.Path], Ask().Refusal!.Evidence);

        var same = Ask(new UnitForSale(_a.Unit, [], Terms, _facts));
        Assert.Equal(("RES-4", "swap.the-same-unit", "unit"), (Of(same).Rule, Of(same).Code, same.Refusal!.Field));
        var none = SwapUnit.Ask(
            new SwappedSale(_a.Parts, target: null, isLocked: false), new("9-9-9999", "S-2", "Light."),
            _a.By("consultant-1"));
        Assert.Equal(
            ("RES-4", "unit.not-in-project", "unit"), (Of(none).Rule, Of(none).Code, none.Refusal!.Field));

        _a.Contract();
        Assert.Equal("unit.act-forbidden", Of(Ask()).Code);
        Assert.Equal([_a.Unit.Path], Ask().Refusal!.Evidence);
    }

    [Fact, Rule("RES-4")]
    public void What_was_paid_moves_on_and_the_old_unit_is_open_again()
    {
        _a.Pay(ASale.First + 6_000m);
        var late = _a.Ask(ChangeKind.ChangeOfName, new ChangeOfName.Details([]));

        var granted = Grant(discount: 2m).Value.All.ToList();

        var (signed, swapped) = (
            granted.OfType<SubscriptionSigned>().Single(), granted.OfType<SaleSwapped>().Single());
        Assert.Equal((1_960_000m, 2m, _a.Sale.Id, 4), (
            signed.Price, signed.Discount, signed.SwappedFrom, signed.PriceListVersion));
        Assert.Equal((signed.SubscriptionId, _other.Unit.Id, "2-1-1201", ASale.First + 6_000m), (
            swapped.NewSubscriptionId, swapped.NewUnitId, swapped.NewUnit, swapped.Paid));
        var sale = signed.Sale!;
        Assert.Equal((ASale.First + 6_000m, 1_360_000m, "consultant-1", Customer(1)), (
            sale.Paid, sale.Open, sale.Consultant, sale.Customer));
        Assert.Equal([ASale.First, 1_366_000m], sale.Plan().Select(i => i.Amount));
        Assert.Equal(_a.Sale.ContractDueAt, sale.ContractDueAt);
        Assert.Equal((SaleState.Swapped, UnitState.Available, UnitState.Subscribed), (
            _a.Sale.State, _a.Unit.State, _other.Unit.State));
        Assert.Equal((ChangeState.Closed, CustomerId(1)), (late.State, _other.Unit.HolderId!.Value));
        Assert.Null(signed.Sale!.DiscountChangeId);
    }

    [Theory, Rule("RES-4")]
    [InlineData("0", true)]
    [InlineData("0.01", false)]
    public void A_swap_gives_no_money_back(string more, bool granted)
    {
        _a.Pay(1_900_000m + decimal.Parse(more, System.Globalization.CultureInfo.InvariantCulture));
        _facts = _facts with { Price = new(Other, 4, 1_900_000m, Start) };

        var outcome = Grant(discount: 0m);

        Assert.Equal(granted ? null : "swap.paid-more-than-price", outcome.Refusal?.Text.Code);
        Assert.Equal(granted ? SaleState.Swapped : SaleState.Subscribed, _a.Sale.State);
        if (granted)
            Assert.Equal([ASale.First, 1_306_000m], Signed(outcome).Plan().Select(i => i.Amount));
    }

    [Fact, Rule("RES-4"), Rule("CS-4")]
    public void What_became_of_the_other_unit_since_it_was_asked_for_counts()
    {
        _facts = _facts with { AgreementOf = Other };
        Assert.Equal("sale.agreement-used", Grant(0m).Refusal!.Text.Code);
        _facts = _facts with { AgreementOf = null, Price = null };
        Assert.Equal("sale.no-price", Grant(0m).Refusal!.Text.Code);
        _other.Register(5);
        Assert.Equal("unit.act-forbidden", Grant(0m).Refusal!.Text.Code);
        Assert.Equal([_other.Unit.Path], Grant(0m).Refusal!.Evidence);
        _a.Contract();
        Assert.Equal([_a.Unit.Path], Grant(0m).Refusal!.Evidence);
    }

    [Theory, Rule("CS-4")]
    [InlineData("marketing-manager", null)]
    [InlineData("sales-supervisor", "discount.above-deciders-limit")]
    public void Who_agrees_to_a_swap_covers_its_discount(string post, string? refusal)
    {
        var kind = new SwapUnit(null!, AUnit.SaleTerms.Limits);
        var asked = _a.Ask(ChangeKind.Swap, new SwapTerms(_other.Unit.Id, "2-1-1201", "S-2", 5m));

        Assert.Equal(
            refusal, kind.RefusesDecider(asked, _a.By(Manager, post: post).Actor)?.Text.Code);
    }

    [Theory, Rule("RES-4")]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_due_on_a_unit_that_is_only_looked_at_is_not_written_down(bool isLocked)
    {
        var held = _other.Register(5).Value;
        IState state = new SwappedSale(
            _a.Parts, new UnitForSale(_other.Unit, _other.Open(), Terms, _facts), isLocked);

        state.LetDueHappen(Start + Hold);

        Assert.Equal(isLocked ? ReservationState.Lapsed : ReservationState.Pending, held.State);
    }

    private static Subscription Signed(Outcome<Events<RequestedChange>> outcome) =>
        outcome.Value.All.OfType<SubscriptionSigned>().Single().Sale!;

    private static (string? Rule, string? Code) Of(Outcome<SwapTerms> outcome) =>
        (outcome.Refusal?.Rule, outcome.Refusal?.Text.Code);

    private Outcome<SwapTerms> Ask(UnitForSale? target = null) => SwapUnit.Ask(
        State(target), new("2-1-1201", " S-2 ", "Light.", 2m), _a.By("consultant-1"));

    private Outcome<Events<RequestedChange>> Grant(decimal discount) => _a.Grant(
        new SwapUnit(null!, AUnit.SaleTerms.Limits),
        _a.Ask(ChangeKind.Swap, new SwapTerms(_other.Unit.Id, "2-1-1201", "S-2", discount)), State());

    private SwappedSale State(UnitForSale? target = null) => new(
        _a.Parts, target ?? new UnitForSale(_other.Unit, _other.Open(), Terms, _facts), isLocked: true);
}
