using NodaTime;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Directory;

/// <summary>Who may be whom: why, and how sure that is.</summary>
public sealed class MatchingTests
{
    private static readonly Instant Start = CaseTime.At(1, new LocalTime(9, 0));
    private static readonly Guid Household = Id(900);

    [Theory, Rule("REC-2.2"), Rule("ATT-1")]
    [InlineData("客户甲", "phone", "", "", "SamePhoneAndName", "Certain")]
    [InlineData(" 客户 甲", "phone", "", "", "SamePhoneAndName", "Certain")]
    [InlineData("客户乙", "phone", "", "", "SamePhone", "Likely")]
    [InlineData("客户乙", "", "document", "", "SameDocument", "Certain")]
    [InlineData("客户乙", "", "", "wechat", "SameWeChat", "Likely")]
    [InlineData("客户甲", "other", "", "", null, null)]
    [InlineData("客户甲", "phone", "other", "", null, null)]
    public void A_client_is_known_by_what_they_show(
        string name, string phone, string document, string weChat, string? reason, string? certainty)
    {
        var known = Known(1, "客户甲", ("Phone", "phone"), ("Document", "document"), ("WeChat", "wechat"));
        var asked = new Asked(name)
        {
            Phones = Only(phone),
            Documents = Only(document),
            DocumentKind = document.Length > 0 ? DocumentKind.ResidentId : null,
            WeChat = Only(weChat),
        };

        var found = Matching.Candidates(asked, [known]).SingleOrDefault();

        Assert.Equal((reason, certainty), (found?.Reason.ToString(), found?.Certainty.ToString()));
    }

    [Fact, Rule("REC-2.2")]
    public void A_name_is_a_match_in_the_household_alone()
    {
        var known = Known(1, "客户甲");
        known.Entry.Household = Household;
        known.Entry.HouseholdSince = Start;

        var inside = Matching.Candidates(new("客户甲") { Household = Household }, [known]);

        Assert.Equal(Certainty.Possible, Assert.Single(inside).Certainty);
        Assert.Empty(Matching.Candidates(new("客户甲"), [known]));
        Assert.Empty(Matching.Candidates(new("客户甲") { Household = Id(901) }, [known]));
    }

    [Fact, Rule("ATT-1")]
    public void An_entry_that_was_merged_leads_to_the_other_and_the_surest_is_first()
    {
        var stands = Known(1, "客户甲", ("Phone", "new"));
        var old = new KnownEntry(Known(2, "客户甲", ("Phone", "old")).Entry, stands.Stands);
        var couple = Known(3, "客户丙", ("Phone", "old"));

        var found = Matching.Candidates(
            new("客户甲") { Phones = ["old"] }, [couple, old, stands]);

        Assert.Equal([(Id(1), Certainty.Certain), (Id(3), Certainty.Likely)],
            found.Select(one => (one.Client.Id, one.Certainty)));
    }

    [Fact, Rule("ATT-5")]
    public void What_is_only_likely_is_asked_about_and_what_is_certain_is_taken()
    {
        var known = Known(1, "客户甲", ("Phone", "phone"), ("Document", "document"));
        Outcome<Identified> Of(Asked asked, bool isNew = false) =>
            Identification.Of(new(asked, [], [known]), client: null, isNew, () => Id(7));

        Assert.Equal(new Identified(Id(1), IsNew: false), Of(new("客户甲") { Phones = ["phone"] }).Value);
        Assert.Equal(new Identified(Id(7), IsNew: true), Of(new("客户甲") { Phones = ["other"] }).Value);
        var asked = Of(new("客户乙") { Phones = ["phone"] }).Refusal!;
        Assert.Equal(("ATT-5", "client"), (asked.Rule, asked.Field));
        Assert.Equal([$"client/{Id(1)}"], asked.Evidence);
        Assert.Equal(
            new Identified(Id(7), IsNew: true) { Denied = Id(1) },
            Of(new("客户乙") { Phones = ["phone"] }, isNew: true).Value);
        var shown = Of(
            new("客户乙") { Documents = ["document"], DocumentKind = DocumentKind.ResidentId }, isNew: true).Refusal!;
        Assert.Equal("isNew", shown.Field);
    }

    private static KnownEntry Known(int id, string name, params (string Kind, string Hash)[] identifiers)
    {
        var client = new Client(Id(id), "harbour-court");
        var entry = new ClientEntry(client);
        var when = new Occurrence(Start + Duration.FromMinutes(id), "consultant-1");
        IEvent<ClientEntry> registered = new ClientRegistered(
            client.Id, client.Project, ClientKind.Person, RegisteredBy.Contact)
        {
            Name = name,
        };
        entry.Happen(registered, when);
        foreach (var (place, (kind, hash)) in identifiers.Index())
        {
            var of = Enum.Parse<IdentifierKind>(kind);
            entry.Happen(
                (IEvent<ClientEntry>)new IdentifierAdded(client.Id, client.Project, Id(100 + place), of)
                {
                    Shown = new(of, of == IdentifierKind.Document ? DocumentKind.ResidentId : null, [], hash),
                },
                when);
        }

        return new(client, client);
    }

    private static string[] Only(string hash) => hash.Length == 0 ? [] : [hash];

    private static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
