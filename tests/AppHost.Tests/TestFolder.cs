using Ops.TestSupport;

namespace Ops.AppHost.Tests;

/// <summary>A folder that the servers' users can reach, gone after the test.</summary>
public sealed class TestFolder : IDisposable
{
    public TestFolder()
    {
        Path = Directory.CreateTempSubdirectory("ops-test-").FullName;
        File.SetUnixFileMode(
            Path,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>
    /// Puts a program of a shell's line into it, for a test that has it found before the machine's own.
    /// </summary>
    public void AddProgram(string name, string line)
    {
        File.WriteAllText(this[name], $"#!/bin/sh\n{line}\n");
        File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The live processes that name this folder in their arguments or environment.</summary>
    public IReadOnlyList<int> Processes() => [
        .. Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(System.IO.Path.GetFileName(folder), out var pid) ? pid : 0)
        .Where(
            pid => pid > 0
                && pid != Environment.ProcessId
                && (Read(pid, "cmdline").Contains(Path, StringComparison.Ordinal)
                    || Read(pid, "environ").Contains(Path, StringComparison.Ordinal)))];

    /// <summary>The end of what the host's resources wrote, for the message of a wait that was in vain.</summary>
    public string EndOfLog() => EndOfLog(Path);

    /// <inheritdoc cref="EndOfLog()" />
    public static string EndOfLog(string data)
    {
        var log = System.IO.Path.Combine(data, "log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(25)) : "There is no log.";
    }

    public void Dispose() => Folder.Drop(Path);

    private static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
