using Microsoft.CodeAnalysis.CSharp.Syntax;
using Ops.Sizes;

// Prints the sizes of a checkout beside their goals: of this one, or of that whose folder is given.
var tree = new SourceTree(args.FirstOrDefault() ?? Directory.GetCurrentDirectory());

var parameters = Parameters.Of(tree);
Console.WriteLine(
    $"Parameters of a method, of {parameters.Count} (goal {Parameters.Most} at the 95th percentile): " +
    $"{parameters.Percentile95}; the most are {parameters.Greatest}; {parameters.WithAtLeast(8)} have 8 or more");

var toProblem = tree.Product
    .SelectMany(file => tree.Parse(file).DescendantNodes().OfType<MemberAccessExpressionSyntax>())
    .Count(call => call.Name.Identifier.Text == "ToProblem");
Console.WriteLine($"Places where a refusal becomes a problem: {toProblem}");

var told = tree.Services.Select(service => service[..^"Service".Length] + "Contracts/")
    .SelectMany(contracts => tree.Written(contracts, ".cs"))
    .SelectMany(file => tree.Parse(file).DescendantNodes().OfType<RecordDeclarationSyntax>()).Count();
Console.WriteLine($"Records in the services' Contracts, events and what is in them: {told}");

var files = UseCaseFiles.Of(tree);
var longer = files.Where(one => one.Lines > UseCaseFiles.Most).ToList();
Console.WriteLine(
    $"Biggest file with a use case (goal {UseCaseFiles.Most}): {files[0].Lines} lines, {files[0].Path}; " +
    $"{longer.Count} of {files.Count} have more than {UseCaseFiles.Most}");
foreach (var (file, lines) in longer)
    Console.WriteLine($"  {file} {lines}");

var longLines = LongLines.Count(tree);
Console.WriteLine(
    $"Lines over {LongLines.Longest} characters, but for tables, links and what is generated (goal 0): " +
    $"{longLines.Values.Sum()} in {longLines.Count} files");

var mutual = FolderEdges.Mutual(tree);
Console.WriteLine($"Pairs of folders of a service that refer to each other, Storage left out (goal 0): {mutual.Count}");
foreach (var pair in mutual)
    Console.WriteLine($"  {pair}");
var cycles = FolderEdges.Cycles(tree);
Console.WriteLine($"Folders of a service from which a way leads back to them (goal 0): {cycles.Count}");
foreach (var way in cycles)
    Console.WriteLine($"  {way}");

Console.WriteLine("Files that one reads for a use case: its own, and those of its service that declare what it names;");
Console.WriteLine("of a type in several files, those with a member that it names. In brackets: with those that these");
Console.WriteLine("name in turn. Where the goal is missed, why each is read.");
foreach (var useCase in UseCase.All)
{
    if (useCase.FileIn(tree) is not { } file)
    {
        Console.WriteLine($"  {useCase.Name,-22} is not there");
        continue;
    }

    var service = UseCase.ServiceOf(file);
    var declarations = new Declarations(tree, service);
    var named = declarations.NamedBy(file);
    var further = named.SelectMany(declarations.NamedBy).Concat(named).Append(file).Distinct().Count();
    var lines = named.Append(file).Sum(one => tree.Lines(one).Length);
    var (goal, missed) = (useCase.Most is { } most ? $", goal {most}" : "", named.Count + 1 > useCase.Most);
    Console.WriteLine(
        $"  {useCase.Name,-22} {named.Count + 1,3} files of {lines,5} lines{goal} ({further}); " +
        $"{Path.GetFileName(file)} has {tree.Lines(file).Length}");
    foreach (var one in named.Order(StringComparer.Ordinal))
    {
        var why = missed ? $": {useCase.Because.GetValueOrDefault(Path.GetFileName(one), "nobody has said why")}" : "";
        Console.WriteLine($"      {one[(service.Length + 1)..]} {tree.Lines(one).Length}{why}");
    }
}
