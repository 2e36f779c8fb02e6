using System.Globalization;
using System.Runtime.InteropServices;
using Ops.AppHost.Local.Processes;

namespace Ops.AppHost.Local;

/// <summary>A data folder has one host: the process that its file <c>host</c> names, with the time at which the kernel started it.</summary>
internal sealed class HostClaim : IDisposable
{
    private readonly string _file;

    private HostClaim(string file) => _file = file;

    /// <summary>Claims a folder for this process.</summary>
    /// <exception cref="InvalidOperationException">Another host runs on it.</exception>
    public static HostClaim Take(DataFolder folder)
    {
        if (Holder(folder) is { } pid)
            throw new InvalidOperationException($"It runs already, as process {pid}, on {folder.Path}: make down stops it.");
        var claim = new HostClaim(folder.Place("host"));
        File.WriteAllText(claim._file, $"{Environment.ProcessId} {ProcessLedger.StartTime(Environment.ProcessId)}");
        return claim;
    }

    /// <summary>The process that runs on a folder; null when none does.</summary>
    public static int? Holder(DataFolder folder)
    {
        var file = folder.Place("host");
        return File.Exists(file)
            && File.ReadAllText(file).Split(' ') is [var pid, var started]
            && int.TryParse(pid, CultureInfo.InvariantCulture, out var id)
            && $"{ProcessLedger.StartTime(id)}" == started
                ? id
                : null;
    }

    /// <summary>Tells the host of a folder to stop, waits until it is gone, and ends whatever a killed one left.</summary>
    public static async Task EndAsync(DataFolder folder, Action<string> say)
    {
        if (Holder(folder) is { } pid)
        {
            say($"stops process {pid} and all that it started");
            Signals.Send(pid, PosixSignal.SIGTERM);
            while (Holder(folder) == pid)
                await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
        else
        {
            say($"nothing runs on {folder.Path}");
        }

        // Those of the services first, then those of the servers, whose ledgers lie in their own folders.
        if (Directory.Exists(folder.Path))
        {
            foreach (var ledger in Directory.EnumerateFiles(folder.Path, "processes", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }).OrderBy(file => file.Length))
                await new ProcessLedger(Path.GetDirectoryName(ledger)!).EndOrphansAsync(say, CancellationToken.None);
        }
    }

    public void Dispose() => File.Delete(_file);
}
