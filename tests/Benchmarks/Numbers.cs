using System.Globalization;

namespace Ops.Benchmarks;

/// <summary>Medians, percentiles, and how they are written.</summary>
internal static class Numbers
{
    public static double Median(IReadOnlyList<double> values) => Percentile(values, 0.5);

    /// <summary>The value that this share of all is at most; between two values, the part of the way.</summary>
    public static double Percentile(IReadOnlyList<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length
            ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]))
            : sorted[below];
    }

    /// <summary>The median, and from the lowest to the highest: <c>12.3 ms (11.0–15.2)</c>.</summary>
    public static string Spread(IReadOnlyList<double> values, string unit) =>
        $"{Write(Median(values))}{(unit.Length == 0 ? "" : $" {unit}")} ({Write(values.Min())}–{Write(values.Max())})";

    private static string Write(double value) => value.ToString(
        value switch { >= 1000 => "# ##0", >= 100 => "0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
