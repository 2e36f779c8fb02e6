using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-III.2: a consultant registers an old customer or acquaintance with the marketing manager before they come 备案. It
/// counts from then on, as a first registration does, and takes nobody from whoever was first.
/// </summary>
internal static class PreRegistration
{
    /// <summary>A pre-registration is filed.</summary>
    [Rule("ATT-III.2", "a pre-registration counts from when it is filed")]
    public static void Take(CaseFile file, PreRegistered entry)
    {
        if (file.Find(entry.Client) is { } confirmed)
        {
            if (Grabbing.Disregards(file, entry.Client, entry.Consultant, entry))
                return;
            if (confirmed.Shares.Has(entry.Consultant))
                return;
            confirmed.Claimants.Add(entry.Consultant);
            confirmed.Collisions.Add(entry.Id);
            file.Add(
                "ATT-1",
                Text.Of(
                    "attribution.pre-registration.later", ("consultant", entry.Consultant),
                    ("holders", confirmed.Holders)),
                [confirmed.Entry, entry.Id]);
            return;
        }

        var claim = new Claim(entry.Consultant, new(
            "ATT-III.2", Text.Of("attribution.pre-registration", ("consultant", entry.Consultant)), [entry.Id]));
        if (!Grabbing.Voids(file, claim, entry) && !ConnectedCustomer.Voids(file, claim, entry))
            file.Confirm(claim, entry);
    }
}
