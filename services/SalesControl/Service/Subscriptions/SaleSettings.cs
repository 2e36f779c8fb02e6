using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A step of the default plan of payment.</summary>
/// <param name="Percent">Of the price.</param>
/// <param name="Days">How many days after the signing.</param>
internal sealed record PlanStep(decimal Percent, int Days);

/// <summary>
/// How a sale goes on where nothing else was agreed (settings <c>Sales:ContractDays</c>, <c>Sales:Plan:0:Percent</c>, <c>Sales:Plan:0:Days</c> …).
/// </summary>
/// <param name="ContractDays">Within how many days of the subscription the contract is signed.</param>
/// <param name="Plan">The default plan of payment; its percents sum to 100.</param>
internal sealed record SaleSettings(int ContractDays, IReadOnlyList<PlanStep> Plan)
{
    /// <summary>A contract within 7 days; 30 % by then, the rest within 30 days.</summary>
    public static SaleSettings Default { get; } = new(7, [new(30m, 7), new(70m, 30)]);

    public static SaleSettings From(IConfiguration configuration)
    {
        var plan = configuration.GetSection("Sales:Plan").Get<List<PlanStep>>() is { Count: > 0 } steps ? steps : Default.Plan;
        var days = configuration.GetValue("Sales:ContractDays", Default.ContractDays);
        if (days < 1 || plan.Sum(step => step.Percent) != 100 || plan.Any(step => step.Percent <= 0 || step.Days < 0))
            throw new InvalidOperationException("Sales:ContractDays is at least 1, and the percents of Sales:Plan are above nothing and sum to 100.");
        return new(days, [.. plan.OrderBy(step => step.Days)]);
    }

    /// <summary>
    /// By when the contract is to be signed: the close of business of the seventh day after the subscription's. Days and not working days, as the customer's agreement says them; and since no
    /// calendar can move it, it runs as elapsed time.
    /// </summary>
    [Rule("RES-4")]
    public Instant ContractDueAt(Instant signedAt, SiteTime site)
    {
        var zone = DateTimeZoneProviders.Tzdb[site.Zone];
        return signedAt.InZone(zone).Date.PlusDays(ContractDays).At(site.CloseOfBusiness).InZoneLeniently(zone).ToInstant();
    }
}

/// <summary>CS-4: how much discount a post gives by itself, in per cent (settings <c>Discounts:Limits:&lt;post&gt;</c>); above it somebody whose limit covers it must agree.</summary>
/// <param name="OfPosts">The limit of each post that has one.</param>
internal sealed record DiscountLimits(IReadOnlyDictionary<string, decimal> OfPosts)
{
    public static DiscountLimits Default { get; } = new(new Dictionary<string, decimal>(StringComparer.Ordinal)
    {
        ["consultant"] = 1,
        ["sales-supervisor"] = 2,
        ["marketing-manager"] = 5,
        ["general-manager"] = 100,
    });

    public static DiscountLimits From(IConfiguration configuration)
    {
        var limits = new Dictionary<string, decimal>(Default.OfPosts, StringComparer.Ordinal);
        foreach (var post in configuration.GetSection("Discounts:Limits").GetChildren())
            limits[post.Key] = post.Get<decimal>();
        return new(limits);
    }

    /// <summary>Per cent; nothing for a post that none was set for.</summary>
    public decimal Of(string post) => OfPosts.GetValueOrDefault(post);

    /// <summary>The price after a discount: rounded to whole cents, half a cent up.</summary>
    [Rule("CS-4")]
    public static decimal Less(decimal listPrice, decimal percent) => decimal.Round(listPrice * (100 - percent) / 100, 2, MidpointRounding.AwayFromZero);

    /// <summary>Whether a number is a discount: two decimals, and something of the price is left.</summary>
    public static bool IsDiscount(decimal percent) => percent is >= 0 and < 100 && decimal.Round(percent, 2) == percent;

    /// <summary>Null where a post gives that by itself; the refusal otherwise.</summary>
    [Rule("CS-4")]
    public Refused? Refuses(decimal percent, string post) =>
        percent <= Of(post) ? null : new Refused("CS-4", $"A discount of {percent:0.##} % is above your post's limit of {Of(post):0.##} %: somebody whose limit covers it must agree.", Field: "discount");

    /// <summary>Null where a post's limit covers what it is asked to agree to.</summary>
    [Rule("CS-4")]
    public Refused? RefusesToAgree(decimal percent, string post) =>
        percent <= Of(post) ? null : new Refused("CS-4", $"Your post agrees to {Of(post):0.##} % at most: somebody whose limit covers {percent:0.##} % must decide.", RefusalKind.Forbidden);
}
