using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-III.4: a customer connected with the company 关系客户, of whom all consultants were told in writing, is the
/// company's. Where a consultant was in touch before having read that, and the daily report shows it, the customer
/// counts as an ordinary new one, with bonus.
/// </summary>
internal static class ConnectedCustomer
{
    /// <summary>A notice was given, or read.</summary>
    public static void Note(CaseFile file, Fact fact)
    {
        if (fact is NoticeRead read)
            file.Readings.Add(read);
        else if (fact is ConnectedNotice notice)
            file.Notices.Add(notice);
    }

    /// <summary>Whether who claims a client had read already that it is the company's.</summary>
    [Rule("ATT-III.4", "after the notice the customer is the company's")]
    public static bool Voids(CaseFile file, Claim claim, Fact entry)
    {
        if (NoticeOf(file, entry.Client) is not { } notice
            || ReadingOf(file, entry.Client, claim.Consultant) is not { } read)
        {
            return false;
        }

        if (entry.Client == file.Question.Client)
            file.CompanysBecause = [notice.Id, read.Id, entry.Id];
        file.Add(
            "ATT-III.4", Text.Of("attribution.connected.told", ("consultant", claim.Consultant)),
            [notice.Id, read.Id, entry.Id]);
        return true;
    }

    /// <summary>What makes the company's whom no consultant has; null where there is no notice.</summary>
    [Rule("ATT-III.4", "a connected customer whom no consultant has")]
    public static IReadOnlyList<string>? Unclaimed(CaseFile file)
    {
        if (NoticeOf(file, file.Question.Client) is not { } notice)
            return null;
        if (file.CompanysBecause is { } because)
            return because;
        file.Add("ATT-III.4", Text.Of("attribution.connected.unclaimed"), [notice.Id]);
        return [notice.Id];
    }

    /// <summary>
    /// What makes a client the company's although a consultant was in touch before the notice: no daily report shows
    /// it. Null where one does, or there is no notice.
    /// </summary>
    [Rule("ATT-III.4", "in touch before the notice, and the daily report shows it")]
    public static IReadOnlyList<string>? Unreported(CaseFile file, Confirmation confirmed)
    {
        if (NoticeOf(file, confirmed.Client) is not { } notice)
            return null;
        if (confirmed.LastReport is { } report)
        {
            confirmed.RestOn(notice.Id);
            file.Add(
                "ATT-III.4", Text.Of("attribution.connected.ordinary", ("holders", confirmed.Holders)),
                [notice.Id, confirmed.Entry, report.Id]);
            return null;
        }

        file.Add(
            "ATT-III.4", Text.Of("attribution.connected.not-reported", ("holders", confirmed.Holders)),
            [notice.Id, confirmed.Entry]);
        return [notice.Id, confirmed.Entry];
    }

    private static ConnectedNotice? NoticeOf(CaseFile file, string client) =>
        file.Notices.Find(notice => notice.Client == client);

    /// <summary>The first proof that a consultant read the notice; null for none so far.</summary>
    private static NoticeRead? ReadingOf(CaseFile file, string client, string consultant) =>
        file.Readings.Find(read => read.Client == client && read.Consultant == consultant);
}
