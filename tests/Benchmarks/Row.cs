namespace Ops.Benchmarks;

/// <summary>
/// One thing that is measured: what it needs is started once, then every round measures ours and the baseline one after
/// the other.
/// </summary>
internal interface IRow : IAsyncDisposable
{
    /// <summary>What <c>ONLY=</c> calls it.</summary>
    string Name { get; }

    /// <summary>Its lines of the table.</summary>
    IReadOnlyList<Line> Lines { get; }

    /// <summary>How many rounds tell enough of it: fewer than are asked for where a round is long.</summary>
    int MostRounds => int.MaxValue;

    /// <summary>Starts what is measured, makes its data, and warms both sides up.</summary>
    Task StartAsync(Bench bench);

    /// <summary>Measures one round.</summary>
    /// <exception cref="WrongOutcomeException">What was measured did not do what it is for.</exception>
    Task RoundAsync();
}

/// <summary>One line of the table, filled round by round.</summary>
/// <param name="what">What is measured.</param>
/// <param name="unit">Of ours and of the baseline.</param>
/// <param name="goal">The goal in words.</param>
/// <param name="met">
/// Whether it is met by the medians of the rounds: ours, and the ratio of ours to the baseline.
/// </param>
internal sealed class Line(string what, string unit, string goal, Func<double, double, bool>? met)
{
    private readonly List<double> _ours = [], _baseline = [];

    public void Add(double ours, double? baseline = null)
    {
        _ours.Add(ours);
        if (baseline is { } raw)
            _baseline.Add(raw);
    }

    /// <summary>
    /// The line's cells. The ratio is the median of the rounds' own ratios: what slows a machine down slows both sides
    /// of a round.
    /// </summary>
    public string[] Cells()
    {
        if (_ours.Count == 0)
            return [what, "not measured", "", "", goal, ""];

        var ratios = _ours.Zip(_baseline, (ours, baseline) => ours / baseline).ToList();
        return
        [
            what, Numbers.Spread(_ours, unit), _baseline.Count == 0 ? "" : Numbers.Spread(_baseline, unit),
            ratios.Count == 0 ? "" : Numbers.Spread(ratios, ""), goal,
            met is null ? "" : met(
                Numbers.Median(_ours), ratios.Count == 0 ? 0 : Numbers.Median(ratios)) ? "yes" : "**no**"];
    }
}

/// <summary>What was measured did not do what it is for: no figure of it counts.</summary>
internal sealed class WrongOutcomeException(string message) : Exception(message);
