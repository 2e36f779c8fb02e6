using BenchmarkDotNet.Attributes;
using Ops.Platform.PersonalData;
using Ops.Platform.Texts;

namespace Ops.Benchmarks.Rows;

/// <summary>Looking at what every form holds: a phone number, a document's number, a name.</summary>
internal sealed class Checks : IRow
{
    private readonly ShortRun _run = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal)
    {
        [nameof(CheckingForms.MobileNumber)] = Of("checking a mobile number"),
        [nameof(CheckingForms.LandlineWithExtension)] = Of("… a landline's with an extension"),
        [nameof(CheckingForms.NumberThatIsNone)] = Of("… one that is none"),
        [nameof(CheckingForms.IdentityNumber)] = Of("checking an identity number"),
        [nameof(CheckingForms.Name)] = Of("checking a name"),
    };

    public string Name => "checks";

    public IReadOnlyList<Line> Lines => [.. _lines.Values];

    public Task StartAsync(Bench bench) => Task.CompletedTask;

    public Task RoundAsync()
    {
        foreach (var (method, report) in _run.Of<CheckingForms>())
            _lines[method].Add(ShortRun.Nanoseconds(report) / 1000);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _run.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Line Of(string what) => new(what, "µs", "≤ 20 µs", (ours, _) => ours <= 20);
}

/// <summary>What BenchmarkDotNet runs.</summary>
public class CheckingForms
{
    [Benchmark]
    public string? MobileNumber() => Phone.Read("138 0000 0001");

    [Benchmark]
    public string? LandlineWithExtension() => Phone.Read("0755-82345678转801");

    [Benchmark]
    public string? NumberThatIsNone() => Phone.Read("1380000000");

    [Benchmark]
    public string? IdentityNumber() => IdNumber.Read("11010519491231002X");

    [Benchmark]
    public bool Name() => Visible.IsOneLine("阿卜杜拉·买买提");
}
