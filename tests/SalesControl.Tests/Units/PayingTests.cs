using CsCheck;
using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Subscriptions;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>What is owed of a sale, whatever was paid and agreed to in whatever order.</summary>
public class PayingTests
{
    private const string Zone = "Asia/Shanghai";

    private static readonly LocalDate Today = new(2026, 9, 28);

    [Fact, Rule("RES-4")]
    public void Whatever_is_paid_and_planned_anew_the_instalments_sum_to_the_price_and_what_was_paid_stays_paid() =>
        Gen.Select(Gen.Int[1, 5_000_000], Gen.Select(Gen.Bool, Gen.Int[1, 2_000_000], Gen.Int[1, 4], Gen.Int[0, 500_000]).Array[1, 12]).Sample((cents, acts) =>
        {
            var price = cents / 100m;
            var (a, sale) = Sold(price);
            var paid = 0m;
            foreach (var (pays, amount, parts, meanwhile) in acts)
            {
                if (pays)
                {
                    var refused = a.Unit.Pay(sale.Id, "P", amount / 100m, Start, "finance-1");
                    Assert.Equal(amount / 100m > price - paid, refused is not null);
                    paid += refused is null ? amount / 100m : 0;
                }
                else if (sale.Open > 0)
                {
                    var open = sale.Open;
                    var plan = Enumerable.Range(1, parts).Select(n => new PlannedPayment(Today.PlusDays(n), n == parts ? open - (Math.Floor(open * 100 / parts) / 100 * (parts - 1)) : Math.Floor(open * 100 / parts) / 100)).Where(p => p.Amount > 0).ToList();
                    // Asked for, then something comes in, then it is granted.
                    paid += a.Unit.Pay(sale.Id, "P", (meanwhile + 1) / 100m, Start, "finance-1") is null ? (meanwhile + 1) / 100m : 0;
                    var refused = a.Unit.Reschedule(CustomerId(9), sale.Id, plan, open, "Loan", Today, Zone, Start, Manager, NewId);
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
        Gen.Select(Gen.Int[1, 5_000_000], Gen.Int[1, 5_000_000], Gen.Int[0, 5_000_000], Gen.Int[0, 60]).Sample((was, becomes, cents, days) =>
        {
            var (a, sale) = Sold(was / 100m);
            var paid = Math.Min(cents, Math.Min(was, becomes)) / 100m;
            if (paid > 0)
                Assert.Null(a.Unit.Pay(sale.Id, "P", paid, Start, "finance-1"));

            var plan = PaymentPlan.After(sale.Plan(), becomes / 100m, SaleSettings.Default, Today.PlusDays(days));

            Assert.Equal(becomes / 100m, plan.Sum(p => p.Amount));
            Assert.All(plan, p => Assert.True(p.Amount > 0));
            var before = sale.Plan().Where(i => i.PaidAt is not null).Sum(i => i.Amount);
            Assert.All(plan.SkipWhile((_, place) => plan.Take(place + 1).Sum(p => p.Amount) <= before), p => Assert.True(p.DueOn >= Today.PlusDays(days)));
        });

    [Fact, Rule("RES-4")]
    public void What_a_sale_has_ended_with_is_owed_no_more_and_its_waits_stay_closed()
    {
        var (a, sale) = Sold(100m, wait: true);
        Assert.Null(a.Unit.Pay(sale.Id, "P", 30m, Start, "finance-1"));

        Assert.Equal("RES-4", a.Unit.RefusesCancelling(sale.Id, 31m, -1m)?.Rule);
        Assert.Equal("RES-4", a.Unit.RefusesCancelling(sale.Id, 10m, 10m)?.Rule);
        Assert.Null(a.Unit.Cancel(CustomerId(9), sale.Id, 10m, 20m, "Illness", Start, Manager));

        Assert.Equal((0m, 0m, SaleState.Cancelled), (sale.Paid, sale.Open, sale.State));
        Assert.Empty(a.Unit.Line);
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

        Assert.Null(a.Subscribe(1).Refusal);
        var sale = new Subscription(CustomerId(7), a.Unit.Id, a.Unit.Project, "S-1", Customer(1), null, "consultant-1", Start);
        sale.Agree(1, price, 0, null, price);
        foreach (var (payment, number) in PaymentPlan.Default(SaleSettings.Default, price, Today).Select((payment, place) => (payment, place + 1)))
            sale.Add(new Instalment(NewId(), sale.Id, number, payment.DueOn, payment.Amount));
        a.Unit.Announce(new SubscriptionSigned(sale.Id, a.Unit.Id, a.Unit.Project, "Harbour Court", Zone, new LocalTime(18, 0), a.Unit.Code, "2", "1", "1203", "S-1", null, "consultant-1", Start), sale, Start, "consultant-1");
        return (a, sale);
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
