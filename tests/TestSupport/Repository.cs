namespace Ops.TestSupport;

/// <summary>Where this checkout lies.</summary>
public static class Repository
{
    private static readonly string Root = FindRoot();

    /// <summary>The path of a file or folder of the repository.</summary>
    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>
    /// The path of a program of the repository, as built together with this one: <c>Debug</c> or <c>Release</c>.
    /// </summary>
    /// <param name="folder">Its project's folder.</param>
    /// <param name="name">Its assembly.</param>
    public static string ProgramOf(string folder, string name) =>
        PathOf($"{folder}/bin/{new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}/net10.0/{name}.dll");

    /// <summary>The sources below a folder of the repository, by how their names end.</summary>
    public static IEnumerable<string> Files(string folder, string ending) =>
        Directory.EnumerateFiles(PathOf(folder), $"*{ending}", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Ops.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
