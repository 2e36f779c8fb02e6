using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ops.TestSupport.Servers;

/// <summary>
/// One of the app host's server scripts, run by a test: the same server as under <c>make run</c>, with its end in the
/// test's hands.
/// </summary>
internal sealed class ServerScript
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _tail = new();

    private ServerScript(Process process) => _process = process;

    /// <summary>Whether it has ended, for whatever reason.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that it wrote.</summary>
    public string Tail => string.Join('\n', _tail);

    /// <summary>Starts a script of <c>AppHost/Servers</c>.</summary>
    public static ServerScript Start(
        string script, string folder, string password, IReadOnlyDictionary<string, int> ports,
        params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Repository.PathOf($"AppHost/Servers/{script}"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["OPS_SERVER_FOLDER"] = folder;
        start.Environment["OPS_SERVER_PASSWORD"] = password;
        foreach (var (variable, port) in ports)
            start.Environment[variable] = port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var server = new ServerScript(Process.Start(start)!);
        server._process.OutputDataReceived += server.Take;
        server._process.ErrorDataReceived += server.Take;
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Waits until it answers.</summary>
    /// <exception cref="InvalidOperationException">
    /// It ended, or its server did; the message is what they wrote.
    /// </exception>
    public Task ReadyAsync(Func<Task<bool>> answers) => Wait.UntilAsync(
        async () =>
        {
            if (await answers())
                return true;
            if (!HasExited && !Tail.Contains("by itself; it is started again", StringComparison.Ordinal))
                return false;
            await StopAsync();
            throw new InvalidOperationException($"The server did not start:\n{Tail}");
        },
        "an answer of the server");

    /// <summary>Asks it to stop in an orderly way, and answers when it is gone. Twice is once.</summary>
    public async Task StopAsync()
    {
        if (!HasExited)
        {
            using var asked = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await asked.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
    }

    private void Take(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        _tail.Enqueue(line.Data);
        while (_tail.Count > 60)
            _tail.TryDequeue(out _);
    }
}
