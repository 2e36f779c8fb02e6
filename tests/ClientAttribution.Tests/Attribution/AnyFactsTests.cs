using CsCheck;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.ClientAttribution.Tests.Attribution;

/// <summary>Whatever happens to a client, in whichever order it is told.</summary>
public sealed class AnyFactsTests
{
    private const string Client = "client", Wife = "wife";

    private static readonly string[] Consultants = ["A", "B", "C", "D"];
    private static readonly Instant Start = CaseTime.At(1, new LocalTime(9, 0));
    private static readonly AttributionTerms Terms = new(CaseTime.Zone, ReferralPolicy.IntroducersConsultant);

    /// <summary>
    /// A fact: which kind (0 to 29), two consultants, and after how many minutes; often some, sometimes days, now and
    /// then none.
    /// </summary>
    private static readonly Gen<IReadOnlyList<Fact>> Histories = Gen.Select(
        Gen.Int[0, 29], Gen.Int[0, 3], Gen.Int[0, 3],
        Gen.OneOf(Gen.Const(0), Gen.Int[1, 90], Gen.Int[1, 90], Gen.Int[300, 9 * 24 * 60])).Array[1, 50]
        .Select(Tell);

    [Fact, Rule("ATT-1")]
    public void The_answer_is_the_same_in_whichever_order_facts_come_and_however_often() =>
        Gen.Select(Histories, Gen.Int[0, 100_000]).Sample((facts, seed) =>
        {
            var otherwise = facts.Concat(facts.Where((_, place) => place % 3 == 0))
                .OrderBy(fact => Mixed(fact.Id, seed)).ToList();
            return Questions(facts).All(question => Same(
                AttributionDecision.Decide(facts, question), AttributionDecision.Decide(otherwise, question)));
        });

    [Fact, Rule("ATT-7"), Rule("REC-3.2")]
    public void Shares_sum_to_100_percent_and_who_stood_in_has_no_more_than_there_is() =>
        Sample((_, _, award) => award.Kind == AwardKind.Consultants
            ? award.Holdings.Sum(holding => holding.Percent) == 100
                && award.Holdings.All(holding => holding.Percent > 0
                    && holding.StandIns.All(one => one.Percent > 0)
                    && holding.StandIns.Sum(one => one.Percent) <= 100)
                && award.Holdings.Select(holding => holding.Consultant).Distinct().Count() == award.Holdings.Count
            : award.Holdings.Count == 0);

    [Fact, Rule("ATT-III.6")]
    public void There_is_no_award_without_evidence_and_no_step_without() =>
        Histories.Sample(facts => Questions(facts).All(question =>
        {
            var (award, steps) = AttributionDecision.Decide(facts, question);
            var known = facts.Where(fact => fact.At <= question.At).Select(fact => fact.Id).ToHashSet();
            return (award.Kind == AwardKind.Nobody || award.Evidence.Count > 0)
                && award.Evidence.All(known.Contains)
                && steps.All(step => step.Evidence.Count > 0 && step.Evidence.All(known.Contains));
        }));

    [Fact, Rule("ATT-III.6")]
    public void Nobody_is_awarded_without_an_entry_of_the_client_or_the_family() =>
        Sample((facts, question, award) => award.Kind != AwardKind.Consultants || facts.Any(fact =>
            fact is Fact.Registered or Fact.PreRegistered && fact.At <= question.At
            && award.Evidence.Contains(fact.Id)));

    [Fact, Rule("ATT-III.3")]
    public void Nobody_is_awarded_who_has_lapsed() =>
        Sample((facts, question, award) =>
        {
            if (award.Kind != AwardKind.Consultants)
                return true;
            var sold = facts.OfType<Fact.Sold>().Any(sale => sale.Client == Client && sale.At <= question.At
                && !facts.OfType<Fact.SaleEnded>().Any(end => end.Sale == sale.Sale && end.At <= question.At));
            // The first is the entry; not everything that an award rests on confirms it anew.
            var last = facts.Where(fact => fact.Id == award.Evidence[0] || (award.Evidence.Contains(fact.Id)
                && fact is Fact.Reported or Fact.MajorConfirmed or Fact.Agreed or Fact.Ruled or Fact.Reassigned
                    or Fact.SaleEnded)).Max(fact => DayOf(fact.At));
            return sold || (DayOf(question.At) <= last.PlusDays(7) && award.ValidUntil == last.PlusDays(7));
        });

