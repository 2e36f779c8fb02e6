namespace Ops.ClientAttribution.Commission;

/// <summary>Yuan in whole fen 分: what is divided sums to what there was, exactly.</summary>
internal static class Fen
{
    /// <summary>To the fen; half a fen is one.</summary>
    public static decimal Round(decimal yuan) => decimal.Round(yuan, 2, MidpointRounding.AwayFromZero);

    /// <summary>Down to the fen.</summary>
    public static decimal Down(decimal yuan) => decimal.Floor(yuan * 100) / 100;

    /// <summary>
    /// An amount divided by weights: each part down to the fen, and the fen that are left to the largest remainders,
    /// the first first.
    /// </summary>
    /// <param name="total">Whole fen, not negative.</param>
    /// <param name="weights">None negative, and together more than nothing.</param>
    public static decimal[] Divide(decimal total, IReadOnlyList<decimal> weights)
    {
        var whole = weights.Sum();
        decimal[] exact = [.. weights.Select(weight => total * weight / whole)];
        decimal[] parts = [.. exact.Select(Down)];
        var left = (int)((total - parts.Sum()) * 100);
        foreach (var place in Enumerable.Range(0, parts.Length)
            .OrderByDescending(place => exact[place] - parts[place]).Take(left))
        {
            parts[place] += 0.01m;
        }

        return parts;
    }
}
