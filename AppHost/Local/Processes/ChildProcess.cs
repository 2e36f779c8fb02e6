using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ops.AppHost.Local.Processes;

/// <summary>
/// A program started in a session of its own, so that a Ctrl-C in the terminal reaches the host alone and the host
/// stops the rest in order; written into the ledger before anything else, so that it can be found if the host is killed.
/// </summary>
internal sealed partial class ChildProcess
{
    private readonly Process _process;
    private readonly ProcessLedger _ledger;
    private readonly ConcurrentQueue<string> _tail = new();

    private ChildProcess(Process process, ProcessLedger ledger, string name, PosixSignal stopSignal)
    {
        (_process, _ledger, Name, StopSignal) = (process, ledger, name, stopSignal);
        Exited = WaitAsync();
    }

    public string Name { get; }

    public int Pid => _process.Id;

    /// <summary>What asks it to stop in an orderly way.</summary>
    public PosixSignal StopSignal { get; }

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Exited { get; }

    /// <summary>The last lines it wrote.</summary>
    public string Tail => string.Join('\n', _tail);

    /// <param name="ledger">Where it is recorded.</param>
    /// <param name="name">What the ledger and error messages call it.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="environment">Variables beside the host's own.</param>
    /// <param name="stopSignal">What asks it to stop.</param>
    /// <param name="log">Gets each line that it writes.</param>
    /// <param name="workingFolder">Where it runs; the host's own folder when null.</param>
    public static ChildProcess Start(
        ProcessLedger ledger, string name, IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null,
        PosixSignal stopSignal = PosixSignal.SIGTERM, Action<string>? log = null, string? workingFolder = null)
    {
        // setsid executes the program in its own place, as .NET's child leads no process group: the id stays the program's.
        var start = new ProcessStartInfo("setsid")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingFolder ?? "",
        };
        foreach (var part in command)
            start.ArgumentList.Add(part);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[key] = value;
        var process = Process.Start(start)!;
        ledger.Add(name, process.Id, stopSignal);
        process.StandardInput.Close();
        var child = new ChildProcess(process, ledger, name, stopSignal);
        void Take(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not { } text)
                return;
            child._tail.Enqueue(text);
            while (child._tail.Count > 40)
                child._tail.TryDequeue(out _);
            log?.Invoke(text);
        }

        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It did not end with 0; the message is what it wrote.</exception>
    public static async Task RunAsync(
        ProcessLedger ledger, string name, IReadOnlyList<string> command, string? workingFolder = null,
        CancellationToken cancellationToken = default)
    {
        var child = Start(ledger, name, command, workingFolder: workingFolder);
        try
        {
            if (await child.Exited.WaitAsync(cancellationToken) is var code and not 0)
                throw new InvalidOperationException($"{string.Join(' ', command)} ended with {code}:\n{child.Tail}");
        }
        finally
        {
            await child.StopAsync(TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>Asks it to stop, insists after <paramref name="patience"/>, and answers when it is gone.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (Exited.IsCompleted)
            return;
        Signals.Send(Pid, StopSignal);
        await Task.WhenAny(Exited, Task.Delay(patience));
        if (!Exited.IsCompleted)
            Signals.Kill(Pid);
        await Exited;
    }

    private async Task<int> WaitAsync()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) => gone.TrySetResult();
        if (!_process.HasExited)
            await gone.Task;
        // Its last lines, unless a child of its own still holds the pipe.
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(2)));
        var code = _process.ExitCode;
        _ledger.Remove(Pid);
        return code;
    }
}
