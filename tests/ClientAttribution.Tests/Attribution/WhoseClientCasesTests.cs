using Ops.ClientAttribution.Attribution;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Attribution;

/// <summary>The worked cases of <c>cases.md</c>.</summary>
public sealed class WhoseClientCasesTests
{
    private static readonly CaseTable Table = new("Whose client");

    public static TheoryData<string> Cases => Table.Names;

    [Theory, MemberData(nameof(Cases))]
    [Rule("ATT-1"), Rule("ATT-2"), Rule("ATT-3"), Rule("ATT-4"), Rule("ATT-5"), Rule("ATT-6"), Rule("ATT-7")]
    [Rule("ATT-I.5"), Rule("ATT-II.5"), Rule("ATT-III.1"), Rule("ATT-III.2"), Rule("ATT-III.3"), Rule("ATT-III.4")]
    [Rule("ATT-III.5"), Rule("ATT-III.6"), Rule("ATT-III.9"), Rule("ATT-III.X"), Rule("REC-2.1"), Rule("REC-2.2")]
    [Rule("REC-2.2f"), Rule("REC-2.3"), Rule("REC-2.4"), Rule("REC-3.1"), Rule("REC-3.2")]
    public void A_client_is_whose_the_case_says_by_the_rules_that_it_names(string name)
    {
        var row = Table[name];
        var story = AttributionStory.Read(row["what happened"]);
        var (award, steps) = AttributionDecision.Decide(story.Facts, story.Ask(row["asked about"]));

        Assert.Equal(row["whose"], AwardInWords.Write(award));
        Assert.Equal(row["rules"], string.Join(", ", steps.Select(step => step.Rule).Distinct()));
        var known = story.Facts.Select(fact => fact.Id).ToHashSet();
        Assert.All(steps, step =>
        {
            Assert.NotEmpty(step.Evidence);
            Assert.Subset(known, step.Evidence.ToHashSet());
            InBothLanguages.AssertReads(step.Text);
        });
    }

    [Fact]
    public void There_is_a_case_of_every_rule_that_says_whose_a_client_is()
    {
        string[] rules =
        [
            "ATT-1", "ATT-2", "ATT-3", "ATT-4", "ATT-5", "ATT-6", "ATT-7", "ATT-I.5", "ATT-II.5", "ATT-III.1",
            "ATT-III.2", "ATT-III.3", "ATT-III.4", "ATT-III.5", "ATT-III.6", "ATT-III.9", "ATT-III.X", "REC-2.1",
            "REC-2.2", "REC-2.2f", "REC-2.3", "REC-2.4", "REC-3.1", "REC-3.2",
        ];
        Assert.Equal(
            rules.Order(StringComparer.Ordinal),
            Table.Rows.SelectMany(row => row["rules"].Split(", ")).Distinct().Order(StringComparer.Ordinal));
        Assert.True(Table.Rows.Count() >= 60);
    }

    [Fact]
    public void The_credit_of_a_sale_that_nobody_knows_cannot_be_asked_for()
    {
        var story = AttributionStory.Read("A receives the client; day 2, A closes");
        var question = story.Ask("the sale") with { Sale = "another" };
        Assert.Throws<ArgumentException>(() => AttributionDecision.Decide(story.Facts, question));
    }

    [Fact, Rule("ATT-III.1")]
    public void A_collision_names_the_entries_of_which_both_are_told()
    {
        var story = AttributionStory.Read("A receives the client; B receives the client; day 2, C files the client");
        var (award, _) = AttributionDecision.Decide(story.Facts, story.Ask("day 2"));
        Assert.Equal(["fact/2", "fact/3"], award.Collisions);
    }

    [Fact, Rule("REC-2.2f")]
    public void A_collision_over_one_of_a_family_is_one_over_the_buyer_too()
    {
        var story = AttributionStory.Read(
            "A receives the wife; B receives the wife; the wife is known; day 2, A closes");
        var (award, _) = AttributionDecision.Decide(story.Facts, story.Ask("the sale"));
        Assert.Equal(["fact/2"], award.Collisions);
    }

    [Fact, Rule("ATT-III.4")]
    public void That_a_client_is_the_company_s_rests_on_the_notice_its_proof_and_the_entry()
    {
        var story = AttributionStory.Read(
            "the company gives notice; A reads the notice; day 2, A receives the client");
        var (award, _) = AttributionDecision.Decide(story.Facts, story.Ask("day 2"));
        Assert.Equal(["fact/1", "fact/2", "fact/3"], award.Evidence);
    }

    [Fact, Rule("REC-3.2")]
    public void An_award_with_a_stand_in_rests_on_the_absence_and_on_the_reception()
    {
        var story = AttributionStory.Read(
            "A receives the client; day 2, A is on a business trip until day 8; B receives the client");
        var (award, _) = AttributionDecision.Decide(story.Facts, story.Ask("day 2"));
        Assert.Equal(["fact/1", "fact/2", "fact/3"], award.Evidence);
    }

    [Fact, Rule("ATT-III.3")]
    public void An_award_says_until_when_it_is_valid_and_a_sale_has_no_end()
    {
        var story = AttributionStory.Read("A receives the client; day 3, A reports; day 4, A closes");
        var open = AttributionDecision.Decide(story.Facts, story.Ask("day 3")).Award;
        Assert.Equal(CaseTime.EndOf("day 10").InZone(CaseTime.Zone).Date, open.ValidUntil);
        Assert.Null(AttributionDecision.Decide(story.Facts, story.Ask("day 4")).Award.ValidUntil);
    }
}
