using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ops.Sizes;

/// <summary>What one reads to know a use case.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Most">How many files it should be; null for no goal of its own.</param>
/// <param name="Files">Where it may be: the first of these that is there.</param>
internal sealed record UseCase(string Name, int? Most, params string[] Files)
{
    /// <summary>Why there are more than there should be.</summary>
    public string Why { get; private init; } = "";

    public static readonly UseCase[] All =
    [
        new("register", 8, "RegisterReservation.cs")
        {
            Why = "its form has a customer and money; a wait that it may become has a file of its own",
        },
        new("renew", null, "RenewReservation.cs"),
        new("swap", 9, "SwapUnit.cs")
        {
            Why = "it ends one sale and signs another, as a change that others agree to: three parts, all named in it",
        },
        new("forfeit", null, "ForfeitSale.cs"),
        new("approve a price list", null, "ApprovePriceList.cs", "DecidePriceList.cs", "PriceLists.cs"),
        new("accept a handover", null, "AcceptHandover.cs", "HandoverAnswer.cs"),
    ];

    /// <summary>Its file; null where it is in none of them.</summary>
    public string? FileIn(SourceTree tree) => Files
        .Select(name => tree.Files.FirstOrDefault(file => file.StartsWith("services/", StringComparison.Ordinal)
            && file.Contains("/Service/", StringComparison.Ordinal) && Path.GetFileName(file) == name))
        .FirstOrDefault(file => file is not null);
}

/// <summary>
/// Which file of a service declares what another names. The tree must be built: what a name means the compiler says,
/// with the assemblies that lie beside the service's own.
/// </summary>
internal sealed class Declarations
{
    private readonly SourceTree _tree;
    private readonly Dictionary<SyntaxTree, string> _files;
    private readonly CSharpCompilation _service;

    public Declarations(SourceTree tree, string service)
    {
        _tree = tree;
        _files = tree.Written(service + "/", ".cs").ToDictionary(file => tree.Parse(file).SyntaxTree);
        var (generated, assemblies) = tree.Built(service);
        _service = CSharpCompilation.Create(
            "Service", [.. _files.Keys, .. generated],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication));
    }

    /// <summary>
    /// The files that declare what a file names: types, members, extension methods. Of a type in several files, those
    /// with a member that it names.
    /// </summary>
    public IReadOnlyCollection<string> NamedBy(string file)
    {
        var root = _tree.Parse(file);
        var model = _service.GetSemanticModel(root.SyntaxTree);
        var found = root.DescendantNodes().OfType<SimpleNameSyntax>()
            .Select(name => model.GetSymbolInfo(name))
            .Select(named => named.Symbol ?? named.CandidateSymbols.FirstOrDefault())
            .OfType<ISymbol>().Distinct<ISymbol>(SymbolEqualityComparer.Default)
            .Select(Declaring).Where(files => files.Count == 1).SelectMany(files => files)
            .ToHashSet(StringComparer.Ordinal);
        found.Remove(file);
        return found;
    }

    private List<string> Declaring(ISymbol symbol) =>
    [
        .. (symbol is INamespaceSymbol ? [] : symbol.OriginalDefinition.DeclaringSyntaxReferences)
            .Select(place => _files.GetValueOrDefault(place.SyntaxTree)).OfType<string>().Distinct(),
    ];
}
