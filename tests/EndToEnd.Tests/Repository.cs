namespace Ops.EndToEnd.Tests;

/// <summary>Where this checkout lies.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string PathOf(string file) => Path.Combine(Root, file);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ops.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
