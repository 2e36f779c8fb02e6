using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Directory;

/// <summary>What the directory knows of whom a form is about.</summary>
/// <param name="Asked">What the form says.</param>
/// <param name="Identifiers">What they are found by from now on, sealed.</param>
/// <param name="Known">The entries that one of these leads to.</param>
internal sealed record FormOfClient(
    Asked Asked, IReadOnlyList<SealedIdentifier> Identifiers, IReadOnlyList<KnownEntry> Known)
{
    /// <summary>The client whom the form names by id; null where it names none, or none that there is.</summary>
    public Client? Named { get; init; }
}

/// <summary>Whom a form is about.</summary>
/// <param name="Client">The client's id.</param>
/// <param name="IsNew">Whether nobody knew them.</param>
internal sealed record Identified(Guid Client, bool IsNew)
{
    /// <summary>The likeliest candidate whom they are said not to be; null where there was none.</summary>
    public Guid? Denied { get; init; }
}

/// <summary>
/// ATT-5: whom a form is about. What is certain is taken; what is only likely somebody must say, for nobody is merged
/// silently, and nobody is entered as new beside a likely entry without a word.
/// </summary>
internal static class Identification
{
    /// <summary>The client, a new one, or a refusal that names the candidates.</summary>
    /// <param name="form">What the directory knows.</param>
    /// <param name="client">The client's id, where the form names one.</param>
    /// <param name="isNew">Whether the form says that it is none of the candidates.</param>
    /// <param name="newId">The id of a new one.</param>
    [Rule("ATT-5", "a likely old customer is asked about, not guessed")]
    public static Outcome<Identified> Of(FormOfClient form, Guid? client, bool isNew, Func<Guid> newId)
    {
        if (client is not null)
        {
            return form.Named is { } named
                ? new Identified(named.Id, IsNew: false)
                : Refused.Input("ATT-5", "client", Text.Of("client.unknown", ("id", client)));
        }

        var candidates = Matching.Candidates(form.Asked, form.Known);
        var sure = candidates.Where(one => one.Certainty == Certainty.Certain).ToList();
        if (isNew && sure.Find(one => one.Reason == MatchReason.SameDocument) is { } shown)
        {
            return Refused.Input("ATT-5", "isNew", Text.Of("client.known-by-document")) with
            {
                Evidence = [shown.Client.Evidence],
            };
        }

        if (isNew || candidates.Count == 0)
        {
            return new Identified(newId(), IsNew: true)
            {
                Denied = candidates is [var first, ..] ? first.Client.Id : null,
            };
        }

        // Two who are both certain are two entries of one client, which is for people to say.
        return sure.Count == 1
            ? new Identified(sure[0].Client.Id, IsNew: false)
            : Refused.Input("ATT-5", "client", Text.Of(
                "client.candidates",
                ("names", candidates.Select(one => Masks.Of(PersonalClass.Name, one.Client.Name)).ToList()),
                ("reason", Text.NameOf(candidates[0].Reason)))) with
            {
                Evidence = [.. candidates.Select(one => one.Client.Evidence)],
            };
    }
}
