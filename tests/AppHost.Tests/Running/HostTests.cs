using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ops.TestSupport;
using Xunit;

namespace Ops.AppHost.Tests.Running;

/// <summary>The whole system under Aspire, without a container engine, as a developer starts, interrupts and kills it.</summary>
public sealed class HostTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_comes_up_is_there_once_heals_its_servers_and_leaves_nothing_after_a_kill_and_after_Ctrl_C()
    {
        using (var host = HostProcess.Start(_folder.Path))
        {
            await host.SaysAsync("Ops is up.");
            Assert.Contains($"{host.Gateway.GetLeftPart(UriPartial.Authority)}/docs", host.Output, StringComparison.Ordinal);
            Assert.Contains("/login?t=", host.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("warn:", host.Output, StringComparison.Ordinal);

            using (var second = HostProcess.Start(_folder.Path))
            {
                Assert.Equal(1, await second.ExitedAsync());
                Assert.Contains($"It runs already on {_folder.Path}", second.Output, StringComparison.Ordinal);
            }

            // A database and a broker that die are started again, and the log says so.
            foreach (var (server, program) in new[] { ("PostgreSQL", "postgres"), ("RabbitMQ", "beam.smp") })
            {
                foreach (var pid in _folder.Processes().Where(pid => NameOf(pid) == program && NameOf(ParentOf(pid)) != program))
                    Kill(pid);
                await host.UntilAsync(() => Log().Contains($"{server} ended with 137 by itself; it is started again", StringComparison.Ordinal), $"{server} to be started again");
                await host.HealthyAsync();
            }

            host.Kill();
            await host.ExitedAsync();
            await host.UntilAsync(() => _folder.Processes().Count == 0, "the orchestrator to end what the killed host left");
        }

        using var next = HostProcess.Start(_folder.Path);
        await next.SaysAsync("Ops is up.");
        next.Interrupt();
        Assert.Equal(0, await next.ExitedAsync());
        // A server's own helpers end by themselves, a moment after the server.
        await next.UntilAsync(() => _folder.Processes().Count == 0, "the last of them to end");
        Assert.Contains("database system is shut down", Log(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var host = HostProcess.Start(_folder.Path, port);
        Assert.Equal(1, await host.ExitedAsync());
        Assert.Contains($"Port {port} is taken", host.Output, StringComparison.Ordinal);
        Assert.Empty(_folder.Processes());
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_used_is_named()
    {
        var file = _folder["a-file"];
        await File.WriteAllTextAsync(file, "Not a folder.");
        using (var host = HostProcess.Start(file))
        {
            Assert.Equal(1, await host.ExitedAsync());
            Assert.Contains($"The data folder {file} cannot be used", host.Output, StringComparison.Ordinal);
        }

        // /proc takes no file of ours, whoever we are.
        using var readOnly = HostProcess.Start("/proc/ops");
        Assert.Equal(1, await readOnly.ExitedAsync());
        Assert.Contains("The data folder /proc/ops cannot be used", readOnly.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_told()
    {
        // /dev/full is a disk without room: the claim is written through to it.
        File.CreateSymbolicLink(_folder["host"], "/dev/full");
        using var host = HostProcess.Start(_folder.Path);
        Assert.Equal(1, await host.ExitedAsync());
        Assert.Contains("cannot be used", host.Output, StringComparison.Ordinal);
        Assert.Contains("space", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_is_there_and_does_not_answer_is_given_thirty_seconds_and_then_done_without()
    {
        foreach (var (engine, does) in new[] { ("docker", "exec sleep 600"), ("podman", "exit 1") })
        {
            await File.WriteAllTextAsync(_folder[engine], $"#!/bin/sh\n{does}\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(_folder[engine], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo(Repository.PathOf("AppHost/Servers/engine.sh")) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OPS_ENGINE"] = "";
        start.Environment["PATH"] = $"{_folder.Path}:/usr/bin:/bin";
        using var script = Process.Start(start)!;
        var said = await script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", (await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim());
        Assert.Contains("docker is here and has not answered for 30 s: PostgreSQL and RabbitMQ run as processes.", said, StringComparison.Ordinal);
    }

    private static void Kill(int pid)
    {
        using var kill = Process.Start("kill", ["-KILL", $"{pid}"]);
        kill.WaitForExit();
    }

    private static string NameOf(int pid) => Read(pid, "comm").Trim();

    private static int ParentOf(int pid) => Read(pid, "stat") is { Length: > 0 } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) : 0;

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
