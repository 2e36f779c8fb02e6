using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ops.Sizes;

/// <summary>The files of the services that have a use case: those that map a command.</summary>
internal static class UseCaseFiles
{
    /// <summary>How many lines one should have.</summary>
    public const int Most = 150;

    /// <summary>Each with its lines, the longest first.</summary>
    public static IReadOnlyList<(string Path, int Lines)> Of(SourceTree tree) =>
    [
        .. tree.Services.SelectMany(service => tree.Written(service + "/", ".cs"))
            .Where(file => tree.Parse(file).DescendantNodes().OfType<MemberAccessExpressionSyntax>()
                .Any(call => call.Name.Identifier.Text is "MapCommand" or "MapAsk" or "MapPost" or "AsCommand"))
            .Select(file => (file, tree.Lines(file).Length)).OrderByDescending(one => one.Length),
    ];
}
