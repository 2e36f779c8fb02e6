using System.Globalization;
using Ops.AppHost.Local;
using Ops.AppHost.Local.Processes;
using Xunit;

namespace Ops.AppHost.Tests.Running;

/// <summary>The whole of a small system, under a real host process, with real servers.</summary>
public sealed class WholeSystemTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_starts_in_the_order_of_its_waits_restarts_what_dies_and_leaves_nothing_after_Ctrl_C()
    {
        using var host = HostProcess.Start(_folder);
        await host.SaysAsync("Ready: ");

        // The order: what ended first, and what was there when the later ones came.
        var edge = await host.EnvironmentAsync();
        var service = new Uri(edge["services__service__http__0"]);
        Assert.Equal(service, new Uri(edge["SERVICE_HTTP"]));
        Assert.Contains("migrator  | ends with 0", host.Output, StringComparison.Ordinal);
        var given = await host.EnvironmentAsync(service);
        Assert.StartsWith("amqp://guest:", given["ConnectionStrings__messaging"], StringComparison.Ordinal);
        using var http = new HttpClient();
        Assert.Equal("db", await http.GetStringAsync(new Uri(service, "/database")));

        // One that dies.
        var before = PidOf("service");
        Signals.Kill(before);
        await host.SaysAsync("service ended with 137; it is started again in 1 s");
        await UntilAsync(() => Task.FromResult(TryPidOf("service") is { } pid && pid != before));
        await UntilAsync(async () => await AnswersAsync(http, new Uri(service, "/health")));

        // A second host on the same folder.
        using (var second = HostProcess.Start(_folder))
        {
            Assert.Equal(1, await second.ExitedAsync());
            Assert.Contains($"It runs already, as process {host.Pid}", second.Output, StringComparison.Ordinal);
        }

        host.Interrupt();
        Assert.Equal(0, await host.ExitedAsync());
        await NothingRunsAsync();
        Assert.EndsWith("all is stopped", host.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_host_left_is_ended_by_the_next_start_and_by_down()
    {
        int[] left;
        using (var killed = HostProcess.Start(_folder))
        {
            await killed.SaysAsync("Ready: ");
            killed.Kill();
            await killed.ExitedAsync();
            left = [PidOf("service"), PidOf("edge"), PidOf("postgres", "postgres"), PidOf("rabbitmq", "messaging"), PidOf("epmd", "messaging")];
            Assert.All(left, pid => Assert.NotNull(ProcessLedger.StartTime(pid)));
        }

        using (var next = HostProcess.Start(_folder))
        {
            await next.SaysAsync("left by a run that was killed", times: 5);
            await next.SaysAsync("Ready: ");
            Assert.All(left, pid => Assert.Null(ProcessLedger.StartTime(pid)));
            next.Kill();
            await next.ExitedAsync();
        }

        Assert.NotEmpty(_folder.Processes());
        var said = new List<string>();
        await HostClaim.EndAsync(DataFolder.Of(_folder.Path), said.Add);
        await NothingRunsAsync();
        Assert.Equal(5, said.Count(line => line.Contains("left by a run that was killed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_migrator_that_fails_ends_the_run_and_says_so()
    {
        using var host = HostProcess.Start(_folder, "--MigratorEndsWith=3");
        Assert.Equal(1, await host.ExitedAsync());
        Assert.Contains("migrator ended with 3", host.Output, StringComparison.Ordinal);
        await NothingRunsAsync();
    }

    /// <summary>A server's own helpers end by themselves, a moment after the server.</summary>
    private Task NothingRunsAsync() => UntilAsync(() => Task.FromResult(_folder.Processes().Count == 0));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(50, patience.Token);
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri address)
    {
        try
        {
            using var answer = await http.GetAsync(address);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private int PidOf(string name, string folder = ".") => TryPidOf(name, folder) ?? throw new InvalidOperationException($"{name} is not in the ledger.");

    private int? TryPidOf(string name, string folder = ".") => File.ReadAllLines(_folder[Path.Combine(folder, "processes")])
        .Select(line => line.Split(' ', 4))
        .Where(entry => entry[3] == name)
        .Select(entry => (int?)int.Parse(entry[0], CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
