using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-III.X: who was found to have grabbed a client 抢单 has no claim to them, from the beginning: the client is
/// whoever's it would be without.
/// </summary>
internal static class Grabbing
{
    /// <summary>Whether a claim is a grabber's, and so gives nothing.</summary>
    [Rule("ATT-III.X", "a grabber's entry gives no claim")]
    public static bool Voids(CaseFile file, Claim claim, Fact entry) =>
        Disregards(file, entry.Client, claim.Consultant, entry);

    /// <summary>Whether a fact would give something to one who grabbed, and so does not count.</summary>
    [Rule("ATT-III.X", "a grabber is given nothing")]
    public static bool Disregards(CaseFile file, string client, string consultant, Fact fact)
    {
        if (file.Grabbed(client, consultant) is not { } found)
            return false;
        file.Add("ATT-III.X", Text.Of("attribution.grabbed", ("consultant", consultant)), [found.Id, fact.Id]);
        return true;
    }

    /// <summary>Whether a fact would give something to any who grabbed, and so does not count.</summary>
    [Rule("ATT-III.X", "nor is one who shares with others")]
    public static bool DisregardsAny(
        CaseFile file, string client, IReadOnlyList<string> consultants, Fact fact)
    {
        foreach (var consultant in consultants)
        {
            if (Disregards(file, client, consultant, fact))
                return true;
        }

        return false;
    }
}
