using System.Globalization;

namespace Ops.Benchmarks;

/// <summary>A line of the table: one figure a round, beside what it is compared with in the same round.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Unit">The figures' unit.</param>
/// <param name="Ours">Ours, a figure a round.</param>
/// <param name="Baseline">The baseline's, in the same rounds; empty where there is nothing to compare with.</param>
/// <param name="Goal">The goal in words.</param>
/// <param name="Met">Whether the medians meet it; null for a line that is shown for comparison only.</param>
internal sealed record Line(string What, string Unit, IReadOnlyList<double> Ours, IReadOnlyList<double> Baseline, string Goal, Func<double, double, bool>? Met)
{
    public static string Header =>
        "| what | unit | ours: median (spread) | baseline: median (spread) | ours / baseline (spread) | goal | met |\n|---|---|---|---|---|---|---|";

    private double[] Ratios => [.. Ours.Zip(Baseline, (ours, baseline) => ours / baseline)];

    public override string ToString()
    {
        var ratio = Baseline.Count == 0 ? double.NaN : Median(Ratios);
        return $"| {What} | {Unit} | {Told(Ours)} | {Told(Baseline)} | {Told(Ratios)} | {Goal} | {(Met is null ? "" : Met(Median(Ours), ratio) ? "yes" : "**no**")} |";
    }

    public static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Told(IReadOnlyList<double> figures) =>
        figures.Count == 0 ? "" : figures.Count == 1 ? Told(figures[0]) : $"{Told(Median(figures))} ({Told(figures.Min())}–{Told(figures.Max())})";

    /// <summary>Three significant digits.</summary>
    private static string Told(double figure) =>
        figure >= 100 ? Math.Round(figure).ToString("#,0", CultureInfo.InvariantCulture) : figure.ToString("G3", CultureInfo.InvariantCulture);
}
