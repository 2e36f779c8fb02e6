using Ops.Sizes;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>What one has to read stays readable. <c>make sizes</c> prints the figures.</summary>
public sealed class SizeTests
{
    private static readonly SourceTree Tree = new(Repository.Root);

    /// <summary>Tables and links of a page cannot be wrapped, and what is generated nobody reads.</summary>
    [Fact]
    public void No_line_that_can_be_wrapped_is_longer_than_120_characters() =>
        Assert.Empty(LongLines.Count(Tree).Select(file => $"{file.Key}: {file.Value}"));

    /// <summary>The folders of a service have an order: each knows those below it, and none above.</summary>
    [Fact]
    public void No_two_folders_of_a_service_refer_to_each_other() => Assert.Empty(FolderEdges.Mutual(Tree));
}
