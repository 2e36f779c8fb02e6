using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-III.3: a confirmation is valid to the end of the seventh day after its entry or last report. A report renews it
/// while it is valid; after that the client counts as new. Who has bought does not lapse.
/// </summary>
internal static class Validity
{
    /// <summary>What is over by a time is over.</summary>
    [Rule("ATT-III.3", "lapses after the seventh day")]
    public static void LapseBy(CaseFile file, Instant at)
    {
        for (var i = file.Confirmed.Count - 1; i >= 0; i--)
        {
            var confirmed = file.Confirmed[i];
            if (confirmed.Sales.Count > 0 || file.DayOf(at) <= confirmed.ValidUntil)
                continue;
            file.Remove(confirmed);
            file.Add(
                "ATT-III.3",
                Text.Of(
                    "attribution.lapsed", ("holders", confirmed.Holders), ("validUntil", confirmed.ValidUntil)),
                [confirmed.LastEvidence]);
        }
    }

    /// <summary>A daily report renews what is valid, where it is the report of one whose client it is.</summary>
    [Rule("ATT-III.1", "the daily report is the evidence")]
    [Rule("ATT-III.3", "renewed by the daily report, while valid")]
    public static void Renew(CaseFile file, Reported report)
    {
        if (file.Find(report.Client) is not { } confirmed)
        {
            file.Add(
                "ATT-III.3", Text.Of("attribution.report.nothing-valid", ("consultant", report.Consultant)),
                [report.Id]);
            return;
        }

        if (!confirmed.Shares.Has(report.Consultant))
        {
            file.Add(
                "ATT-III.1",
                Text.Of(
                    "attribution.report.others", ("consultant", report.Consultant), ("holders", confirmed.Holders)),
                [report.Id]);
            return;
        }

        confirmed.Renew(file.ValidFrom(report.At), report);
        if (confirmed.Sales.Count == 0)
        {
            file.Add(
                "ATT-III.3",
                Text.Of(
                    "attribution.renewed", ("consultant", report.Consultant), ("validUntil", confirmed.ValidUntil)),
                [report.Id]);
        }
    }
}
