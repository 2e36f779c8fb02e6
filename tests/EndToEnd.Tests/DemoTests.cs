using System.Diagnostics;
using System.Text.Json;
using Ops.TestSupport;
using Xunit;

namespace Ops.EndToEnd.Tests;

/// <summary>The story that <c>make demo</c> plays: the whole system as processes, through the gateway alone.</summary>
public sealed class DemoTests(ITestOutputHelper output)
{
    [Fact]
    [Case("demo-on-a-loaded-machine")]
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
        // Whoever sets nothing is told it in Chinese. Ops.Architecture.Tests see that English has every sentence too.
        start.Environment.Remove("LANG");
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
        Assert.Contains("✓ 201，state 为 waiting", checks);
        Assert.Contains("✓ 201，rule 为 RES-4", checks);
        Assert.Contains("✓ 422，rule 为 RES-1", checks);
        Assert.Contains("✓ 改动的记录已被查出", checks);
        Assert.Contains("✓ 到期触发的链路与其关联", checks);
        Assert.EndsWith("演示全部完成，演示系统已清除。", told.Trim(), StringComparison.Ordinal);
        // The services answer in the story's language.
        Assert.Contains("\"detail\": \"未缴纳预约金不得预留，请填写预约金收据编号。\"", told, StringComparison.Ordinal);
        Assert.Contains(checks, check => check.EndsWith("没有客户的姓名和号码", StringComparison.Ordinal));
        // What the processes wrote themselves: no phone number, name or ID number either.
        var written = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
        Assert.NotEmpty(written);
        Assert.Contains("演示客户", told, StringComparison.Ordinal);
        var escaped = JsonEncodedText.Encode("演示客户").Value;
        Assert.All(
            ["演示客户", escaped, "1380000000", "139000000", "11010519491231002"],
            word => Assert.DoesNotContain(word, written, StringComparison.OrdinalIgnoreCase));
        File.Delete(log);
    }
}
