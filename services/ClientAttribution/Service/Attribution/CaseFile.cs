using NodaTime;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>What is known while the facts are gone through, and the steps so far.</summary>
internal sealed class CaseFile
{
    private readonly List<Step> _steps = [];
    private readonly List<Confirmation> _confirmed = [];
    private readonly List<Away> _away = [];
    private readonly List<GrabbingFound> _grabbings = [];
    private readonly List<FamilyKnown> _families = [];
    private (Instant At, LocalDate Day)? _day;

    private CaseFile(Question question, IReadOnlyList<Fact> facts, Instant asOf)
    {
        (Question, Facts, AsOf) = (question, facts, asOf);
        foreach (var fact in facts)
        {
            if (fact is GrabbingFound found)
                _grabbings.Add(found);
            else if (fact is FamilyKnown known)
                _families.Add(known);
        }
    }

    /// <summary>What is asked.</summary>
    public Question Question { get; }

    /// <summary>What counts, in the order of time.</summary>
    public IReadOnlyList<Fact> Facts { get; }

    /// <summary>When the answer is for: the sale's time where it is asked about a sale.</summary>
    public Instant AsOf { get; }

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>The confirmations in force, of the client and of the family.</summary>
    public IReadOnlyList<Confirmation> Confirmed => _confirmed;

    /// <summary>The notices that the client is connected with the company.</summary>
    public List<ConnectedNotice> Notices { get; } = [];

    /// <summary>Who read them.</summary>
    public List<NoticeRead> Readings { get; } = [];

    /// <summary>What the last fact rests on that made the client the company's (ATT-III.4); null for none.</summary>
    public IReadOnlyList<string>? CompanysBecause { get; set; }

    /// <summary>A sale to a buyer whom nobody had registered (ATT-III.6); null for none.</summary>
    public Sold? Unregistered { get; set; }

    /// <summary>Takes what counts for the question, in the order of time, each once.</summary>
    public static CaseFile Open(IEnumerable<Fact> facts, Question question)
    {
        var all = new List<Fact>(facts);
        all.Sort(Fact.Compare);
        var sale = question.Sale is { } asked ? FindSale(all, question, asked) : null;
        var counting = new List<Fact>(all.Count);
        var seen = new HashSet<string>(all.Count, StringComparer.Ordinal);
        foreach (var fact in all)
        {
            if (fact.At <= question.At && (sale is null || CountsFor(sale, fact)) && seen.Add(fact.Id))
                counting.Add(fact);
        }

        return new(question, counting, sale?.At ?? question.At);
    }

    /// <summary>The client's confirmation in force; null for none.</summary>
    public Confirmation? Find(string client)
    {
        foreach (var confirmation in _confirmed)
        {
            if (confirmation.Client == client)
                return confirmation;
        }

        return null;
    }

    /// <summary>A client is confirmed as a consultant's, from the entry's day on.</summary>
    public Confirmation Confirm(Claim claim, Fact entry)
    {
        var confirmed = new Confirmation(
            entry.Client, entry.At, claim.Consultant, claim.Step.Evidence, ValidFrom(entry.At));
        _confirmed.Add(confirmed);
        _steps.Add(claim.Step);
        return confirmed;
    }

    /// <summary>A client has the same confirmation as a member of the family.</summary>
    public void Adopt(Confirmation confirmation) => _confirmed.Add(confirmation);

    /// <summary>A confirmation is over.</summary>
    public void Remove(Confirmation confirmation) => _confirmed.Remove(confirmation);

    /// <summary>A rule was applied.</summary>
    public void Add(string rule, Text text, params IReadOnlyList<string> evidence) =>
        _steps.Add(new(rule, text, evidence));

    /// <summary>Somebody is away.</summary>
    public void Note(Away away) => _away.Add(away);

    /// <summary>
    /// By which entry a consultant is away at a time, one of a trip or home leave before any other; null for one who is
    /// there.
    /// </summary>
    public Away? AwayAt(string consultant, Instant at)
    {
        Away? found = null;
        foreach (var away in _away)
        {
            if (away.Consultant != consultant || away.At > at || away.Until <= at)
                continue;
            if (away.IsFar)
                return away;
            found ??= away;
        }

        return found;
    }

    /// <summary>The finding that a consultant grabbed the client; null for none.</summary>
    public GrabbingFound? Grabbed(string client, string consultant)
    {
        foreach (var found in _grabbings)
        {
            if (found.Consultant == consultant && found.Client == client)
                return found;
        }

        return null;
    }

    /// <summary>That two persons are of one family; null where it is not known.</summary>
    public FamilyKnown? FamilyOf(string one, string other)
    {
        foreach (var known in _families)
        {
            if ((known.Client == one && known.Member == other) || (known.Client == other && known.Member == one))
                return known;
        }

        return null;
    }

    /// <summary>The day of a time at the site. One fact asks for its day several times.</summary>
    public LocalDate DayOf(Instant at)
    {
        if (_day?.At != at)
            _day = (at, at.InZone(Question.Terms.Zone).Date);
        return _day.Value.Day;
    }

    /// <summary>The last day of a confirmation that was registered or reported at a time.</summary>
    public LocalDate ValidFrom(Instant at) => DayOf(at).PlusDays(Question.Terms.ValidDays);

    private static Sold FindSale(List<Fact> facts, Question question, string sale) =>
        facts.OfType<Sold>().FirstOrDefault(sold =>
            sold.Sale == sale && sold.Client == question.Client && sold.At <= question.At)
        ?? throw new ArgumentException($"No fact says that the client bought {sale}.", nameof(question));

    private static bool CountsFor(Sold sale, Fact fact) =>
        Fact.Compare(fact, sale) <= 0
        || fact is Agreed or Ruled or NotAccepted or GrabbingFound or Consented or FamilyKnown;
}
