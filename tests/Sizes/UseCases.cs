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
    /// <summary>Of one that misses its goal: why each file is read, by its name.</summary>
    public IReadOnlyDictionary<string, string> Because { get; private init; } = new Dictionary<string, string>();

    public static readonly UseCase[] All =
    [
        new("register", 8, "RegisterReservation.cs")
        {
            Because = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["CustomerForm.cs"] = "what is sent: who the customer is, the same on every form",
                ["Money.cs"] = "what is sent: an amount of money, the same everywhere",
                ["ReservationView.cs"] = "what is answered, the same by every use case of a reservation",
                ["Forms.cs"] = "a form's number stands once, also by a renewal, an offer taken up and a correction",
                ["Following.cs"] = "what follows from any reservation: its deposit, its lapse, who is to approve",
                ["Line.cs"] = "the head of the line: who has the unit and who is first",
                ["Registering.cs"] = "what is loaded for it, in one question; with it the file would be 290 lines",
                ["Reservation.cs"] = "what it makes",
                ["Unit.cs"] = "the lock, and what the unit enters",
                ["UnitActs.cs"] = "the state diagram",
            },
        },
        new("renew", null, "RenewReservation.cs"),
        new("swap", 9, "SwapUnit.cs")
        {
            Because = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["AskForChange.cs"] = "a change is asked for, the same for all nine kinds",
                ["ChangeKinds.cs"] = "and granted, the same for all nine kinds",
                ["ChangeRequest.cs"] = "what was asked for",
                ["StandingSale.cs"] = "the sale that ends",
                ["Subscription.cs"] = "its money, its buyers",
                ["EndingASale.cs"] = "how a sale ends, also by cancelling and by forfeiture",
                ["Movements.cs"] = "what was paid moves on",
                ["UnitForSale.cs"] = "the other unit, about to be sold",
                ["Line.cs"] = "of which that is one",
                ["Agreement.cs"] = "what the new sale comes to",
                ["DiscountLimits.cs"] = "how much of a discount who agrees may give",
                ["SubscriptionSigned.cs"] = "the new sale, signed as any other",
                ["SwappedSale.cs"] = "what is loaded for it: both units, in one order",
                ["Unit.cs"] = "the two locks",
                ["UnitActs.cs"] = "the state diagram",
            },
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

    /// <summary>Of its service, the files that declare what its own names.</summary>
    public static IReadOnlyCollection<string> NamedBy(SourceTree tree, string file) =>
        new Declarations(tree, ServiceOf(file)).NamedBy(file);

    /// <summary>The folder of a file's service.</summary>
    public static string ServiceOf(string file) => string.Join('/', file.Split('/')[..3]);
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
