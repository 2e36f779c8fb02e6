using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Ops.ClientAttribution.Attribution;

namespace Ops.ClientAttribution.Tests.Attribution;

/// <summary>What happened, read from the sentences of a case.</summary>
internal sealed class AttributionStory
{
    public const string Client = "client", Manager = "manager-1", Supervisor = "supervisor-1";

    private static readonly Dictionary<string, Action<AttributionStory, Match>> Sentences =
        new(StringComparer.Ordinal)
        {
            [@"the receiver has whom clients bring"] = (story, _) => story._policy = ReferralPolicy.ReceivingConsultant,
            [@"(?<who>[A-Z]) (?<how>receives|takes a call of|wins) the (?<of>client|wife|son)(?<more>.*)"] = Register,
            [@"(?<who>[A-Z]) enters the (?<what>reception|call) (?<fault>too late|without asking)"] =
                (story, of) => story.Add((id, at) => new Fact.EntryRefused(
                    id, at, Client, of.Who(), of.Is("what", "call") ? Medium.Call : Medium.Reception,
                    of.Is("fault", "too late") ? EntryFault.Late : EntryFault.Unasked)),
            [@"(?<who>[A-Z]) is passed over"] =
                (story, of) => story.Add((id, at) => new Fact.PassedOver(id, at, Client, of.Who())),
            [@"(?<who>[A-Z]) files the client"] =
                (story, of) => story.Add((id, at) => new Fact.PreRegistered(id, at, Client, of.Who())),
            [@"(?<who>[A-Z]) reports"] =
                (story, of) => story.Add((id, at) => new Fact.Reported(id, at, Client, of.Who())),
            [@"(?<who>[A-Z]) is (?<why>out|on a business trip|on home leave|on leave) until day (?<day>\d+)"] =
                (story, of) => story.Add((id, at) => new Fact.Away(
                    id, at, Client, of.Who(), of.Of("why") switch
                    {
                        "out" => AwayKind.Out,
                        "on a business trip" => AwayKind.BusinessTrip,
                        "on home leave" => AwayKind.HomeLeave,
                        _ => AwayKind.OtherLeave,
                    },
                    CaseTime.At(int.Parse(of.Of("day"), CultureInfo.InvariantCulture), LocalTime.Midnight))),
            [@"the company gives notice"] =
                (story, _) => story.Add((id, at) => new Fact.ConnectedNotice(id, at, Client)),
            [@"(?<who>[A-Z]) reads the notice"] =
                (story, of) => story.Add((id, at) => new Fact.NoticeRead(id, at, Client, of.Who())),
            [@"the (?<of>wife|son) is known"] =
                (story, of) => story.Add((id, at) => new Fact.FamilyKnown(id, at, Client, of.Of("of"))),
            [@"the wife names the client"] =
                (story, _) => story.Add((id, at) => new Fact.FamilyKnown(id, at, "wife", Client)),
            [@"(?<by>[a-zA-Z ]+) divides (?<shares>.+)"] =
                (story, of) => story.Add((id, at) => new Fact.MajorConfirmed(
                    id, at, Client, of.Shares(), of.By(), of.Post())),
            [@"(?<parties>[A-Z] and [A-Z]) agree on (?<shares>.+)"] =
                (story, of) => story.Add((id, at) => new Fact.Agreed(id, at, Client, of.Shares(), of.Parties())),
            [@"(?<by>[a-zA-Z ]+) rules (?<shares>.+) between (?<parties>[A-Z] and [A-Z])"] =
                (story, of) => story.Add((id, at) => new Fact.Ruled(
                    id, at, Client, of.Shares(), of.Parties(), of.By(), of.Post())),
            [@"(?<who>[A-Z]) does not accept"] =
                (story, of) => story.Add((id, at) => new Fact.NotAccepted(
                    id, at, Client, story._facts.OfType<Fact.Ruled>().Last().Id, of.Who())),
            [@"(?<by>[a-zA-Z ]+) gives (?<from>[A-Z])'s client to (?<who>[A-Z]) (?<why>.+)"] =
                (story, of) => story.Add((id, at) => new Fact.Reassigned(
                    id, at, Client, of.Of("from"), of.Who(), of.Of("why") switch
                    {
                        "after a complaint" => Grounds.Complaint,
                        "on the client's wish" => Grounds.Wish,
                        "after a conflict" => Grounds.Conflict,
                        var other => throw new FormatException($"'{other}' are no grounds."),
                    },
                    of.By(), of.Post())),
            [@"(?<who>[A-Z]) is found to have grabbed"] =
                (story, of) => story.Add((id, at) => new Fact.GrabbingFound(id, at, Client, of.Who())),
            [@"(?<by>[A-Z]) lets (?<who>[A-Z]) have (?<percent>\d+) percent(?<of> on the wife)?"] =
                (story, of) => story.Add((id, at) => new Fact.Consented(
                    id, at, of.Groups["of"].Success ? "wife" : Client, of.Of("by"), of.Who(),
                    decimal.Parse(of.Of("percent"), CultureInfo.InvariantCulture))),
            [@"(?<who>[A-Z]) closes"] =
                (story, of) => story.Add((id, at) => new Fact.Sold(id, at, Client, $"sale of {id}", of.Who())),
            [@"the sale is cancelled"] =
                (story, _) => story.Add((id, at) => new Fact.SaleEnded(id, at, Client, story.LastSale)),
        };

