using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ops.Sizes;

/// <summary>The files of a checkout: of this one or of another, with or without its history.</summary>
internal sealed class SourceTree
{
    private static readonly string[] NotOurs = [".git", "bin", "obj", "TestResults", "node_modules"];
    private static readonly string[] Generated = ["docs/permissions.md", "docs/rules.md", "docs/unit-states.md"];

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
        .Where(parts => parts is ["services", _, "Service", ..])
        .Select(parts => string.Join('/', parts[..3])).Distinct();

    /// <summary>The files of a language that somebody wrote, in a folder.</summary>
    public IEnumerable<string> Written(string folder, string ending) => Files.Where(file =>
        file.StartsWith(folder, StringComparison.Ordinal) && file.EndsWith(ending, StringComparison.Ordinal)
        && !IsGenerated(file));

    /// <summary>What is delivered, and what starts it.</summary>
    public IEnumerable<string> Product =>
        new[] { "services/", "ServiceDefaults/", "gateway/", "AppHost/" }.SelectMany(folder => Written(folder, ".cs"));

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

    /// <summary>
    /// What the build of a service made beside its own assembly: the usings that every file has, and the assemblies
    /// that it refers to, with those of the framework.
    /// </summary>
    public (IReadOnlyList<SyntaxTree> Generated, IReadOnlyList<string> Assemblies) Built(string service)
    {
        var (objects, output) = (Path.Combine(_root, service, "obj"), Path.Combine(_root, service, "bin"));
        if (!Directory.Exists(output))
            throw new InvalidOperationException($"{output} is not there: build the tree first.");
        var generated = Directory.EnumerateFiles(objects, "*.GlobalUsings.g.cs", SearchOption.AllDirectories).Take(1);
        var own = $"Ops.{service.Split('/')[1]}.dll";
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var web = runtime.Replace("Microsoft.NETCore.App", "Microsoft.AspNetCore.App", StringComparison.Ordinal);
        var assemblies = Directory.EnumerateFiles(output, "*.dll", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != own && !path.Contains("runtimes", StringComparison.Ordinal)
                && !path.EndsWith(".resources.dll", StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(runtime, "*.dll")).Concat(Directory.EnumerateFiles(web, "*.dll"))
            .Where(IsManaged).DistinctBy(Path.GetFileName);
        return (
            [.. generated.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)))], [.. assemblies]);
    }

    private static bool IsManaged(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return file.HasMetadata;
    }

    private static IEnumerable<string> In(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(one => !NotOurs.Contains(Path.GetFileName(one))).SelectMany(In));
}
