using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-3: a visitor who is nobody's yet and asks for a consultant is that consultant's, whoever receives them.
/// </summary>
internal static class NamedConsultant
{
    /// <summary>The consultant who is asked for has the client; null where nobody is.</summary>
    [Rule("ATT-3", "who is asked for has the client")]
    public static Claim? Claim(Registered entry) => entry.Asked is { } asked
        ? new(asked, new(
            "ATT-3",
            asked == entry.Consultant
                ? Text.Of("attribution.named", ("consultant", asked))
                : Text.Of("attribution.named.received-by", ("consultant", asked), ("receiver", entry.Consultant)),
            [entry.Id]))
        : null;
}
