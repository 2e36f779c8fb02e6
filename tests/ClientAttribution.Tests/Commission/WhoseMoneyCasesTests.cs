using Ops.ClientAttribution.Commission;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Commission;

/// <summary>The worked cases of <c>cases.md</c>.</summary>
public sealed class WhoseMoneyCasesTests
{
    private static readonly CaseTable Table = new("Whose money");

    public static TheoryData<string> Cases => Table.Names;

    [Theory, MemberData(nameof(Cases))]
    [Rule("REC-3.1"), Rule("REC-3.2"), Rule("ATT-6"), Rule("ATT-7"), Rule("ATT-III.X")]
    public void Everybody_has_what_the_case_says_by_the_rules_that_it_names(string name)
    {
        var row = Table[name];
        var story = CommissionStory.Read(row["what happened"]);
        var lines = CommissionDecision.Lines(story.Events, CommissionStory.Plans(row["plan"]), CaseTime.Zone);

        Assert.Equal(row["earned"], CommissionStory.Balances(lines, line => line.Accrued));
        Assert.Equal(row["payable"], CommissionStory.Balances(lines, line => line.Payable));
        Assert.Equal(row["rules"], string.Join(", ", lines.Select(line => line.Rule).Distinct()));
        var events = story.Events.Select(one => one.Id).ToHashSet();
        Assert.All(lines, line =>
        {
            Assert.Contains(line.Evidence[0], events);
            InBothLanguages.AssertReads(line.Text);
        });
    }

    [Fact, Rule("REC-3.1")]
    public void A_change_of_name_is_on_the_statement_and_moves_nothing()
    {
        var story = CommissionStory.Read("sale 1 at 2000000 for A less 40 to B; day 5, sale 1 is renamed");
        var lines = CommissionDecision.Lines(story.Events, CommissionStory.Plans("0.3 %"), CaseTime.Zone);
        Assert.Equal(2, lines.Count(line => line is { Kind: LineKind.Renamed, Accrued: 0, Payable: 0 }));
    }
}
