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
    public void No_way_leads_from_a_folder_of_a_service_back_to_it() => Assert.Empty(FolderEdges.Cycles(Tree));

    [Fact]
    public void A_way_back_over_several_folders_is_found()
    {
        var edges = new[] { ("Board", "Units"), ("Units", "Prices"), ("Prices", "Sales"), ("Sales", "Units") }
            .ToLookup(edge => edge.Item1, edge => edge.Item2);

        Assert.Equal(["Units", "Prices", "Sales", "Units"], FolderEdges.WayBack("Units", edges));
        Assert.Null(FolderEdges.WayBack("Board", edges));
    }

    /// <summary>What is more belongs into the record that the method takes.</summary>
    [Fact]
    public void Of_twenty_methods_nineteen_have_at_most_five_parameters()
    {
        var parameters = Parameters.Of(Tree);
        Assert.InRange(parameters.Count, 1_000, 20_000);
        Assert.InRange(parameters.Percentile95, 1, Parameters.Most);
    }

    /// <summary>A service says there which folders it has, and they say the rest.</summary>
    [Fact]
    public void No_service_has_a_program_of_more_than_40_lines()
    {
        var programs = Tree.Services.Select(service => $"{service}/Program.cs").ToList();
        Assert.InRange(programs.Count, 4, 20);
        Assert.Empty(programs.Where(program => Tree.Lines(program).Length > 40));
    }

    /// <summary>
    /// What one reads for a use case beyond its goal is said file by file, and nothing is said of what is not read.
    /// </summary>
    [Fact]
    public void Of_a_use_case_that_misses_its_goal_each_file_that_is_read_has_a_reason()
    {
        foreach (var useCase in UseCase.All.Where(one => one.Most is not null))
        {
            var file = useCase.FileIn(Tree)!;
            var read = UseCase.NamedBy(Tree, file).Select(one => Path.GetFileName(one)!);
            Assert.Equal(read.Order(StringComparer.Ordinal), useCase.Because.Keys.Order(StringComparer.Ordinal));
        }
    }

    /// <summary>One use case is one file that is read at one go.</summary>
    [Fact]
    public void No_file_with_a_use_case_is_longer_than_150_lines()
    {
        var files = UseCaseFiles.Of(Tree);
        Assert.InRange(files.Count, 80, 400);
        Assert.Empty(files.Where(file => file.Lines > UseCaseFiles.Most));
    }
}
