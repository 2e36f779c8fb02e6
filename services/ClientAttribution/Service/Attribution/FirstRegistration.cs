using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-1, REC-2.1: who is nobody's yet belongs to whoever registers them first: the consultant on duty who receives a
/// new visitor, answers a first call or makes a first direct sale.
/// </summary>
internal static class FirstRegistration
{
    /// <summary>Whoever made the entry has the client.</summary>
    [Rule("ATT-1", "first reception, first call, or first direct sale")]
    [Rule("REC-2.1", "a new visitor is the receiving consultant's")]
    public static Claim Claim(Registered entry) => new(entry.Consultant, new(
        entry.Medium == Medium.Reception ? "REC-2.1" : "ATT-1",
        Text.Of(
            entry.Medium switch
            {
                Medium.Reception => "attribution.first.reception",
                Medium.Call => "attribution.first.call",
                _ => "attribution.first.direct-sale",
            },
            ("consultant", entry.Consultant)),
        [entry.Id]));
}
