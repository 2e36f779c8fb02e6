using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ops.Architecture.Tests.Cases;

/// <summary>A <c>[Case]</c> in the sources of the tests.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="IsGenerated">Whether the test makes its inputs itself.</param>
/// <param name="File">The file, relative to the root.</param>
/// <param name="Test">The test's sentence.</param>
internal sealed record CaseMark(string Case, bool IsGenerated, string File, string Test)
{
    /// <summary>The marks of all files, in the order of files and lines.</summary>
    public static IReadOnlyList<CaseMark> ReadAll() =>
        [.. Repository.With(".cs").SelectMany(file => Read(file, Repository.Read(file)))];

    /// <summary>The marks of one file.</summary>
    public static IEnumerable<CaseMark> Read(string file, string source) =>
        !source.Contains("Case(\"", StringComparison.Ordinal)
            ? []
            : from attribute in CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<AttributeSyntax>()
              where attribute.Name.ToString() is "Case" or "CaseAttribute"
              let arguments = attribute.ArgumentList!.Arguments
              select new CaseMark(
                  ((LiteralExpressionSyntax)arguments[0].Expression).Token.ValueText,
                  arguments.Skip(1).Any(one => one.Expression.IsKind(SyntaxKind.TrueLiteralExpression)),
                  file, NameOf(attribute).Replace('_', ' '));

    private static string NameOf(AttributeSyntax attribute) => attribute.Parent!.Parent switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        var other => throw new InvalidOperationException($"A [Case] stands on a {other?.GetType().Name}."),
    };
}
