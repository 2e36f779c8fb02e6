using System.Runtime.CompilerServices;

namespace Ops.AppHost.Tests;

/// <summary>
/// The host runs on the machine's own day, also where the tests run as if it were another (<c>make test-later</c>):
/// Aspire's orchestrator asks the kernel for the time and not the library that tells another day, so that a host of
/// another day takes the orchestrator's certificate for one that has ended.
/// </summary>
internal static class MachineDay
{
    [ModuleInitializer]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "CA2255", Justification = "This is a program of tests, no library.")]
    internal static void ForAllThatIsStarted()
    {
        foreach (var name in (string[])["LD_PRELOAD", "FAKETIME"])
            Environment.SetEnvironmentVariable(name, null);
    }
}
