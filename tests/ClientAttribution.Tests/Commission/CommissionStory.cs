using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using Ops.ClientAttribution.Commission;

namespace Ops.ClientAttribution.Tests.Commission;

/// <summary>What happened to the sales of a case.</summary>
internal sealed class CommissionStory
{
    public const string Site = "harbour-court", Home = "home", Shop = "shop";

    private static readonly Dictionary<string, Action<CommissionStory, Match>> Sentences =
        new(StringComparer.Ordinal)
        {
            [@"sale (?<sale>\d)(?<shop> of a shop)? at (?<price>[\d.]+) for (?<whose>.+)"] =
                (story, of) => story.Add((id, at) => new SaleEvent.Subscribed(
                    id, at, story.Sale(of), Unit(of), Money(of, "price"),
                    AwardInWords.Read(of.Groups["whose"].Value))),
            [@"the contract of sale (?<sale>\d)"] =
                (story, of) => story.Add((id, at) => new SaleEvent.Contracted(id, at, story.Sale(of))),
            [@"sale (?<sale>\d) pays (?<amount>[\d.]+)"] =
                (story, of) => story.Add((id, at) => new SaleEvent.Paid(id, at, story.Sale(of), Money(of, "amount"))),
            [@"sale (?<sale>\d) is swapped for (?<shop>a shop at )?(?<price>[\d.]+)"] =
                (story, of) => story.Add((id, at) =>
                {
                    var before = story.Sale(of);
                    story._now[of.Groups["sale"].Value] = $"{before}, swapped";
                    return new SaleEvent.Swapped(id, at, before, story.Sale(of), Unit(of), Money(of, "price"));
                }),
            [@"sale (?<sale>\d) is renamed"] =
                (story, of) => story.Add((id, at) => new SaleEvent.Renamed(id, at, story.Sale(of))),
            [@"sale (?<sale>\d) is cancelled"] =
                (story, of) => story.Add((id, at) => new SaleEvent.Cancelled(id, at, story.Sale(of))),
            [@"sale (?<sale>\d) is forfeited"] =
                (story, of) => story.Add((id, at) => new SaleEvent.Forfeited(id, at, story.Sale(of))),
            [@"sale (?<sale>\d) goes to (?<whose>.+)"] =
                (story, of) => story.Add((id, at) => new SaleEvent.Recredited(
                    id, at, story.Sale(of), AwardInWords.Read(of.Groups["whose"].Value), "ATT-6")),
            [@"(?<who>[A-Z])'s commission is withheld"] =
                (story, of) => story.Add((id, at) => new SaleEvent.Withheld(id, at, of.Groups["who"].Value)),
        };

    private readonly List<SaleEvent> _events = [];
    private readonly Dictionary<string, string> _now = new(StringComparer.Ordinal);
    private readonly CaseTime _time = new();

    /// <summary>The events, in the order of the sentences.</summary>
    public IReadOnlyList<SaleEvent> Events => _events;

    /// <summary>What the sentences say.</summary>
    public static CommissionStory Read(string sentences)
    {
        var story = new CommissionStory();
        foreach (var sentence in sentences.Split("; "))
            story.Tell(sentence);
        return story;
    }

    /// <summary>A plan for homes: <c>0.3 %, from 3000000 0.5 %</c>, half of it payable at the contract.</summary>
    public static CommissionPlans Plans(string words) => CommissionPlans.Of(
    [
        new(
            "plan-1", Site, Home, new LocalDate(2026, 1, 1), null, CountingPeriod.Month,
            [
                .. words.Split(", ").Select(tier => tier.Trim(' ', '%').Split(' ') switch
                {
                    ["from", var from, var rate] => new Tier(Number(from), Number(rate)),
                    [var rate] => new Tier(0, Number(rate)),
                    _ => throw new FormatException($"'{tier}' is no tier."),
                }),
            ],
            50),
    ]).Value;

    /// <summary>What each recipient has after all lines: <c>A 3600.00, the fund 2400.00</c>.</summary>
    public static string Balances(IEnumerable<CommissionLine> lines, Func<CommissionLine, decimal> of)
    {
        var all = lines.GroupBy(line => line.Recipient).Select(one => (one.Key, Sum: one.Sum(of)))
            .Where(one => one.Sum != 0).OrderBy(one => one.Key.Kind)
            .ThenBy(one => one.Key.Consultant, StringComparer.Ordinal)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{NameOf(one.Key)} {one.Sum:0.00}")).ToList();
        return all.Count == 0 ? "nothing" : string.Join(", ", all);
    }

    private static string NameOf(Recipient recipient) => recipient.Kind switch
    {
        RecipientKind.Fund => "the fund",
        RecipientKind.Company => "the company",
        _ => recipient.Consultant!,
    };

    private static decimal Number(string words) => decimal.Parse(words, CultureInfo.InvariantCulture);

    private static decimal Money(Match of, string group) => Number(of.Groups[group].Value);

    private static SoldUnit Unit(Match of) =>
        new(Site, of.Groups["shop"].Success ? Shop : Home, $"2-1-{of.Groups["sale"].Value}01");

    /// <summary>A sale, as it is called now: after a swap it is another.</summary>
    private string Sale(Match of) =>
        _now.GetValueOrDefault(of.Groups["sale"].Value, $"sale/{of.Groups["sale"].Value}");

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

    private void Add(Func<string, Instant, SaleEvent> happened) =>
        _events.Add(happened($"event/{_events.Count + 1}", _time.Now));
}
