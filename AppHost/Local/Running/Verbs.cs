namespace Ops.AppHost.Local;

/// <summary>
/// What can be done to an installation from another terminal: <c>down</c> stops it, <c>clean</c> stops it and removes its data, <c>backup FILE</c> writes it to a file, <c>restore FILE</c> puts it where
/// there is none.
/// </summary>
internal static class Verbs
{
    public static async Task<int> Main(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var folder = DataFolder.Of(Environment.GetEnvironmentVariable("OPS_DATA"));
        switch (args)
        {
            case ["down"]:
                await HostClaim.EndAsync(folder, Console.WriteLine);
                return 0;
            case ["clean"]:
                await HostClaim.EndAsync(folder, Console.WriteLine);
                if (!Directory.Exists(folder.Path))
                    return 0;
                // OPS_DATA may have been mistyped: only what a run of ours has made is removed.
                if (Directory.EnumerateFileSystemEntries(folder.Path).Any() && !Directory.Exists(folder.Place("postgres")) && !File.Exists(folder.Place("signing-key.pem")))
                {
                    Console.Error.WriteLine($"{folder.Path} does not look like an installation: it is left alone.");
                    return 1;
                }

                Directory.Delete(folder.Path, recursive: true);
                Console.WriteLine($"removed {folder.Path}");
                return 0;
            case ["backup", var file]:
                return await TryAsync(() => Backup.MakeAsync(folder, Path.GetFullPath(file), Console.WriteLine, CancellationToken.None));
            case ["restore", var file]:
                return await TryAsync(() => Backup.RestoreAsync(folder, Path.GetFullPath(file), Console.WriteLine, CancellationToken.None));
            default:
                Console.Error.WriteLine("What shall be done: down, clean, backup FILE or restore FILE?");
                return 2;
        }
    }

    private static async Task<int> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or UnauthorizedAccessException or Npgsql.NpgsqlException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }
}
