using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A step of the default plan of payment.</summary>
/// <param name="Percent">Of the price.</param>
/// <param name="Days">How many days after the signing.</param>
internal sealed record PlanStep(decimal Percent, int Days);

/// <summary>
/// How a sale goes on where nothing else was agreed (settings <c>Sales:ContractDays</c>,
/// <c>Sales:Plan:0:Percent</c>, <c>Sales:Plan:0:Days</c> …).
/// </summary>
/// <param name="ContractDays">Within how many days of the subscription the contract is signed.</param>
/// <param name="Plan">The default plan of payment; its percents sum to 100.</param>
internal sealed record SaleSettings(int ContractDays, IReadOnlyList<PlanStep> Plan)
{
    /// <summary>A contract within 7 days; 30 % by then, the rest within 30 days.</summary>
    public static SaleSettings Default { get; } = new(7, [new(30m, 7), new(70m, 30)]);

    public static SaleSettings From(IConfiguration configuration)
    {
        var plan = configuration.GetSection("Sales:Plan").Get<List<PlanStep>>() is { Count: > 0 } steps
            ? steps
            : Default.Plan;
        var days = configuration.GetValue("Sales:ContractDays", Default.ContractDays);
        if (days < 1 || plan.Sum(step => step.Percent) != 100 || plan.Any(step => step.Percent <= 0 || step.Days < 0))
        {
            throw new InvalidOperationException(
                "Sales:ContractDays is at least 1, and the percents of Sales:Plan are above nothing and sum to 100.");
        }

        return new(days, [.. plan.OrderBy(step => step.Days)]);
    }

    /// <summary>
    /// By when the contract is to be signed: the close of business of the seventh day after the subscription's. Days
    /// and not working days, as the customer's agreement says them; and since no calendar can move it, it runs as
    /// elapsed time.
    /// </summary>
    [Rule("RES-4", "by when the contract is signed")]
    public Instant ContractDueAt(Instant signedAt, SiteTime site)
    {
        var zone = DateTimeZoneProviders.Tzdb[site.Zone];
        return signedAt.InZone(zone).Date.PlusDays(ContractDays).At(site.CloseOfBusiness)
            .InZoneLeniently(zone).ToInstant();
    }
}
