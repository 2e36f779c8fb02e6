using System.Diagnostics;
using Ops.TestSupport;
using Xunit;

namespace Ops.EndToEnd.Tests;

/// <summary>The story that <c>make demo</c> plays: the whole system as processes, through the gateway alone.</summary>
public sealed class DemoTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_story_is_played_from_the_first_step_to_the_last_and_leaves_nothing_behind()
    {
        var log = Path.GetTempFileName();
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])[Repository.ProgramOf("AppHost/Demo", "Ops.Demo"), "play", log])
            start.ArgumentList.Add(argument);
        // The demo is an Aspire host, which runs on the machine's own day (Ops.AppHost.Tests' MachineDay says why).
        start.Environment.Remove("LD_PRELOAD");
        using var demo = Process.Start(start)!;
        var errors = demo.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var told = await demo.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await demo.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (demo.ExitCode != 0)
        {
            output.WriteLine(told);
            output.WriteLine(await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));
        }

        Assert.True(demo.ExitCode == 0, await errors);
        var checks = told.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith('✓')).ToList();
        // What the rules demand, in the words of the story; that each step was as it must be, the story itself sees.
        Assert.Contains("✓ 201, state waiting", checks);
        Assert.Contains("✓ 201, rule RES-4", checks);
        Assert.Contains("✓ 422, rule RES-1", checks);
        Assert.Contains("✓ the changed row is found and named", checks);
        Assert.Contains("✓ the deadline's trace links to it", checks);
        Assert.EndsWith(
            "The story was played to its end; the instance is dropped.", told.Trim(), StringComparison.Ordinal);
        Assert.Contains(
            checks, check => check.EndsWith("hold no name and no number of a customer", StringComparison.Ordinal));
        // What the processes wrote themselves: no phone number, name or ID number either.
        var written = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
        Assert.NotEmpty(written);
        Assert.All(
            ["Customer of", "Customer without", "1380000000", "139000000", "11010519491231002"],
            word => Assert.DoesNotContain(word, written, StringComparison.Ordinal));
        File.Delete(log);
    }
}