    private readonly List<Fact> _facts = [];
    private readonly CaseTime _time = new();
    private ReferralPolicy _policy = ReferralPolicy.IntroducersConsultant;

    /// <summary>The facts, in the order of the sentences.</summary>
    public IReadOnlyList<Fact> Facts => _facts;

    private string LastSale => _facts.OfType<Fact.Sold>().Last().Sale;

    /// <summary>What the sentences say.</summary>
    public static AttributionStory Read(string sentences)
    {
        var story = new AttributionStory();
        foreach (var sentence in sentences.Split("; "))
            story.Tell(sentence);
        return story;
    }

    /// <summary>The question: <c>day 9</c>, or <c>the sale</c>.</summary>
    public Question Ask(string what)
    {
        var terms = new AttributionTerms(CaseTime.Zone, _policy);
        return what == "the sale"
            ? new(Client, _time.Now + Duration.FromMinutes(1), terms) { Sale = LastSale }
            : new(Client, CaseTime.EndOf(what), terms);
    }

    private void Tell(string sentence)
    {
        var said = _time.Next(sentence);
        foreach (var (form, act) in Sentences)
        {
            if (Regex.Match(said, $@"\A{form}\z", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
                is { Success: true } match)
            {
                act(this, match);
                return;
            }
        }

        throw new FormatException($"No sentence of a case: '{sentence}'.");
    }

    private static void Register(AttributionStory story, Match of) => story.Add((id, at) =>
    {
        var more = of.Of("more");
        return new Fact.Registered(id, at, of.Of("of"), of.Who(), of.Of("how") switch
        {
            "receives" => Medium.Reception,
            "wins" => Medium.DirectSale,
            _ => Medium.Call,
        })
        {
            AskedFor = Named(more, "who asks for ") ?? Named(more, "who names "),
            Introducer = Named(more, "brought by ") is { } consultant ? new(true, consultant)
                : more.Contains("brought by a client whom nobody has", StringComparison.Ordinal) ? new(true, null)
                : more.Contains("brought by a client not named", StringComparison.Ordinal) ? new(false, null)
                : null,
            Employee = more.Contains("introduced by an employee", StringComparison.Ordinal) ? "employee-1" : null,
        };
    });

    /// <summary>The consultant that stands after these words; null where none does.</summary>
    private static string? Named(string words, string after) =>
        words.IndexOf(after, StringComparison.Ordinal) is >= 0 and var place
        && char.IsAsciiLetterUpper(words[place + after.Length])
            ? words.Substring(place + after.Length, 1)
            : null;

    private void Add(Func<string, Instant, Fact> fact) => _facts.Add(fact($"fact/{_facts.Count + 1}", _time.Now));
}

/// <summary>What a sentence of a case names.</summary>
file static class SentenceParts
{
    public static string Of(this Match match, string group) => match.Groups[group].Value;

    public static bool Is(this Match match, string group, string word) => match.Of(group) == word;

    public static string Who(this Match match) => match.Of("who");

    public static IReadOnlyList<string> Parties(this Match match) => match.Of("parties").Split(" and ");

    /// <summary><c>the manager</c>, or <c>supervisor B</c>: a consultant who stands in as one.</summary>
    public static string By(this Match match) => match.Of("by").Split(' ') switch
    {
        ["the", "manager"] => AttributionStory.Manager,
        ["the", "supervisor"] => AttributionStory.Supervisor,
        [_, var name] => name,
        _ => throw new FormatException($"'{match.Of("by")}' decides nothing."),
    };

    public static Post Post(this Match match) => match.Of("by").Split(' ') switch
    {
        [.., "manager"] or ["manager", _] => Ops.ClientAttribution.Attribution.Post.Manager,
        [.., "supervisor"] or ["supervisor", _] => Ops.ClientAttribution.Attribution.Post.Supervisor,
        _ => Ops.ClientAttribution.Attribution.Post.Consultant,
    };

    /// <summary><c>A 60, B 40</c>, or <c>equally A, B, C</c>.</summary>
    public static Shares Shares(this Match match)
    {
        const string Equally = "equally ";
        var words = match.Of("shares");
        return words.StartsWith(Equally, StringComparison.Ordinal)
            ? Ops.ClientAttribution.Attribution.Shares.Equal(words[Equally.Length..].Split(", "))
            : Ops.ClientAttribution.Attribution.Shares.Of(words.Split(", ").Select(one => new Share(
                one[..1], decimal.Parse(one[2..], CultureInfo.InvariantCulture)))).Value;
    }
}
