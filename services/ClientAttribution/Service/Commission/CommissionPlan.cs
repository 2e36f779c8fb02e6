using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Commission;

/// <summary>In which time a consultant's credit is counted for the tiers, by the day of the subscription.</summary>
internal enum CountingPeriod
{
    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>A quarter.</summary>
    Quarter,

    /// <summary>A calendar year.</summary>
    Year,
}

/// <summary>A step of the rates 跳点.</summary>
/// <param name="From">CNY of credit in the period, from which on the rate is for what is above.</param>
/// <param name="Rate">Per cent of the credit, at most four decimals.</param>
internal sealed record Tier(decimal From, decimal Rate);

/// <summary>What is paid for the sales of a project's product 佣金方案.</summary>
/// <param name="Id">The plan.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Product">The kind of unit, as the installation calls it: <c>home</c>.</param>
/// <param name="From">The first day: of subscriptions.</param>
/// <param name="Until">The last day; null for open.</param>
/// <param name="Period">In which time credit is counted.</param>
/// <param name="Tiers">The rates, the lowest first.</param>
/// <param name="AtContract">
/// Per cent of the commission that is payable when the contract is signed; the rest as the price is paid.
/// </param>
internal sealed record CommissionPlan(
    string Id, string Project, string Product, LocalDate From, LocalDate? Until, CountingPeriod Period,
    IReadOnlyList<Tier> Tiers, decimal AtContract)
{
    /// <summary>
    /// What a credit earns on top of what was counted before, not rounded: each slice at its own rate.
    /// </summary>
    public decimal Earns(decimal before, decimal credit)
    {
        var earned = 0m;
        for (var i = 0; i < Tiers.Count; i++)
        {
            var from = Math.Max(Tiers[i].From, before);
            var to = i + 1 < Tiers.Count ? Math.Min(Tiers[i + 1].From, before + credit) : before + credit;
            if (to > from)
                earned += (to - from) * Tiers[i].Rate / 100;
        }

        return earned;
    }

    /// <summary>The first day of the period that a day is in.</summary>
    public LocalDate PeriodOf(LocalDate day) => Period switch
    {
        CountingPeriod.Month => new(day.Year, day.Month, 1),
        CountingPeriod.Quarter => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1),
        _ => new(day.Year, 1, 1),
    };

    /// <summary>Why it is no plan; null where it is one.</summary>
    public Refused? Refuses()
    {
        if (Until < From)
            return Refused.Input("REC-3.1", "until", Text.Of("commission.plan.dates", ("plan", Id)));
        if (Tiers.Count == 0 || Tiers[0].From != 0
            || Tiers.Zip(Tiers.Skip(1)).Any(two => two.Second.From <= two.First.From))
        {
            return Refused.Input("REC-3.1", "tiers", Text.Of("commission.plan.tiers", ("plan", Id)));
        }

        if (Tiers.FirstOrDefault(one => one.Rate is < 0 or > 100 || decimal.Round(one.Rate, 4) != one.Rate) is { } odd)
        {
            return Refused.Input(
                "REC-3.1", "tiers", Text.Of("commission.plan.rate", ("plan", Id), ("rate", odd.Rate)));
        }

        return AtContract is < 0 or > 100
            ? Refused.Input(
                "REC-3.1", "atContract", Text.Of("commission.plan.at-contract", ("plan", Id), ("percent", AtContract)))
            : null;
    }
}

/// <summary>The plans of a company. For one project, product and day there is one at most.</summary>
internal sealed class CommissionPlans
{
    private readonly ILookup<(string Project, string Product), CommissionPlan> _plans;

    private CommissionPlans(IReadOnlyList<CommissionPlan> plans) =>
        _plans = plans.ToLookup(plan => (plan.Project, plan.Product));

    /// <summary>Plans that do not overlap.</summary>
    [Rule("REC-3.1", "one plan for a project, product and day")]
    public static Outcome<CommissionPlans> Of(IReadOnlyList<CommissionPlan> plans)
    {
        foreach (var plan in plans)
        {
            if (plan.Refuses() is { } refusal)
                return refusal;
        }

        var all = new CommissionPlans(plans);
        foreach (var alike in all._plans)
        {
            CommissionPlan[] inOrder = [.. alike.OrderBy(plan => plan.From)];
            for (var i = 1; i < inOrder.Length; i++)
            {
                var before = inOrder[i - 1];
                if (before.Until is null || before.Until >= inOrder[i].From)
                {
                    return Refused.Input("REC-3.1", "from", Text.Of(
                        "commission.plan.overlap", ("plan", inOrder[i].Id), ("other", before.Id)));
                }
            }
        }

        return all;
    }

    /// <summary>The plan for what is subscribed to on a day; null for none.</summary>
    public CommissionPlan? Find(string project, string product, LocalDate day) =>
        _plans[(project, product)].FirstOrDefault(plan => plan.From <= day && !(plan.Until < day));
}
