using CsCheck;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Subscriptions;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>What is owed of a sale, whatever was paid and agreed to in whatever order.</summary>
public class PayingTests
{
    private static readonly LocalDate Today = new(2026, 9, 28);

    [Fact, Rule("RES-4")]
    public void Whatever_is_paid_and_planned_anew_the_instalments_sum_to_the_price_and_what_was_paid_stays_paid() =>
        Gen.Select(
            Gen.Int[1, 5_000_000],
            Gen.Select(Gen.Bool, Gen.Int[1, 2_000_000], Gen.Int[1, 4], Gen.Int[0, 500_000]).Array[1, 12])
            .Sample((cents, acts) =>
        {
            var price = cents / 100m;
            var (a, sale) = Sold(price);
            var paid = 0m;
            foreach (var (pays, amount, parts, meanwhile) in acts)
            {
                if (pays)
                {
                    var refused = Pay(a, sale, amount / 100m);
                    Assert.Equal(amount / 100m > price - paid, refused is not null);
                    paid += refused is null ? amount / 100m : 0;
                }
                else if (sale.Open > 0)
                {
                    var open = sale.Open;
                    var each = Math.Floor(open * 100 / parts) / 100;
                    var plan = Enumerable.Range(1, parts).Select(
                        n => new PlannedPayment(Today.PlusDays(n), n == parts ? open - (each * (parts - 1)) : each))
                        .Where(p => p.Amount > 0).ToList();
                    // Asked for, then something comes in, then it is granted.
                    paid += Pay(a, sale, (meanwhile + 1) / 100m) is null ? (meanwhile + 1) / 100m : 0;
                    var forms = plan.ConvertAll(p => new InstalmentForm(p.DueOn, Money.Of(p.Amount)));
                    var refused = Grant(
                        a, sale, new DelayPayment(null!), new DelayPayment.Details(forms, Money.Of(open)));
                    Assert.Equal(paid == price, refused is not null);
                }

                Assert.Equal((price, paid, price - paid), (sale.Plan().Sum(i => i.Amount), sale.Paid, sale.Open));
                // The oldest first: behind one that is open nothing is paid.
                Assert.DoesNotContain(sale.Plan().SkipWhile(i => i.PaidAt is not null).Skip(1), i => i.Paid > 0);
                Assert.Equal(Enumerable.Range(1, sale.Plan().Count), sale.Plan().Select(i => i.Number));
            }
        });

    [Fact, Rule("RES-4")]
    public void After_a_swap_the_instalments_sum_to_the_other_price_and_take_all_that_was_paid() =>
        Gen.Select(Gen.Int[1, 5_000_000], Gen.Int[1, 5_000_000], Gen.Int[0, 5_000_000], Gen.Int[0, 60])
            .Sample((was, becomes, cents, days) =>
        {
            var (a, sale) = Sold(was / 100m);
            var paid = Math.Min(cents, Math.Min(was, becomes)) / 100m;
            if (paid > 0)
                Assert.Null(Pay(a, sale, paid));

            var plan = PaymentPlan.After(sale.Plan(), becomes / 100m, SaleSettings.Default, Today.PlusDays(days));

            Assert.Equal(becomes / 100m, plan.Sum(p => p.Amount));
            Assert.All(plan, p => Assert.True(p.Amount > 0));
            var before = sale.Plan().Where(i => i.PaidAt is not null).Sum(i => i.Amount);
            Assert.All(
                plan.SkipWhile((_, place) => plan.Take(place + 1).Sum(p => p.Amount) <= before),
                p => Assert.True(p.DueOn >= Today.PlusDays(days)));
        });

    [Fact, Rule("RES-4")]
    public void What_a_sale_has_ended_with_is_owed_no_more_and_its_waits_stay_closed()
    {
        var (a, sale) = Sold(100m, wait: true);
        Assert.Null(Pay(a, sale, 30m));

        Assert.Equal("RES-4", Cancel(a, sale, 31m, 0m)?.Rule);
        Assert.Equal("RES-4", Cancel(a, sale, 10m, 10m)?.Rule);
        Assert.Null(Cancel(a, sale, 10m, 20m));

        Assert.Equal((0m, 0m, SaleState.Cancelled), (sale.Paid, sale.Open, sale.State));
        Assert.Empty(a.Waiting);
        Assert.Equal(["SaleCancelled", "UnitReleased"], a.Happened.TakeLast(2));
    }

    private static (AUnit Unit, Subscription Sale) Sold(decimal price, bool wait = false)
    {
        var a = new AUnit();
        if (wait)
        {
            a.Register(1);
            a.Register(2);
        }

        var sale = new Subscription(
            CustomerId(7), a.Unit, new("S-1", Customer(1), []) { Consultant = "consultant-1" }, Start);
        sale.Agree(new(1, price, 0, null, price));
        sale.Fill([], PaymentPlan.Default(SaleSettings.Default, price, Today), a.By("consultant-1", Start));
        Assert.Null(a.Subscribe(1).Refusal);
        return (a, sale);
    }

    private static Refused? Pay(AUnit a, Subscription sale, decimal amount)
    {
        var state = new PaidSale(Parts(a, sale), receipt: null);
        var change = a.By("finance-1", Start);
        var paid = RecordPayment.Decide(state, new("P", Money.Of(amount)), change);
        if (paid.Refusal is null)
            state.Happen(paid.Value, change.Now);
        return paid.Refusal;
    }

    private static Refused? Cancel(AUnit a, Subscription sale, decimal refund, decimal forfeit) => Grant(
        a, sale, new CancelSale(null!), new Settlement(Money.Of(refund), Money.Of(forfeit)));

    /// <summary>A change that was asked for is granted.</summary>
    private static Refused? Grant(AUnit a, Subscription sale, IChangeKind kind, object details)
    {
        var change = a.By(Manager, Start);
        var asked = new ChangeAsked(
            a.NewId(), a.Unit.Id, a.Unit.Project, a.Unit.Code, kind.Kind.ToString(), sale.Id, change.Wrote("Illness"))
        {
            Rule = kind.Rule,
            Details = ChangeRequest.Write(details),
        };
        var state = new RequestedChange(
            new ChangeRequest(asked, change.Now), kind, new StandingSale(Parts(a, sale)));
        var granted = kind.Grant(state, change);
        if (granted.Refusal is null)
            state.Happen(granted.Value, change.Now);
        return granted.Refusal;
    }

    private static SaleParts Parts(AUnit a, Subscription sale) =>
        new(a.Unit, sale, AUnit.SaleTerms, Lease: null, Asked: []);
}
