using System.Diagnostics;
using System.Text;

namespace Ops.TestSupport;

/// <summary>A replica in a process of its own, for a test that kills it.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private readonly Process _process;
    private readonly StringBuilder _output;

    private ServiceProcess(Process process, StringBuilder output, Uri address) =>
        (_process, _output, Address) = (process, output, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The processor time that it has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The memory that it holds.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The most memory that it has held so far.</summary>
    public long MostResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    /// <summary>What it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="assembly">The program's path.</param>
    /// <param name="arguments">Its settings.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened.</exception>
    public static async Task<ServiceProcess> StartAsync(string assembly, params IEnumerable<string> arguments)
    {
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new StringBuilder();
        var process = Launch(assembly, [
            .. arguments, "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
            "--urls=http://127.0.0.1:0"], output, line =>
        {
            if (line?.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                address.TrySetResult(new Uri(line[(at + Listening.Length)..].Trim()));
            else if (line is null)
                address.TrySetException(new InvalidOperationException("The replica ended before it listened."));
        });
        return new(process, output, await address.Task.WaitAsync(Wait.Patience));
    }

    /// <summary>Runs a program to its end, as a migrator is; answers what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It ended with anything but 0.</exception>
    public static async Task<string> RunAsync(string assembly, params IEnumerable<string> arguments)
    {
        var output = new StringBuilder();
        using var process = Launch(assembly, arguments, output, _ => { });
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"It ended with {process.ExitCode}:\n{output}");
        return output.ToString();
    }

    /// <summary>SIGKILL: nothing is tidied up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static Process Launch(
        string assembly, IEnumerable<string> arguments, StringBuilder output, Action<string?> told)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments.Prepend(assembly))
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.OutputDataReceived += (_, line) =>
        {
            Keep(line.Data);
            told(line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Keep(string? line)
        {
            lock (output)
                output.AppendLine(line);
        }
    }
}
