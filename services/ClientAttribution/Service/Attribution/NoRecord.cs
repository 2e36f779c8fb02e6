using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-III.6: what does not stand on the register gives no claim; nor does what the register refused, because it came
/// too late (ATT-I.5, ATT-II.5) or lacks the answer whether the customer came before (ATT-5).
/// </summary>
internal static class NoRecord
{
    /// <summary>A refused entry counts as none.</summary>
    [Rule("ATT-5", "an entry without the answer is no record")]
    [Rule("ATT-I.5", "a late entry of a call is no record")]
    [Rule("ATT-II.5", "a late entry of a reception is no record")]
    [Rule("ATT-III.6", "a refused entry gives no claim")]
    public static void Note(CaseFile file, EntryRefused entry) => file.Add(
        entry.Why == EntryFault.Unasked ? "ATT-5" : entry.Medium == Medium.Call ? "ATT-I.5" : "ATT-II.5",
        Text.Of(
            entry.Why == EntryFault.Unasked ? "attribution.no-record.unasked" : "attribution.no-record.late",
            ("consultant", entry.Consultant)),
        [entry.Id]);

    /// <summary>A buyer whom nobody has registered is nobody's client.</summary>
    [Rule("ATT-III.6", "a sale to a buyer whom nobody registered")]
    public static void Sell(CaseFile file, Sold sold)
    {
        if (sold.Client == file.Question.Client)
            file.Unregistered = sold;
        file.Add("ATT-III.6", Text.Of("attribution.no-record.sold", ("consultant", sold.Consultant)), [sold.Id]);
    }
}
