using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-2, REC-2.3: a visitor whom a customer brought or recommended. Where the visitor names the introducer, the
/// project's policy says whether they are the introducer's first receiver's or the receiver's; where not, the
/// receiver's.
/// </summary>
internal static class Referral
{
    /// <summary>Whose an introduced visitor is; null for one whom no customer introduced.</summary>
    [Rule("ATT-2", "who receives an introduced visitor has the client")]
    [Rule("REC-2.3", "the introducer's first receiver has the client")]
    public static Claim? Claim(Registered entry, ReferralPolicy policy)
    {
        if (entry.Introducer is not { } introducer)
            return null;
        if (introducer is { Named: true, Consultant: { } first } && policy == ReferralPolicy.IntroducersConsultant)
        {
            return new(first, new("REC-2.3", Text.Of("attribution.referral.introducers", ("consultant", first)),
                [entry.Id]));
        }

        return new(entry.Consultant, new(
            "ATT-2",
            Text.Of(
                introducer switch
                {
                    { Named: false } => "attribution.referral.not-named",
                    { Consultant: null } => "attribution.referral.nobodys",
                    _ => "attribution.referral.receivers",
                },
                ("consultant", entry.Consultant)),
            [entry.Id]));
    }
}
