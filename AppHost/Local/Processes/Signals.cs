using System.Runtime.InteropServices;

namespace Ops.AppHost.Local.Processes;

/// <summary>Signals to other processes.</summary>
internal static partial class Signals
{
    private const int SigInt = 2, SigKill = 9, SigTerm = 15;

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static void Send(int pid, PosixSignal signal) => _ = kill(pid, signal switch
    {
        PosixSignal.SIGINT => SigInt,
        PosixSignal.SIGTERM => SigTerm,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Only what asks a process to stop."),
    });

    /// <summary>Ends a process at once.</summary>
    public static void Kill(int pid) => _ = kill(pid, SigKill);

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int kill(int pid, int signal);
}
