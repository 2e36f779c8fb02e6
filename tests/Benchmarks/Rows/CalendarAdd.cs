using BenchmarkDotNet.Attributes;
using NodaTime;
using Ops.Platform.WorkingTime;

namespace Ops.Benchmarks.Rows;

/// <summary>Counting five working days, by BenchmarkDotNet: a short job a round, in this process.</summary>
internal sealed class CalendarAdd : IRow
{
    private readonly Line
        _time = new("WorkingCalendar.Add(5 working days)", "ns", "≤ 200 ns", (ours, _) => ours <= 200),
        _memory = new("… allocated", "B", "none", (ours, _) => ours == 0);

    private readonly ShortRun _run = new();

    public string Name => "calendar";

    public IReadOnlyList<Line> Lines => [_time, _memory];

    public Task StartAsync(Bench bench) => Task.CompletedTask;

    public Task RoundAsync()
    {
        var report = _run.Of<CountingWorkingDays>().Values.Single();
        _time.Add(ShortRun.Nanoseconds(report));
        _memory.Add(report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _run.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>
/// What BenchmarkDotNet runs: from the Wednesday before a week of holidays, with a make-up day behind them.
/// </summary>
public class CountingWorkingDays
{
    private readonly WorkingCalendar _calendar = WorkingCalendar.BuiltIn;
    private readonly LocalDate _date = new(2026, 9, 30);

    [Benchmark]
    public WorkingDate Add() => _calendar.Add(_date, 5);
}
