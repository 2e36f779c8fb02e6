using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ops.Sizes;

/// <summary>How many parameters the product's methods have, the fewest first.</summary>
internal sealed class Parameters
{
    /// <summary>The most at the 95th percentile.</summary>
    public const int Most = 5;

    private readonly List<int> _all;

    private Parameters(IEnumerable<int> all) => _all = [.. all.Order()];

    public int Count => _all.Count;

    /// <summary>What at most one method in twenty has more of.</summary>
    public int Percentile95 => _all[(int)Math.Ceiling(_all.Count * 0.95) - 1];

    public int Greatest => _all[^1];

    public int WithAtLeast(int many) => _all.Count(one => one >= many);

    public static Parameters Of(SourceTree tree) => new(tree.Product
        .SelectMany(file => tree.Parse(file).DescendantNodes().OfType<MethodDeclarationSyntax>())
        .Select(method => method.ParameterList.Parameters.Count));
}
