using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-3, REC-2.2, REC-3.2: who receives somebody else's client because nobody of those whose client it is is there
/// stands in. The client stays the first receiver's; the commission too, unless the first receiver agrees otherwise or
/// is on a business trip or home leave: then two fifths go to who stood in.
/// </summary>
internal static class StandingIn
{
    /// <summary>Whether who made the entry stood in for those whose client it is: all of them were away.</summary>
    [Rule("ATT-3", "who is absent is stood in for")]
    [Rule("REC-2.2", "the consultant on duty receives while the first receiver is away")]
    public static bool Note(CaseFile file, Confirmation confirmed, Registered entry)
    {
        if (confirmed.Shares.Has(entry.Consultant))
            return false;
        foreach (var share in confirmed.Shares.All)
        {
            if (file.AwayAt(share.Consultant, entry.At) is null)
                return false;
        }

        if (file.Grabbed(entry.Client, entry.Consultant) is not null)
            return false;
        confirmed.Claimants.Add(entry.Consultant);
        confirmed.StandIn(entry);
        var away = file.AwayAt(confirmed.Shares.All[0].Consultant, entry.At)!;
        var asked = entry.Asked is { } name && confirmed.Shares.Has(name);
        file.Add(
            asked ? "ATT-3" : "REC-2.2",
            Text.Of(
                asked ? "attribution.stand-in.asked-for" : "attribution.stand-in", ("consultant", entry.Consultant),
                ("holders", confirmed.Holders), ("why", Text.NameOf(away.Kind))),
            [away.Id, entry.Id]);
        return true;
    }

    /// <summary>A first receiver lets who stood in have a part.</summary>
    [Rule("REC-3.2", "the first receiver agrees")]
    public static void Consent(CaseFile file, Consented consent)
    {
        if (file.Find(consent.Client) is { } confirmed && confirmed.Shares.Has(consent.By)
            && confirmed.StandIns.Any(stood => stood.Entry.Consultant == consent.StandIn))
        {
            confirmed.Consents.Add(consent);
            return;
        }

        file.Add(
            "REC-3.2",
            Text.Of("attribution.consent.void", ("by", consent.By), ("consultant", consent.StandIn)), [consent.Id]);
    }

    /// <summary>What of a holder's commission goes to those who stood in; it is not more than all of it.</summary>
    [Rule("REC-3.2", "40 % to the stand-in of one on a trip or home leave")]
    public static IReadOnlyList<StandInPart> PartsOf(CaseFile file, Confirmation confirmed, string holder)
    {
        if (confirmed.StandIns.Count == 0)
            return [];
        var parts = new List<StandInPart>();
        var left = 100m;
        // Of those who stood in while the holder was far away, the last has the two fifths.
        if (confirmed.StandIns.LastOrDefault(one =>
            StoodInFor(one) && file.AwayAt(holder, one.Entry.At) is { IsFar: true }) is { } far)
        {
            Give(
                "attribution.stand-in.shares", far.Entry.Consultant, file.Question.Terms.StandInPercent,
                [file.AwayAt(holder, far.Entry.At)!.Id, far.Entry.Id]);
        }

        foreach (var consent in confirmed.Consents.Where(one => one.By == holder))
            Agree(consent);
        if (parts.Count == 0 && confirmed.StandIns.LastOrDefault(StoodInFor) is { } without)
        {
            file.Add(
                "REC-3.2",
                Text.Of(
                    "attribution.stand-in.none", ("consultant", without.Entry.Consultant), ("holder", holder)),
                [without.Entry.Id]);
        }

        return parts;

        bool StoodInFor(StandInReception one) =>
            one.For.Has(holder) && !confirmed.Shares.Has(one.Entry.Consultant);

        // More than what is due can be agreed to, not less; and nothing that somebody else has.
        void Agree(Consented consent)
        {
            if (confirmed.Shares.Has(consent.StandIn))
                return;
            var due = parts.Find(part => part.Consultant == consent.StandIn)?.Percent ?? 0;
            if (consent.Percent <= due || consent.Percent - due > left)
            {
                file.Add(
                    "REC-3.2",
                    Text.Of(
                        "attribution.consent.nothing-more", ("by", holder), ("consultant", consent.StandIn),
                        ("percent", consent.Percent)),
                    [consent.Id]);
                return;
            }

            parts.RemoveAll(part => part.Consultant == consent.StandIn);
            left += due;
            Give("attribution.stand-in.by-consent", consent.StandIn, consent.Percent, [consent.Id]);
        }

        void Give(string code, string consultant, decimal percent, IReadOnlyList<string> evidence)
        {
            parts.Add(new(consultant, percent));
            left -= percent;
            foreach (var fact in evidence)
                confirmed.RestOn(fact);
            file.Add(
                "REC-3.2",
                Text.Of(code, ("consultant", consultant), ("holder", holder), ("percent", percent)), evidence);
        }
    }
}