    [Fact, Rule("ATT-III.1")]
    public void An_award_changes_with_an_entry_or_lapses() =>
        Histories.Sample(facts => facts.Zip(facts.Skip(1)).Where(two => two.Second.At > two.First.At).All(two =>
        {
            var at = AttributionDecision.Decide(facts, new(Client, two.First.At, Terms)).Award;
            var later = AttributionDecision.Decide(
                facts, new(Client, two.Second.At - Duration.FromNanoseconds(1), Terms)).Award;
            return AwardInWords.Write(at) == AwardInWords.Write(later)
                || (at.ValidUntil < DayOf(two.Second.At - Duration.FromNanoseconds(1))
                    && later.Kind != AwardKind.Consultants);
        }));

    [Fact, Rule("REC-3.1")]
    public void What_comes_after_a_sale_changes_its_credit_only_where_it_settles_it() =>
        Histories.Sample(facts => facts.OfType<Fact.Sold>().Where(sold => sold.Client == Client).All(sold =>
        {
            var question = new Question(Client, facts[^1].At, Terms) { Sale = sold.Sale };
            var settled = facts.Where(fact => Fact.Compare(fact, sold) <= 0
                || fact is Fact.Agreed or Fact.Ruled or Fact.NotAccepted or Fact.GrabbingFound or Fact.Consented
                    or Fact.FamilyKnown).ToList();
            return Same(AttributionDecision.Decide(facts, question), AttributionDecision.Decide(settled, question));
        }));

    [Fact, Rule("ATT-III.X")]
    public void Who_was_found_to_have_grabbed_the_client_is_awarded_nothing() =>
        Sample((facts, question, award) => !facts.OfType<Fact.GrabbingFound>().Any(found =>
            found.At <= question.At && award.Holdings.Any(holding => holding.Consultant == found.Consultant)));

    /// <summary>Histories of each kind of outcome are among those that are generated.</summary>
    [Fact]
    public void The_histories_lead_to_every_kind_of_award()
    {
        var kinds = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        Sample((_, _, award) =>
        {
            kinds.AddOrUpdate(award.Kind.ToString(), 1, (_, count) => count + 1);
            if (award.Holdings.Count > 1)
                kinds.AddOrUpdate("shared", 1, (_, count) => count + 1);
            if (award.Holdings.Any(holding => holding.StandIns.Count > 0))
                kinds.AddOrUpdate("stood in", 1, (_, count) => count + 1);
            if (award.Holdings.Any(holding => holding.ForfeitedToFund))
                kinds.AddOrUpdate("forfeited", 1, (_, count) => count + 1);
            return true;
        });
        Assert.Equal(
            ["Company", "Consultants", "Nobody", "forfeited", "shared", "stood in"],
            kinds.Keys.Order(StringComparer.Ordinal));
    }

    private static void Sample(Func<IReadOnlyList<Fact>, Question, Award, bool> holds) =>
        Histories.Sample(facts => Questions(facts).All(question =>
            holds(facts, question, AttributionDecision.Decide(facts, question).Award)));

    /// <summary>Whose the client is after each fact, and a week after the last.</summary>
    private static IEnumerable<Question> Questions(IReadOnlyList<Fact> facts) =>
        facts.Select(fact => fact.At).Append(facts[^1].At + Duration.FromDays(7)).Distinct()
            .Select(at => new Question(Client, at, Terms));

    private static bool Same(Attributed one, Attributed other) => Write(one) == Write(other);

