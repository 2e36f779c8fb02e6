using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Ops.TestSupport;
using Ops.Tokens;

namespace Ops.AppHost.Tests.Running;

/// <summary>The app host as <c>make run</c> starts it, in a process that a test may interrupt or kill.</summary>
public sealed class HostProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _port;
    private readonly string _data;
    private readonly StringBuilder _output = new();

    private HostProcess(Process process, string port, string data)
    {
        (_process, _port, _data) = (process, port, data);
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Gateway => new($"http://localhost:{_port}");

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts it on a data folder.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="port">The gateway's port, as make run passes it on; a free one when null.</param>
    /// <param name="language">What <c>LANG</c> is; not set when null.</param>
    /// <param name="arguments">Further arguments.</param>
    public static HostProcess Start(
        string data, string? port = null, string? language = null, params IEnumerable<string> arguments)
    {
        var gateway = port ?? Ports.Free().ToString(CultureInfo.InvariantCulture);
        // Whoever runs the tests in the background has Ctrl-C ignored, and every process below it would ignore it too.
        var start = new ProcessStartInfo("env")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        var host = Repository.ProgramOf("AppHost", "Ops.AppHost");
        foreach (var argument in (string[])["--default-signal=INT", "dotnet", host, .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["OPS_DATA"] = data;
        // An engine that answers here may have no image of the servers, and none to pull.
        start.Environment["OPS_ENGINE"] = "none";
        start.Environment["LANG"] = language;
        start.Environment["Gateway__Port"] = gateway;
        start.Environment["Dashboard__Port"] = Ports.Free().ToString(CultureInfo.InvariantCulture);
        return new HostProcess(Process.Start(start)!, gateway, data);
    }

    /// <summary>Waits until it has said so.</summary>
    public Task SaysAsync(string text) =>
        UntilAsync(() => Output.Contains(text, StringComparison.Ordinal), $"that the host says: {text}");

    /// <summary>Waits until its gateway says that all is well.</summary>
    public async Task HealthyAsync()
    {
        using var http = new HttpClient { BaseAddress = Gateway, Timeout = Wait.Patience };
        await UntilAsync(async () =>
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative));
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "a healthy gateway");
    }

    public void Interrupt() => Signal("INT");

    public void Kill() => Signal("KILL");

    public async Task<int> ExitedAsync()
    {
        using var patience = new CancellationTokenSource(Wait.Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Signal("TERM");
            _process.WaitForExit(Wait.Patience);
        }

        _process.Dispose();
    }

    /// <summary>Waits on a condition.</summary>
    public Task UntilAsync(Func<bool> condition, string what) => UntilAsync(() => Task.FromResult(condition()), what);

    private async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        try
        {
            await Wait.UntilAsync(condition, what);
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException(
                $"{failure.Message}. The host said:\n{Output}\nIts log ends:\n{TestFolder.EndOfLog(_data)}", failure);
        }
    }

    private void Signal(string signal)
    {
        using var sent = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        sent.WaitForExit();
    }

    private void Take(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
            _output.AppendLine(line.Data);
    }
}
