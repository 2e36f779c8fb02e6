using System.Diagnostics;

namespace Ops.Architecture.Tests;

/// <summary>The sources as they lie in the working copy.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The files that are kept under version control or are about to be, relative to the root.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static IEnumerable<string> With(string extension) =>
        Files.Where(file => file.EndsWith(extension, StringComparison.Ordinal));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Ops.sln")))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException($"There is no Ops.sln above {AppContext.BaseDirectory}.");
    }

    private static List<string> ListFiles()
    {
        var start = new ProcessStartInfo("git", ["ls-files", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var git = Process.Start(start)!;
        var listed = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ?
            [
                .. listed
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Where(file => File.Exists(Path.Combine(Root, file)))
                    .Order(StringComparer.Ordinal),
            ]
            : throw new InvalidOperationException("git cannot list the files.");
    }
}