    private static string Write(Attributed answer) => string.Join(
        '\n',
        answer.Steps.Select(step => $"{step.Rule} {step.Text} {string.Join(' ', step.Evidence)}")
            .Append(AwardInWords.Write(answer.Award)).Append($"{answer.Award.ValidUntil}")
            .Append(string.Join(' ', answer.Award.Evidence)).Append(string.Join(' ', answer.Award.Collisions)));

    private static uint Mixed(string id, int seed)
    {
        var mixed = (uint)seed;
        foreach (var letter in id)
            mixed = (mixed ^ letter) * 16777619;
        return mixed;
    }

    private static LocalDate DayOf(Instant at) => at.InZone(CaseTime.Zone).Date;

    private static IReadOnlyList<Fact> Tell((int What, int Who, int Other, int After)[] told)
    {
        var facts = new List<Fact>();
        var now = Start;
        foreach (var (what, who, other, after) in told)
        {
            now += Duration.FromMinutes(after);
            facts.Add(Tell(facts, what, Consultants[who], Consultants[other], now));
        }

        return facts;
    }

    private static Fact Tell(List<Fact> before, int what, string who, string other, Instant at)
    {
        var id = $"fact/{before.Count:00}";
        var half = who == other ? Shares.Whole(who) : Shares.Equal([who, other]);
        return what switch
        {
            0 or 1 or 2 => new Fact.Registered(id, at, Client, who, Medium.Reception),
            3 => new Fact.Registered(id, at, Client, who, Medium.Call) { AskedFor = other },
            4 => new Fact.Registered(id, at, Client, who, Medium.Reception) { Introducer = new(true, other) },
            5 => new Fact.Registered(id, at, Client, who, Medium.Reception) { Employee = "E", AskedFor = other },
            6 => new Fact.Registered(id, at, Wife, who, Medium.Reception),
            7 => new Fact.FamilyKnown(id, at, Wife, Client),
            8 => new Fact.PreRegistered(id, at, Client, who),
            9 => new Fact.EntryRefused(id, at, Client, who, Medium.Call, EntryFault.Late),
            10 => new Fact.PassedOver(id, at, Client, who),
            11 or 12 or 13 => new Fact.Reported(id, at, Client, who),
            14 => new Fact.Away(id, at, Client, who, AwayKind.BusinessTrip, at + Duration.FromDays(2)),
            15 => new Fact.Away(id, at, Client, who, AwayKind.Out, at + Duration.FromHours(5)),
            16 => new Fact.Away(id, at, Client, who, AwayKind.HomeLeave, null),
            17 when before.Count % 7 == 0 => new Fact.ConnectedNotice(id, at, Client),
            18 => new Fact.NoticeRead(id, at, Client, who),
            19 => new Fact.MajorConfirmed(id, at, Client, half, "manager-1", Post.Manager),
            20 => new Fact.Agreed(id, at, Client, half, [who, other]),
            21 => new Fact.Ruled(id, at, Client, half, Consultants, "supervisor-1", Post.Supervisor),
            22 => new Fact.Ruled(id, at, Client, Shares.Whole(who), Consultants, "manager-1", Post.Manager),
            23 or 24 => new Fact.NotAccepted(
                id, at, Client, before.OfType<Fact.Ruled>().LastOrDefault()?.Id ?? "none", who),
            25 => new Fact.Reassigned(
                id, at, Client, who, other, Grounds.Complaint, "manager-1", Post.Manager),
            26 when before.Count % 5 == 0 => new Fact.GrabbingFound(id, at, Client, who),
            27 => new Fact.Consented(id, at, Client, who, other, 30),
            28 => new Fact.Sold(id, at, Client, $"sale/{before.Count}", who),
            29 => new Fact.SaleEnded(
                id, at, Client, before.OfType<Fact.Sold>().LastOrDefault()?.Sale ?? "none"),
            _ => new Fact.Registered(id, at, Client, who, Medium.DirectSale),
        };
    }
}
