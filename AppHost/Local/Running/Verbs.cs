namespace Ops.AppHost.Local;

/// <summary>What can be done to an installation from another terminal: <c>down</c> stops it, <c>clean</c> stops it and removes its data.</summary>
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
            default:
                Console.Error.WriteLine("What shall be done: down or clean?");
                return 2;
        }
    }
}
