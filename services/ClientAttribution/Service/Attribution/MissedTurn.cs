using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-4: a consultant who is not there at their turn is passed over 自动轮过, and has no claim for it: the client is the
/// next one's, who received.
/// </summary>
internal static class MissedTurn
{
    /// <summary>A turn that was missed gives nothing.</summary>
    [Rule("ATT-4", "who was passed over has no claim")]
    public static void Note(CaseFile file, PassedOver turn) => file.Add(
        "ATT-4", Text.Of("attribution.passed-over", ("consultant", turn.Consultant)), [turn.Id]);
}
