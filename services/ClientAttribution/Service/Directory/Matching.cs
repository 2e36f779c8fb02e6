using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Directory;

/// <summary>Why somebody may be a client who is known.</summary>
internal enum MatchReason
{
    /// <summary>The same identity document.</summary>
    SameDocument,

    /// <summary>The same phone, and the same name.</summary>
    SamePhoneAndName,

    /// <summary>The same phone under another name, or under none.</summary>
    SamePhone,

    /// <summary>The same WeChat name.</summary>
    SameWeChat,

    /// <summary>The same name in the household that they say they are of.</summary>
    SameNameInHousehold,
}

/// <summary>How sure a match is.</summary>
internal enum Certainty
{
    /// <summary>A name is many people's.</summary>
    Possible,

    /// <summary>A phone or a WeChat name may be two people's.</summary>
    Likely,

    /// <summary>It is the same client.</summary>
    Certain,
}

/// <summary>What is known of whoever is looked for; numbers by their hashes alone.</summary>
/// <param name="Name">The name; null where it is not asked yet.</param>
internal sealed record Asked(string? Name)
{
    /// <summary>The hashes of the phones that they give, under every key.</summary>
    public IReadOnlyCollection<string> Phones { get; init; } = [];

    /// <summary>The hashes of the document that they show, under every key.</summary>
    public IReadOnlyCollection<string> Documents { get; init; } = [];

    /// <summary>What kind of document it is.</summary>
    public DocumentKind? DocumentKind { get; init; }

    /// <summary>The hashes of their WeChat name, under every key.</summary>
    public IReadOnlyCollection<string> WeChat { get; init; } = [];

    /// <summary>The household that they say they are of.</summary>
    public Guid? Household { get; init; }

    /// <summary>All hashes.</summary>
    public IEnumerable<string> Hashes => [.. Phones, .. Documents, .. WeChat];
}

/// <summary>An entry of the directory, with the client whom it leads to by now.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Stands">The same, or whom it was merged into.</param>
internal sealed record KnownEntry(Client Entry, Client Stands);

/// <summary>A client who may be whom is looked for.</summary>
/// <param name="Client">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Certainty">How sure that is.</param>
internal sealed record Candidate(Client Client, MatchReason Reason, Certainty Certainty);

/// <summary>
/// ATT-5, REC-2.2: which clients of the directory somebody may be 判客. One pure decision: it says why and how sure it
/// is, and merges nobody.
/// </summary>
internal static class Matching
{
    /// <summary>The candidates, the surest first, and of those the first registered first.</summary>
    [Rule("REC-2.2", "an old customer is known by phone, document, WeChat name, or name with household")]
    [Rule("ATT-1", "an old registration is found under a second number")]
    public static IReadOnlyList<Candidate> Candidates(Asked asked, IEnumerable<KnownEntry> known) =>
    [
        .. known.Where(one => !ShowsAnotherDocument(asked, one))
            .Select(one => (one.Stands, Reason: ReasonOf(asked, one)))
            .Where(one => one.Reason is not null)
            .GroupBy(one => one.Stands)
            .Select(of => (Client: of.Key, Reason: of.Min(one => one.Reason!.Value)))
            .Select(one => new Candidate(one.Client, one.Reason, CertaintyOf(one.Reason)))
            .OrderByDescending(one => one.Certainty).ThenBy(one => one.Client.RegisteredAt)
            .ThenBy(one => one.Client.Id),
    ];

    /// <summary>Two spellings of a name are one where spaces, width or capitals are all that differs.</summary>
    public static bool SameName(string one, string other) => Plain(one) == Plain(other);

    private static MatchReason? ReasonOf(Asked asked, KnownEntry known)
    {
        var named = asked.Name is { } name
            && (SameName(name, known.Entry.Name) || SameName(name, known.Stands.Name));
        if (Shows(known.Entry, IdentifierKind.Document, asked.Documents))
            return MatchReason.SameDocument;
        if (Shows(known.Entry, IdentifierKind.Phone, asked.Phones))
            return named ? MatchReason.SamePhoneAndName : MatchReason.SamePhone;
        if (Shows(known.Entry, IdentifierKind.WeChat, asked.WeChat))
            return MatchReason.SameWeChat;
        return named && asked.Household is { } household && household == known.Entry.Household
            ? MatchReason.SameNameInHousehold
            : null;
    }

    private static Certainty CertaintyOf(MatchReason reason) => reason switch
    {
        MatchReason.SameDocument or MatchReason.SamePhoneAndName => Certainty.Certain,
        MatchReason.SamePhone or MatchReason.SameWeChat => Certainty.Likely,
        _ => Certainty.Possible,
    };

    /// <summary>A couple may share a phone: whoever shows another document of one kind is another client.</summary>
    private static bool ShowsAnotherDocument(Asked asked, KnownEntry known)
    {
        List<Identifier> ofKind =
        [
            .. known.Entry.Identifiers.Concat(known.Stands.Identifiers)
                .Where(one => one.Document is { } kind && kind == asked.DocumentKind),
        ];
        return ofKind.Count > 0 && !ofKind.Exists(one => asked.Documents.Contains(one.Hash));
    }

    private static bool Shows(Client client, IdentifierKind kind, IReadOnlyCollection<string> hashes) =>
        client.Identifiers.Any(one => one.Kind == kind && hashes.Contains(one.Hash));

    private static string Plain(string name) =>
        string.Concat(HalfWidth.Of(name).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
}
