using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Ops.Benchmarks.Rows;

/// <summary>Calculations in this process, measured by BenchmarkDotNet: a short job a round.</summary>
internal sealed class ShortRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ops-bench-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>What was measured of each benchmark of a class, by its method's name.</summary>
    public IReadOnlyDictionary<string, BenchmarkReport> Of<T>()
    {
        var config = ManualConfig.CreateEmpty().AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance).WithArtifactsPath(_folder.FullName)
            .WithOptions(ConfigOptions.DisableLogFile)
            .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        return BenchmarkRunner.Run<T>(config).Reports.ToDictionary(
            report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name, StringComparer.Ordinal);
    }

    /// <summary>The median, in nanoseconds.</summary>
    public static double Nanoseconds(BenchmarkReport report) => report.ResultStatistics?.Median
        ?? throw new InvalidOperationException("BenchmarkDotNet measured nothing.");
}
