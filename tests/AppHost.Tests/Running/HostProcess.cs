using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using Ops.AppHost.Local.Processes;

namespace Ops.AppHost.Tests.Running;

/// <summary>The test system under a host process of its own, which a test may interrupt or kill.</summary>
public sealed class HostProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private HostProcess(Process process, int port)
    {
        (_process, Edge) = (process, new Uri($"http://localhost:{port}"));
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Edge { get; }

    public int Pid => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    public static HostProcess Start(TestFolder folder, params string[] args)
    {
        var port = Ports.Free();
        // Whoever runs the tests in the background has Ctrl-C ignored, and every process below it would ignore it too.
        string[] heeds = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT"] : [];
        string[] command = [.. heeds, "dotnet", new Projects.Ops_TestHost().TargetPath, $"--Edge:Port={port}", "--Viewer:Port=0", .. args];
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        start.Environment["OPS_DATA"] = folder.Path;
        return new HostProcess(Process.Start(start)!, port);
    }

    /// <summary>Waits until a line that holds this has been written.</summary>
    public async Task SaysAsync(string text, int times = 1)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (Output.Split(text).Length <= times)
        {
            if (_process.HasExited && !Output.Contains(text, StringComparison.Ordinal))
                throw new InvalidOperationException($"The host ended with {_process.ExitCode} and did not say '{text}':\n{Output}");
            try
            {
                await Task.Delay(50, patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"The host did not say '{text}':\n{Output}", late);
            }
        }
    }

    public async Task<int> ExitedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(120));
        return _process.ExitCode;
    }

    /// <summary>What a service's process was given.</summary>
    public async Task<Dictionary<string, string>> EnvironmentAsync(Uri? service = null)
    {
        using var http = new HttpClient();
        return (await http.GetFromJsonAsync<Dictionary<string, string>>(new Uri(service ?? Edge, "/environment")))!;
    }

    public void Interrupt() => Signals.Send(Pid, System.Runtime.InteropServices.PosixSignal.SIGINT);

    public void Kill() => Signals.Kill(Pid);

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private void Take(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }
}
