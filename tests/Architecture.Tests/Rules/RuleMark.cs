using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ops.Architecture.Tests.Rules;

/// <summary>A <c>[Rule]</c> in the sources: a method that keeps the rule, or a test that proves it.</summary>
/// <param name="Id">The rule.</param>
/// <param name="File">The file, relative to the root.</param>
/// <param name="Member">Type and method, or the test's sentence.</param>
/// <param name="Sentence">Which sentence of the rule is kept there; null where the mark says none.</param>
internal sealed record RuleMark(string Id, string File, string Member, string? Sentence = null)
{
    public bool IsProof => File.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>The marks of all files, in the order of files and lines.</summary>
    public static IReadOnlyList<RuleMark> ReadAll() =>
        [.. Repository.With(".cs").SelectMany(file => Read(file, Repository.Read(file)))];

    /// <summary>The marks of one file.</summary>
    public static IEnumerable<RuleMark> Read(string file, string source) =>
        !source.Contains("Rule(", StringComparison.Ordinal)
            ? []
            : from attribute in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<AttributeSyntax>()
              where attribute.Name.ToString() is "Rule" or "RuleAttribute"
              let said = attribute.ArgumentList?.Arguments.Select(one => one.Expression)
                  .OfType<LiteralExpressionSyntax>().Select(literal => literal.Token.ValueText).ToList()
              where said is { Count: > 0 }
              select new RuleMark(
                  said[0], file, NameOf(attribute.Parent!.Parent!, file), said.ElementAtOrDefault(1));

    private static string NameOf(SyntaxNode marked, string file)
    {
        var name = marked switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            _ => throw new InvalidOperationException($"{file}: a [Rule] stands on a {marked.GetType().Name}."),
        };
        if (file.StartsWith("tests/", StringComparison.Ordinal))
            return name.Replace('_', ' ');
        return marked is BaseTypeDeclarationSyntax
            ? name
            : $"{marked.Ancestors().OfType<BaseTypeDeclarationSyntax>().First().Identifier.Text}.{name}";
    }
}
