using System.Globalization;
using System.Runtime.InteropServices;

namespace Ops.AppHost.Local.Processes;

/// <summary>
/// A file that says which processes run for a folder, each with the time at which the kernel started it, so that
/// whoever comes after a killed host can end what it left and never a stranger that was given the same id.
/// </summary>
internal sealed class ProcessLedger
{
    /// <summary>One for all: two runs in one process may have a folder in turn, and neither may write over what the other has written.</summary>
    private static readonly Lock OneAtATime = new();

    private readonly string _file;
    private readonly List<Entry> _left;

    /// <param name="folder">An existing folder; the ledger is its file <c>processes</c>.</param>
    public ProcessLedger(string folder)
    {
        _file = Path.Combine(folder, "processes");
        _left = Read();
    }

    public void Add(string name, int pid, PosixSignal stopSignal)
    {
        // Gone before it could be looked at: nothing to find later.
        if (StartTime(pid) is not { } started)
            return;
        lock (OneAtATime)
            Save([.. Read(), new Entry(pid, started, stopSignal, name)]);
    }

    public void Remove(int pid)
    {
        lock (OneAtATime)
            Save([.. Read().Where(entry => entry.Pid != pid)]);
    }

    /// <summary>Ends what is recorded and still runs: the last started first, each asked, and after ten seconds made to.</summary>
    /// <param name="say">Gets a line for each.</param>
    /// <param name="cancellationToken">Gives up the waiting.</param>
    public async Task EndOrphansAsync(Action<string> say, CancellationToken cancellationToken)
    {
        foreach (var orphan in Enumerable.Reverse(_left))
        {
            if (IsAlive(orphan))
            {
                say($"ends {orphan.Name} (process {orphan.Pid}), left by a run that was killed");
                Signals.Send(orphan.Pid, orphan.StopSignal);
                for (var tries = 0; IsAlive(orphan); tries++)
                {
                    if (tries == 200)
                        Signals.Kill(orphan.Pid);
                    await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
                }
            }

            Remove(orphan.Pid);
        }
    }

    /// <summary>When the kernel started a process, in clock ticks since boot; null when there is none, or only its remains.</summary>
    public static long? StartTime(int pid)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return null;
        }

        // The program's name, in parentheses, may hold spaces; after it come the state (field 3) and the rest.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : long.Parse(fields[19], CultureInfo.InvariantCulture);
    }

    private static bool IsAlive(Entry entry) => StartTime(entry.Pid) == entry.Started;

    private static Entry? Parse(string line) => line.Split(' ', 4) is [var pid, var started, var signal, var name]
        && int.TryParse(pid, CultureInfo.InvariantCulture, out var id)
        && long.TryParse(started, CultureInfo.InvariantCulture, out var at)
        && Enum.TryParse<PosixSignal>(signal, out var stop)
            ? new Entry(id, at, stop, name)
            : null;

    private List<Entry> Read() => File.Exists(_file) ? [.. File.ReadLines(_file).Select(Parse).OfType<Entry>()] : [];

    private void Save(IReadOnlyList<Entry> entries)
    {
        // Written beside and moved, so that a kill leaves the old or the new list, never half of one.
        File.WriteAllLines(_file + ".new", entries.Select(entry => $"{entry.Pid} {entry.Started} {entry.StopSignal} {entry.Name}"));
        File.Move(_file + ".new", _file, overwrite: true);
    }

    private sealed record Entry(int Pid, long Started, PosixSignal StopSignal, string Name);
}
