using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-III.9, REC-2.4: after a complaint, or where the customer wishes for another consultant, the marketing manager
/// names one, whoever is at fault; where consultant and customer fell out, the supervisor decides. Whoever is named has
/// the client from then on.
/// </summary>
internal static class Reassignment
{
    /// <summary>Another goes on with the client.</summary>
    [Rule("ATT-III.9", "the manager names another")]
    [Rule("REC-2.4", "a conflict is the supervisor's to decide")]
    [Rule("ATT-III.6", "who is nobody's client is not passed on")]
    public static void Name(CaseFile file, Reassigned naming)
    {
        if (file.Find(naming.Client) is not { } confirmed)
        {
            file.Add("ATT-III.6", Text.Of("attribution.nothing-to-decide"), [naming.Id]);
            return;
        }

        var (rule, least) = naming.Grounds == Grounds.Conflict
            ? ("REC-2.4", Post.Supervisor)
            : ("ATT-III.9", Post.Manager);
        var why = naming.Post < least ? "attribution.reassigned.not-theirs-to-name"
            : naming.By == naming.To || naming.By == naming.From ? "attribution.reassigned.by-a-party"
            : !confirmed.Shares.Has(naming.From) ? "attribution.reassigned.not-the-holder"
            : null;
        if (why is not null)
        {
            file.Add(rule, Text.Of(why, ("by", naming.By), ("from", naming.From)), [naming.Id]);
            return;
        }

        if (Grabbing.Disregards(file, naming.Client, naming.To, naming))
            return;
        confirmed.ChangeTo(
            confirmed.Shares.Pass(naming.From, naming.To), naming.Id, file.ValidFrom(naming.At));
        file.Add(
            rule,
            Text.Of(
                "attribution.reassigned", ("by", naming.By), ("from", naming.From), ("to", naming.To),
                ("why", Text.NameOf(naming.Grounds))),
            [naming.Id]);
    }
}
