using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ops.TestSupport;
using Ops.Tokens;
using Xunit;

namespace Ops.AppHost.Tests.Running;

/// <summary>The whole system under Aspire, without an engine, as a developer starts, interrupts and kills it.</summary>
public sealed class HostTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Case("readme-tour")]
    [Case("readme-tour", Generated = true)]
    public async Task It_comes_up_is_there_once_heals_its_servers_shows_the_tour_and_leaves_nothing_after_its_end()
    {
        using (var host = HostProcess.Start(_folder.Path))
        {
            await host.SaysAsync("Ops 已启动。");
            Assert.Contains($"{host.Gateway}docs", host.Output, StringComparison.Ordinal);
            Assert.Contains("/login?t=", host.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("warn:", host.Output, StringComparison.Ordinal);

            using (var second = HostProcess.Start(_folder.Path))
            {
                Assert.Equal(1, await second.ExitedAsync());
                Assert.Contains($"{_folder.Path} 上的系统已在运行", second.Output, StringComparison.Ordinal);
            }

            // A database and a broker that die are started again, and the log says so.
            foreach (var (server, program) in new[] { ("PostgreSQL", "postgres"), ("RabbitMQ", "beam.smp") })
            {
                var alike = _folder.Processes().Where(pid => NameOf(pid) == program);
                foreach (var pid in alike.Where(pid => NameOf(ParentOf(pid)) != program))
                    Kill(pid);
                var told = $"{server} ended with 137 by itself; it is started again";
                await host.UntilAsync(() => Log().Contains(told, StringComparison.Ordinal), told);
                await host.HealthyAsync();
            }

            host.Kill();
            await host.ExitedAsync();
            await host.UntilAsync(() => _folder.Processes().Count == 0, "the end of what the killed host left");
        }

        using var next = HostProcess.Start(_folder.Path, language: "en");
        await next.SaysAsync("Ops is up.");
        await Tour.FollowAsync(_folder.Path, next.Gateway);
        next.Interrupt();
        Assert.Equal(0, await next.ExitedAsync());
        // A server's own helpers end by themselves, a moment after the server.
        await next.UntilAsync(() => _folder.Processes().Count == 0, "the end of the last of them");
        Assert.Equal("shut down", await DatabaseStateAsync());
    }

    [Fact]
    public async Task Ctrl_C_while_it_starts_ends_what_is_up_already_without_a_word()
    {
        using var host = HostProcess.Start(_folder.Path);
        await host.UntilAsync(() => _folder.Processes().Any(pid => NameOf(pid) == "postgres"), "a server");
        host.Interrupt();
        Assert.Equal(0, await host.ExitedAsync());
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
        await host.UntilAsync(() => _folder.Processes().Count == 0, "the end of the last of them");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var host = HostProcess.Start(_folder.Path, $"{port}", language: "en");
        Assert.Equal(1, await host.ExitedAsync());
        Assert.Contains($"Port {port} is taken", host.Output, StringComparison.Ordinal);
        Assert.Empty(_folder.Processes());
    }

    [Fact]
    public async Task Make_run_without_a_port_is_on_5080_and_what_is_no_port_is_refused()
    {
        // What this machine may run there already is as good as this listener.
        using var listener = new TcpListener(IPAddress.Loopback, 5080);
        if (Ports.IsFree(5080))
            listener.Start();
        // make passes on an empty setting where no PORT was given.
        using (var host = HostProcess.Start(_folder.Path, port: "", language: "en"))
        {
            Assert.Equal(1, await host.ExitedAsync());
            Assert.Contains("Port 5080 is taken", host.Output, StringComparison.Ordinal);
        }

        foreach (var port in (string[])["0", "65536", "-1", "http"])
        {
            using var host = HostProcess.Start(_folder.Path, port, language: "en");
            Assert.Equal(1, await host.ExitedAsync());
            Assert.Contains($"Gateway:Port is \"{port}\"", host.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_used_is_named()
    {
        var file = _folder["a-file"];
        await File.WriteAllTextAsync(file, "Not a folder.");
        using (var host = HostProcess.Start(file, language: "en"))
        {
            Assert.Equal(1, await host.ExitedAsync());
            Assert.Contains($"The data folder {file} cannot be used", host.Output, StringComparison.Ordinal);
        }

        // /proc takes no file of ours, whoever we are.
        using var readOnly = HostProcess.Start("/proc/ops", language: "en");
        Assert.Equal(1, await readOnly.ExitedAsync());
        Assert.Contains("The data folder /proc/ops cannot be used", readOnly.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told()
    {
        // /dev/full is a disk without room: the claim is written through to it.
        File.CreateSymbolicLink(_folder["host"], "/dev/full");
        using var host = HostProcess.Start(_folder.Path, language: "en");
        Assert.Equal(1, await host.ExitedAsync());
        Assert.Contains("cannot be used", host.Output, StringComparison.Ordinal);
        Assert.Contains("space", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_is_there_and_does_not_answer_is_given_thirty_seconds_and_then_done_without()
    {
        _folder.AddProgram("docker", "exec sleep 600");
        _folder.AddProgram("podman", "exit 1");
        var start = new ProcessStartInfo(Repository.PathOf("AppHost/Servers/engine.sh"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OPS_ENGINE"] = "";
        start.Environment["LANG"] = "en";
        start.Environment["PATH"] = $"{_folder.Path}:/usr/bin:/bin";
        using var script = Process.Start(start)!;
        var said = await script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", (await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim());
        Assert.Contains("docker is here and has not answered for 30 s", said, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL and RabbitMQ run as processes", said, StringComparison.Ordinal);
    }

    /// <summary>As PostgreSQL has noted it in its data: only after an orderly stop is it "shut down".</summary>
    private async Task<string> DatabaseStateAsync()
    {
        var programs = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last();
        var start = new ProcessStartInfo(
            Path.Combine(programs, "bin", "pg_controldata"), ["-D", _folder["postgres/data"]])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["LC_ALL"] = "C";
        using var program = Process.Start(start)!;
        var lines = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return lines.Split('\n').Single(line => line.StartsWith("Database cluster state:", StringComparison.Ordinal))
            .Split(':')[1].Trim();
    }

    private static void Kill(int pid)
    {
        using var kill = Process.Start("kill", ["-KILL", $"{pid}"]);
        kill.WaitForExit();
    }

    private static string NameOf(int pid) => Read(pid, "comm").Trim();

    /// <summary>The second field after the program's name, which is in parentheses and may hold spaces.</summary>
    private static int ParentOf(int pid) => Read(pid, "stat") is { Length: > 0 } stat
        ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture)
        : 0;

    private static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private string Log()
    {
        using var file = new FileStream(_folder["log"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
