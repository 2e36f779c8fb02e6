using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NodaTime;
using Ops.Platform.WorkingTime;

namespace Ops.Benchmarks.Rows;

/// <summary>Five working days on, through the National Day holiday and its make-up Saturday; beside a loop over a set of the dates off.</summary>
internal sealed class WorkingDays : IRow
{
    public string Name => "calendar";

    public Task<IReadOnlyList<Line>> RunAsync(Bench bench)
    {
        var config = new ManualConfig()
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance).WithIterationCount(bench.Rounds))
            .AddDiagnoser(MemoryDiagnoser.Default).AddColumnProvider(DefaultColumnProviders.Instance).AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Directory.CreateTempSubdirectory("ops-bench-").FullName).WithOptions(ConfigOptions.DisableOptimizationsValidator);
        var summary = BenchmarkRunner.Run<AddingWorkingDays>(config);
        Directory.Delete(config.ArtifactsPath, recursive: true);
        double[] Nanoseconds(string method) =>
            [.. summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method).AllMeasurements
                .Where(measured => measured is { IterationMode: BenchmarkDotNet.Engines.IterationMode.Workload, IterationStage: BenchmarkDotNet.Engines.IterationStage.Result })
                .Select(measured => measured.Nanoseconds / measured.Operations)];
        var allocated = summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == nameof(AddingWorkingDays.Ours))
            .GcStats.GetBytesAllocatedPerOperation(summary.BenchmarksCases[0]) ?? -1;
        return Task.FromResult<IReadOnlyList<Line>>(
        [
            new("`WorkingCalendar.Add(5 working days)`", "ns", Nanoseconds(nameof(AddingWorkingDays.Ours)), Nanoseconds(nameof(AddingWorkingDays.Baseline)), "≤ 200 ns", (ours, _) => ours <= 200),
            new("its allocation", "bytes", [allocated], [], "0", (ours, _) => ours == 0),
        ]);
    }
}

/// <summary>The two, as BenchmarkDotNet takes them.</summary>
public class AddingWorkingDays
{
    private static readonly LocalDate Signed = new(2026, 9, 29);
    private readonly HashSet<LocalDate> _off = [.. WorkingCalendar.BuiltIn.Years.Values.SelectMany(year => year.Holidays.Select(holiday => holiday.Date))];
    private readonly HashSet<LocalDate> _made = [.. WorkingCalendar.BuiltIn.Years.Values.SelectMany(year => year.WorkingDays)];

    [Benchmark]
    public WorkingDate Ours() => WorkingCalendar.BuiltIn.Add(Signed, 5);

    [Benchmark(Baseline = true)]
    public LocalDate Baseline()
    {
        var date = Signed;
        for (var left = 5; left > 0;)
        {
            date = date.PlusDays(1);
            if (_made.Contains(date) || (date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && !_off.Contains(date)))
                left--;
        }

        return date;
    }
}
