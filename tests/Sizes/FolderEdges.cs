using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ops.Sizes;

/// <summary>
/// Which folders of a service refer to each other: by a <c>using</c>, or by a name such as <c>Projects.Days</c>.
/// Storage is left out: its DbContext knows every entity, and every folder knows it. So are the files beside the
/// folders, which put the service together.
/// </summary>
internal static class FolderEdges
{
    private const string LeftOut = "Storage";

    /// <summary>Each pair that refers to each other, as <c>SalesControl: Prices - Units</c>.</summary>
    public static IReadOnlyList<string> Mutual(SourceTree tree) =>
    [
        .. from service in tree.Services
           let edges = Of(tree, service)
           from edge in edges
           where string.CompareOrdinal(edge.From, edge.To) < 0 && edges.Contains((edge.To, edge.From))
           let name = service.Split('/')[1]
           orderby name, edge.From, edge.To
           select $"{name}: {edge.From} - {edge.To}",
    ];

    /// <summary>
    /// Each way that leads from a folder back to it, the shortest, as <c>SalesControl: Prices - Units - Prices</c>: a
    /// service without one has an order among its folders.
    /// </summary>
    public static IReadOnlyList<string> Cycles(SourceTree tree) =>
    [
        .. from service in tree.Services
           let edges = Of(tree, service).ToLookup(edge => edge.From, edge => edge.To)
           from folder in edges.Select(one => one.Key).Order(StringComparer.Ordinal)
           let way = WayBack(folder, edges)
           where way is not null
           select $"{service.Split('/')[1]}: {string.Join(" - ", way)}",
    ];

    /// <summary>The shortest way from a folder to itself; null where there is none.</summary>
    internal static IReadOnlyList<string>? WayBack(string folder, ILookup<string, string> edges)
    {
        var ways = new Queue<IReadOnlyList<string>>([[folder]]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (ways.TryDequeue(out var way))
        {
            foreach (var next in edges[way[^1]])
            {
                if (next == folder)
                    return [.. way, next];
                if (seen.Add(next))
                    ways.Enqueue([.. way, next]);
            }
        }

        return null;
    }

    private static HashSet<(string From, string To)> Of(SourceTree tree, string service)
    {
        var files = tree.Written(service + "/", ".cs")
            .Select(file => (file, Parts: file[(service.Length + 1)..].Split('/')))
            .Where(one => one.Parts.Length > 1 && one.Parts[0] is not (LeftOut or "Properties")).ToList();
        var folders = files.Select(one => one.Parts[0]).ToHashSet(StringComparer.Ordinal);
        var own = $"Ops.{service.Split('/')[1]}.";
        return
        [
            .. from one in files
               from named in NamesOf(tree.Parse(one.file), own)
               where folders.Contains(named) && named != one.Parts[0]
               select (one.Parts[0], named),
        ];
    }

    private static IEnumerable<string> NamesOf(CompilationUnitSyntax unit, string own) =>
        unit.DescendantNodes().OfType<UsingDirectiveSyntax>()
            .Select(import => $"{import.NamespaceOrType}")
            .Where(name => name.StartsWith(own, StringComparison.Ordinal))
            .Select(name => name[own.Length..].Split('.')[0])
            .Concat(unit.DescendantNodes().OfType<QualifiedNameSyntax>().Select(name => $"{name.Left}"));
}
