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
    public static readonly UseCase[] All =
    [
        new("register", 8, "RegisterReservation.cs"),
        new("renew", null, "RenewReservation.cs"),
        new("swap", 9, "SwapUnit.cs"),
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

/// <summary>Which file of a service declares what.</summary>
internal sealed class Declarations
{
    private readonly SourceTree _tree;
    private readonly ILookup<string, string> _types;
    private readonly ILookup<string, string> _extensions;

    public Declarations(SourceTree tree, string service)
    {
        _tree = tree;
        var files = tree.Written(service + "/", ".cs").ToList();
        _types = files.SelectMany(file => TopTypes(file).Select(type => (type.Identifier.Text, file)))
            .Distinct().ToLookup(one => one.Text, one => one.file, StringComparer.Ordinal);
        _extensions = files.SelectMany(file => Extensions(file).Select(name => (name, file)))
            .Distinct().ToLookup(one => one.name, one => one.file, StringComparer.Ordinal);
    }

    /// <summary>
    /// The files of the types and extension methods that a file names; of a type that lies in several files, those with
    /// a member that it names.
    /// </summary>
    public IReadOnlyCollection<string> NamedBy(string file)
    {
        var named = _tree.Parse(file).DescendantNodes().OfType<SimpleNameSyntax>().ToLookup(
            name => name.Parent is MemberAccessExpressionSyntax access && access.Name == name,
            name => name.Identifier.Text);
        var members = named[true].ToHashSet(StringComparer.Ordinal);
        var found = members.SelectMany(member => _extensions[member]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in named[false].Distinct(StringComparer.Ordinal))
        {
            var declaring = _types[name].ToList();
            found.UnionWith(declaring.Where(one => declaring.Count == 1 || MembersOf(one, name).Any(members.Contains)));
        }

        found.Remove(file);
        return found;
    }

    private IEnumerable<BaseTypeDeclarationSyntax> TopTypes(string file) =>
        _tree.Parse(file).DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            .Where(type => type.Parent is not BaseTypeDeclarationSyntax);

    private IEnumerable<string> Extensions(string file) =>
        _tree.Parse(file).DescendantNodes().OfType<MethodDeclarationSyntax>()
            .Where(method => method.ParameterList.Parameters.FirstOrDefault() is { } first
                && first.Modifiers.Any(SyntaxKind.ThisKeyword))
            .Select(method => method.Identifier.Text);

    private IEnumerable<string> MembersOf(string file, string type) => TopTypes(file)
        .Where(one => one.Identifier.Text == type).OfType<TypeDeclarationSyntax>().SelectMany(one => one.Members)
        .Select(member => member switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            BaseTypeDeclarationSyntax nested => nested.Identifier.Text,
            _ => "",
        });
}
