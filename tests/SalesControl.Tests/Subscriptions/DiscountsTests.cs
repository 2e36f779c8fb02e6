using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Tests.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Subscriptions;

/// <summary>A discount above one's own limit is asked for, for a unit that is for sale.</summary>
public sealed class DiscountsTests
{
    private static readonly Guid Other = new(77, 0, 0, new byte[8]);

    private readonly AUnit _a = new();

    [Theory, Rule("CS-4")]
    [InlineData("1", false)]
    [InlineData("1.01", true)]
    public void What_one_may_give_oneself_is_not_asked_for(string percent, bool asked)
    {
        var outcome = Ask(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(
            asked ? null : ("CS-4", "discount.within-own-limit", "percent"),
            outcome.Refusal is { } no ? (no.Rule, no.Text.Code, no.Field) : ((string?, string, string?)?)null);
        if (asked)
            Assert.Equal(1.01m, outcome.Value.Percent);
        else
            Assert.Equal(1m, outcome.Refusal!.Text.Args["limit"]);
    }

    [Fact, Rule("CS-4")]
    public void A_discount_is_for_a_reservation_of_the_unit_that_is_open()
    {
        var holder = _a.Register(1).Value;
        var waiting = _a.Register(2).Value;
        Assert.Null(Ask(3m, holder.Id).Refusal);
        Assert.Null(Ask(3m, waiting.Id).Refusal);

        var none = Ask(3m, Other).Refusal!;
        Assert.Equal(("CS-4", "discount.no-such-reservation", "reservationId"), (
            none.Rule, none.Text.Code, none.Field));
        _a.ApplyDue(Start + Hold);
        var over = Ask(3m, holder.Id).Refusal!;
        Assert.Equal(("CS-4", "discount.reservation-over", "reservationId"), (over.Rule, over.Text.Code, over.Field));
        Assert.Equal([holder.Evidence], over.Evidence);
        // The unit is named before one's own limit.
        Assert.Equal("discount.reservation-over", Ask(1m, holder.Id).Refusal!.Text.Code);
    }

    [Fact, Rule("CS-4")]
    public void On_what_is_sold_there_is_no_discount()
    {
        _a.Subscribe(1);

        Assert.Equal("unit.act-forbidden", Ask(3m).Refusal!.Text.Code);
        Assert.Equal("discount.no-such-reservation", Ask(3m, Other).Refusal!.Text.Code);
    }

    [Theory, Rule("CS-4")]
    [InlineData("consultant", false)]
    [InlineData("sales-supervisor", false)]
    [InlineData("marketing-manager", true)]
    public void Who_agrees_covers_the_discount(string post, bool agrees)
    {
        var (kind, request) = (Kind(), Asked(5m, subject: null));

        var refusal = kind.RefusesDecider(request, _a.By(Manager, Start, post).Actor);

        Assert.Equal(agrees ? null : "discount.above-deciders-limit", refusal?.Text.Code);
    }

    [Fact, Rule("CS-4")]
    public void What_was_agreed_to_is_granted_while_it_can_be_used_still()
    {
        var holder = _a.Register(1).Value;
        var request = Asked(5m, holder.Id);
        var granted = Grant(request, holder.Id).Value.All.OfType<DiscountGranted>().Single();
        Assert.Equal((request.Id, 5m, "Buys two."), (granted.ChangeId, granted.Percent, granted.Reason.Words));

        _a.ApplyDue(Start + Hold);
        Assert.Equal("discount.reservation-over", Grant(Asked(5m, holder.Id), holder.Id).Refusal!.Text.Code);
    }

    [Fact, Rule("CS-7")]
    public void A_discount_is_about_the_customer_whose_reservation_it_is_for()
    {
        var holder = _a.Register(1).Value;

        Assert.Equal("consultant-1", State(holder.Id).Consultant);
        Assert.Null(State(null).Consultant);
    }

    private static GrantDiscount Kind() => new(null!, null!, AUnit.SaleTerms.Limits);

    private Outcome<GrantDiscount.Details> Ask(decimal percent, Guid? reservation = null) => GrantDiscount.Ask(
        State(reservation), new(percent, "Buys two.", reservation), _a.By("consultant-1", Start, "consultant"));

    private DiscountedUnit State(Guid? reservation) =>
        new(_a.Unit, _a.Reservations, Terms) { For = reservation, Limits = AUnit.SaleTerms.Limits };

    private Outcome<Events<RequestedChange>> Grant(ChangeRequest request, Guid? reservation)
    {
        var kind = Kind();
        return kind.Grant(new RequestedChange(request, kind, State(reservation)), _a.By(Manager, Start));
    }

    private ChangeRequest Asked(decimal percent, Guid? subject)
    {
        var change = _a.By("consultant-1", Start);
        return new(
            new ChangeAsked(
                _a.NewId(), _a.Unit.Id, Site.Code, _a.Unit.Code, nameof(ChangeKind.Discount), subject,
                change.Wrote("Buys two."))
            {
                Rule = "CS-4",
                Details = ChangeRequest.Write(new GrantDiscount.Details(percent)),
            },
            change.Now);
    }
}
