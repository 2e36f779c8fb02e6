using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ops.AppHost.Tests;

/// <summary>
/// Aspire's host runs on the machine's own day, also where the tests run as if it were another (<c>make
/// test-later</c>): its orchestrator asks the kernel for the time and not the library that tells another day, so that a
/// host of another day takes the orchestrator's certificate for one that has ended. One test has the host in this very
/// process, which therefore begins anew without that library.
/// </summary>
internal static partial class MachineDay
{
    private const string Library = "LD_PRELOAD";

    [ModuleInitializer]
    internal static void BeginAnewOnIt()
    {
        if (Environment.GetEnvironmentVariable(Library) is not { Length: > 0 })
            return;
        var program = File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0');
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => (string)variable.Key != Library).Select(variable => $"{variable.Key}={variable.Value}");
        _ = Replace("/proc/self/exe", [.. program, null], [.. environment, null]);
        throw new InvalidOperationException($"It could not begin anew: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>
    /// The kernel's execve: this process goes on as another program, and answers only where it could not.
    /// </summary>
    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Replace(string path, string?[] arguments, string?[] environment);
}
