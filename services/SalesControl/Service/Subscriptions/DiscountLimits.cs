using System.Text.Json;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// CS-4: how much discount a post gives by itself, in per cent (settings <c>Discounts:Limits:&lt;post&gt;</c>); above
/// it somebody whose limit covers it must agree.
/// </summary>
/// <param name="OfPosts">The limit of each post that has one.</param>
internal sealed record DiscountLimits(IReadOnlyDictionary<string, decimal> OfPosts)
{
    /// <summary>The limits of a new installation's posts (discount-limits.json), and what the settings say.</summary>
    public static DiscountLimits From(IConfiguration configuration)
    {
        using var file = typeof(DiscountLimits).Assembly.GetManifestResourceStream("discount-limits.json")!;
        var limits = JsonSerializer.Deserialize<Dictionary<string, decimal>>(file)!;
        foreach (var post in configuration.GetSection("Discounts:Limits").GetChildren())
            limits[post.Key] = post.Get<decimal>();
        return new(limits);
    }

    /// <summary>Per cent; nothing for a post that none was set for.</summary>
    public decimal Of(string post) => OfPosts.GetValueOrDefault(post);

    /// <summary>The price after a discount: rounded to whole cents, half a cent up.</summary>
    public static decimal Less(decimal listPrice, decimal percent) =>
        decimal.Round(listPrice * (100 - percent) / 100, 2, MidpointRounding.AwayFromZero);

    /// <summary>Whether a number is a discount: two decimals, and something of the price is left.</summary>
    public static bool IsDiscount(decimal percent) => percent is >= 0 and < 100 && decimal.Round(percent, 2) == percent;

    /// <summary>Null where a post gives that by itself; the refusal otherwise.</summary>
    [Rule("CS-4", "discount limits of posts")]
    public Refused? Refuses(decimal percent, string post) => percent <= Of(post) ? null : new Refused(
        "CS-4", Text.Of("discount.above-limit", ("percent", percent), ("limit", Of(post))), Field: "discount");

    /// <summary>Null where a post's limit covers what it is asked to agree to.</summary>
    [Rule("CS-4", "discount limits of who agrees")]
    public Refused? RefusesToAgree(decimal percent, string post) => percent <= Of(post) ? null : new Refused(
        "CS-4", Text.Of("discount.above-deciders-limit", ("percent", percent), ("limit", Of(post))),
        RefusalKind.Forbidden);
}
