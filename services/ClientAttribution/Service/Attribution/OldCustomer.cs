using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// REC-2.2, REC-2.4, ATT-III.1: an old customer belongs to the first receiver, whoever receives them this time and
/// whomever they ask for; a consultant who meets them later hands them to the earliest.
/// </summary>
internal static class OldCustomer
{
    /// <summary>Somebody's client is registered again.</summary>
    [Rule("REC-2.2", "an old customer is the first receiver's")]
    [Rule("REC-2.4", "an old customer who asks for another stays")]
    [Rule("ATT-III.1", "the later hands over to the earliest")]
    public static void Receive(CaseFile file, Confirmation confirmed, Registered entry)
    {
        if (confirmed.Shares.Has(entry.Consultant))
        {
            file.Add(
                "REC-2.2", Text.Of("attribution.old-customer.own", ("consultant", entry.Consultant)),
                [confirmed.Entry, entry.Id]);
            return;
        }

        if (Grabbing.Disregards(file, entry.Client, entry.Consultant, entry))
            return;
        confirmed.Claimants.Add(entry.Consultant);
        if (entry.Asked is { } asked && !confirmed.Shares.Has(asked))
        {
            file.Add(
                "REC-2.4",
                Text.Of("attribution.old-customer.wants-other", ("asked", asked), ("holders", confirmed.Holders)),
                [confirmed.Entry, entry.Id]);
        }

        if (StandingIn.Note(file, confirmed, entry))
            return;
        confirmed.Collisions.Add(entry.Id);
        file.Add(
            "ATT-III.1",
            Text.Of("attribution.collision", ("consultant", entry.Consultant), ("holders", confirmed.Holders)),
            [confirmed.Entry, entry.Id]);
    }
}
