using Ops.Platform.Rules;
using Ops.Platform.Texts;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// ATT-6, ATT-III.1: a collision 撞单 is settled by those whom it is between, else ruled by supervisor or manager.
/// Whoever does not accept the ruling loses the commission to the department's fund.
/// </summary>
internal static class Dispute
{
    /// <summary>The parties agreed.</summary>
    [Rule("ATT-6", "a collision is settled by agreement")]
    [Rule("ATT-III.1", "special cases by agreement")]
    public static void Settle(CaseFile file, Agreed agreement)
    {
        if (ClaimOf(file, agreement, agreement.Shares, agreement.Parties) is not { } confirmed)
            return;
        confirmed.ChangeTo(agreement.Shares, agreement.Id, file.ValidFrom(agreement.At));
        file.Add(
            "ATT-6",
            Text.Of("attribution.agreed", ("parties", agreement.Parties), ("holders", confirmed.Holders)),
            [.. confirmed.Collisions, agreement.Id]);
    }

    /// <summary>A supervisor or manager ruled; a supervisor does not undo what a manager ruled.</summary>
    [Rule("ATT-6", "a collision is ruled by supervisor or manager")]
    public static void Settle(CaseFile file, Ruled ruling)
    {
        if (ClaimOf(file, ruling, ruling.Shares, ruling.Parties) is not { } confirmed)
            return;
        var why = ruling.Post == Post.Consultant ? "attribution.ruling.no-superior"
            : ruling.Parties.Contains(ruling.By) ? "attribution.ruling.by-a-party"
            : ruling.Post < confirmed.Ruling?.Post ? "attribution.ruling.over-the-manager"
            : null;
        if (why is not null)
        {
            file.Add("ATT-6", Text.Of(why, ("by", ruling.By)), [ruling.Id]);
            return;
        }

        confirmed.ChangeTo(ruling.Shares, ruling.Id, file.ValidFrom(ruling.At));
        confirmed.Ruling = ruling;
        file.Add(
            "ATT-6", Text.Of("attribution.ruled", ("by", ruling.By), ("holders", confirmed.Holders)),
            [.. confirmed.Collisions, ruling.Id]);
    }

    /// <summary>A party does not accept the ruling in force.</summary>
    [Rule("ATT-6", "who does not accept a ruling forfeits the commission")]
    public static void Forfeit(CaseFile file, NotAccepted word)
    {
        var ruling = file.Find(word.Client)?.Ruling;
        if (ruling?.Id != word.Ruling || !ruling.Parties.Contains(word.Consultant))
        {
            file.Add("ATT-6", Text.Of("attribution.not-accepted.void", ("consultant", word.Consultant)), [word.Id]);
            return;
        }

        var confirmed = file.Find(word.Client)!;
        confirmed.NotAccepting.Add(word.Consultant);
        confirmed.RestOn(word.Id);
        file.Add(
            "ATT-6", Text.Of("attribution.not-accepted", ("consultant", word.Consultant)), [ruling.Id, word.Id]);
    }

    /// <summary>
    /// The confirmation that is settled; null, with a step that says why, where it cannot be: nobody's client, not all
    /// holders are parties, or it would be given to one who has no entry of the client.
    /// </summary>
    [Rule("ATT-III.6", "who has no entry is given nothing")]
    private static Confirmation? ClaimOf(
        CaseFile file, Fact settlement, Shares shares, IReadOnlyList<string> parties)
    {
        if (file.Find(settlement.Client) is not { } confirmed)
        {
            file.Add("ATT-III.6", Text.Of("attribution.nothing-to-decide"), [settlement.Id]);
            return null;
        }

        foreach (var holder in confirmed.Shares.All)
        {
            if (!parties.Contains(holder.Consultant))
            {
                file.Add(
                    "ATT-6", Text.Of("attribution.settlement.without-holder", ("holder", holder.Consultant)),
                    [settlement.Id]);
                return null;
            }
        }

        if (Grabbing.DisregardsAny(file, settlement.Client, shares.Consultants, settlement))
            return null;
        foreach (var share in shares.All)
        {
            if (!confirmed.Claimants.Contains(share.Consultant))
            {
                file.Add(
                    "ATT-III.6", Text.Of("attribution.settlement.no-entry", ("consultant", share.Consultant)),
                    [settlement.Id]);
                return null;
            }
        }

        return confirmed;
    }
}
