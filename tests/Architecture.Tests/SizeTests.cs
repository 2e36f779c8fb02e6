using Ops.Sizes;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>What one has to read stays readable. <c>make sizes</c> prints the figures.</summary>
public sealed class SizeTests
{
    private const string StillLong = "tests/Architecture.Tests/long-lines.txt";

    /// <summary>Folders of a service that still refer to each other. The list only shrinks.</summary>
    private static readonly string[] StillMutual =
    [
        "Identity: Accounts - Staff", "Identity: Accounts - Tokens", "Identity: Opening - Tokens",
        "Identity: Staff - Tokens", "SalesControl: Batches - Units", "SalesControl: Ledger - Projects",
        "SalesControl: Prices - Units", "SalesControl: Projects - Units",
    ];

    private static readonly SourceTree Tree = new(Repository.Root);

    /// <summary>
    /// The list names the files that still have some, and only shrinks: with <c>OPS_WRITE_DOCS=1</c> in the environment
    /// those that have none any more are taken off it.
    /// </summary>
    [Fact]
    public void No_line_is_longer_than_120_characters_but_in_files_that_are_on_the_list()
    {
        var named = Repository.Read(StillLong).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var found = LongLines.Count(Tree);
        if (Environment.GetEnvironmentVariable("OPS_WRITE_DOCS") == "1")
        {
            named = [.. named.Intersect(found.Keys, StringComparer.Ordinal)];
            File.WriteAllLines(Path.Combine(Repository.Root, StillLong), named);
        }

        Assert.Empty(found.Where(file => !named.Contains(file.Key)).Select(file => $"{file.Key}: {file.Value}"));
        Assert.Empty(named.Except(found.Keys).Select(file => $"{file} has none any more: take it off {StillLong}"));
    }

    /// <summary>The folders of a service have an order: each knows those below it, and none above.</summary>
    [Fact]
    public void No_two_folders_of_a_service_refer_to_each_other_but_those_on_the_list() =>
        Assert.Equal(StillMutual, FolderEdges.Mutual(Tree));
}
