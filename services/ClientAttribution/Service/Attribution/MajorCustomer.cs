using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-7: a major customer 重大客户 may be several consultants', who share the credit; the manager says so.
/// </summary>
internal static class MajorCustomer
{
    /// <summary>The credit is divided from now on.</summary>
    [Rule("ATT-7", "the manager confirms several consultants")]
    [Rule("ATT-III.6", "who is nobody's client is not divided")]
    public static void Divide(CaseFile file, MajorConfirmed major)
    {
        if (file.Find(major.Client) is not { } confirmed)
        {
            file.Add("ATT-III.6", Text.Of("attribution.nothing-to-decide"), [major.Id]);
            return;
        }

        if (major.Post != Post.Manager)
        {
            file.Add("ATT-7", Text.Of("attribution.major.not-the-manager", ("by", major.By)), [major.Id]);
            return;
        }

        if (Grabbing.DisregardsAny(file, major.Client, major.Shares.Consultants, major))
            return;
        confirmed.ChangeTo(major.Shares, major.Id, file.ValidFrom(major.At));
        file.Add(
            "ATT-7",
            Text.Of("attribution.major", ("holders", confirmed.Holders), ("by", major.By)),
            [major.Id]);
    }
}
