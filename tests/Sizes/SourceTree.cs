using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ops.Sizes;

/// <summary>The files of a checkout: of this one or of another, with or without its history.</summary>
internal sealed class SourceTree
{
    private static readonly string[] NotOurs = [".git", "bin", "obj", "TestResults", "node_modules"];
    private static readonly string[] Generated =
        ["docs/permissions.md", "docs/rules.md", "docs/rulebook.md", "docs/unit-states.md"];

    private readonly string _root;
    private readonly Dictionary<string, CompilationUnitSyntax> _parsed = new(StringComparer.Ordinal);

    public SourceTree(string root)
    {
        _root = Path.GetFullPath(root);
        Files = [.. In(_root).Select(file => Path.GetRelativePath(_root, file)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Relative to the root.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The services' folders: <c>services/SalesControl/Service</c>.</summary>
    public IEnumerable<string> Services => Files.Select(file => file.Split('/'))
        .Where(parts => parts is ["services", _, "Service", ..]).Select(parts => string.Join('/', parts[..3])).Distinct();

    /// <summary>The files of a language that somebody wrote, in a folder.</summary>
    public IEnumerable<string> Written(string folder, string ending) => Files.Where(file =>
        file.StartsWith(folder, StringComparison.Ordinal) && file.EndsWith(ending, StringComparison.Ordinal)
        && !IsGenerated(file));

    public static bool IsGenerated(string file) =>
        file.Contains("/Migrations/", StringComparison.Ordinal) || Generated.Contains(file);

    public string[] Lines(string file) => File.ReadAllLines(Path.Combine(_root, file));

    public CompilationUnitSyntax Parse(string file)
    {
        if (!_parsed.TryGetValue(file, out var unit))
        {
            unit = CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(_root, file))).GetCompilationUnitRoot();
            _parsed.Add(file, unit);
        }

        return unit;
    }

    private static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(one => !NotOurs.Contains(Path.GetFileName(one))).SelectMany(In));
}
