using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Commission;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Sales;

/// <summary>What happened to a sale, as the decision about its commission asks it.</summary>
internal static class SaleStory
{
    private static readonly Award Nobodys = new(AwardKind.Nobody, [], []);

    /// <summary>
    /// The events of a sale and of those that follow it by a swap. Of one whose price is not known there are none: what
    /// it earns cannot be said.
    /// </summary>
    /// <param name="chain">The sale and those that follow it.</param>
    /// <param name="entries">What was heard of each.</param>
    [Rule("REC-3.1", "commission follows the sale through a swap")]
    public static IEnumerable<SaleEvent> Of(IReadOnlyList<Sale> chain, ILookup<Guid, SaleEntry> entries)
    {
        var priced = chain.TakeWhile(one => one.Price > 0).ToList();
        var credits = chain.FirstOrDefault(one => one.Credits.Count > 0)?.Credits ?? [];
        foreach (var (place, sale) in priced.Index())
        {
            var (name, unit) = (NameOf(sale), new SoldUnit(sale.Project, sale.Kind ?? "", sale.Unit));
            foreach (var entry in entries[sale.Id])
            {
                var (id, before) = ($"sale-entry/{entry.Id}", place == 0 ? null : priced[place - 1]);
                if (entry.Kind == SaleEntryKind.Subscribed)
                {
                    yield return before is null
                        ? new SaleEvent.Subscribed(
                            id, entry.At, name, unit, sale.Price!.Value,
                            credits.Count > 0 ? credits[0].Award : Nobodys)
                        : new SaleEvent.Swapped(id, entry.At, NameOf(before), name, unit, sale.Price!.Value);
                    // What a swap moved on was paid, and heard of, before.
                    var paid = entry.Amount!.Value
                        - (before is null ? 0 : entries[before.Id].Sum(one => one.Amount ?? 0));
                    if (paid != 0)
                        yield return new SaleEvent.Paid($"{id}/paid", entry.At, name, paid);
                }
                else if (Of(entry, id, name) is { } happened)
                {
                    yield return happened;
                }
            }
        }

        foreach (var credit in credits.Skip(1).Where(_ => priced.Count > 0))
        {
            var then = priced.LastOrDefault(one => one.SignedAt <= credit.At) ?? priced[0];
            yield return new SaleEvent.Recredited(credit.Id, credit.At, NameOf(then), credit.Award, credit.Rule);
        }
    }

    /// <summary>
    /// Whose credit a sale is by the case file: at the subscription, and from each later fact on by which it is
    /// another's.
    /// </summary>
    /// <param name="facts">Of the client who bought.</param>
    /// <param name="terms">The project's terms.</param>
    /// <param name="link">That somebody said that this client bought.</param>
    [Rule("ATT-6", "a ruling after the sale decides over its credit")]
    public static IReadOnlyList<SaleCredit> CreditsOf(IReadOnlyList<Fact> facts, AttributionTerms terms, Guid link)
    {
        if (facts.OfType<Fact.Sold>().FirstOrDefault(one => one.Sale == $"{link}") is not { } sold)
            return [];
        List<SaleCredit> credits = [new(sold.Id, sold.At, "REC-3.1", AwardAt(sold.At))];
        foreach (var (fact, rule) in facts.Where(one => one.At > sold.At)
            .Order(Comparer<Fact>.Create(Fact.Compare)).Select(one => (one, RuleOf(one))))
        {
            if (rule is not null && AwardAt(fact.At) is var award && !SameHoldings(credits[^1].Award, award))
                credits.Add(new(fact.Id, fact.At, rule, award));
        }

        return credits;

        Award AwardAt(Instant at) =>
            AttributionDecision.Decide(facts, new(sold.Client, at, terms) { Sale = sold.Sale }).Award;
    }

    private static SaleEvent? Of(SaleEntry entry, string id, string name) => entry.Kind switch
    {
        SaleEntryKind.Contracted => new SaleEvent.Contracted(id, entry.At, name),
        SaleEntryKind.Paid => new SaleEvent.Paid(id, entry.At, name, entry.Amount!.Value),
        SaleEntryKind.Renamed => new SaleEvent.Renamed(id, entry.At, name),
        SaleEntryKind.Cancelled => new SaleEvent.Cancelled(id, entry.At, name),
        SaleEntryKind.Forfeited => new SaleEvent.Forfeited(id, entry.At, name),
        // The subscription that follows says it, with its unit and its price.
        _ => null,
    };

    /// <summary>The rule by which a fact after a sale may change whose it is; null where none does.</summary>
    private static string? RuleOf(Fact fact) => fact switch
    {
        Fact.Agreed or Fact.Ruled or Fact.NotAccepted => "ATT-6",
        Fact.GrabbingFound => "ATT-III.X",
        Fact.Consented => "REC-3.2",
        Fact.FamilyKnown => "REC-2.2f",
        _ => null,
    };

    private static bool SameHoldings(Award one, Award other) => ClientAward.Same(
        new Award(one.Kind, one.Holdings, []), new Award(other.Kind, other.Holdings, []));

    private static string NameOf(Sale sale) => $"{sale.Id}";
}
