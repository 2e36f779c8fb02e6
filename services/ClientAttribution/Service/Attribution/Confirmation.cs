using NodaTime;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>A client's confirmation 客户确认 while it is in force: whose the client is, and on what that rests.</summary>
internal sealed class Confirmation
{
    private readonly List<string> _evidence;
    private readonly List<StandInReception> _standIns = [];

    /// <summary>A consultant's client, by an entry.</summary>
    /// <param name="client">Who.</param>
    /// <param name="since">The time of the first entry.</param>
    /// <param name="consultant">Whose.</param>
    /// <param name="evidence">The entry, with what else the claim rests on.</param>
    /// <param name="validUntil">The last day.</param>
    public Confirmation(
        string client, Instant since, string consultant, IReadOnlyList<string> evidence, LocalDate validUntil)
    {
        (Client, Since, ValidUntil, _evidence) = (client, since, validUntil, [.. evidence]);
        Shares = Shares.Whole(consultant);
        Claimants.Add(consultant);
    }

    private Confirmation(Confirmation of, string client)
    {
        (Client, Since, ValidUntil, Shares) = (client, of.Since, of.ValidUntil, of.Shares);
        (LastReport, Ruling, _evidence) = (of.LastReport, of.Ruling, [.. of._evidence]);
        Claimants.UnionWith(of.Claimants);
        NotAccepting.UnionWith(of.NotAccepting);
        _standIns.AddRange(of._standIns);
        Consents.AddRange(of.Consents);
        Collisions.AddRange(of.Collisions);
    }

    /// <summary>Who.</summary>
    public string Client { get; }

    /// <summary>The time of the first entry.</summary>
    public Instant Since { get; }

    /// <summary>Whose, with which shares.</summary>
    public Shares Shares { get; set; }

    /// <summary>The last day on which it is valid, unless the client has bought.</summary>
    public LocalDate ValidUntil { get; private set; }

    /// <summary>The last report of a holder's; null for none.</summary>
    public Reported? LastReport { get; private set; }

    /// <summary>Who has an entry of the client since the first: whom a collision can be settled for.</summary>
    public HashSet<string> Claimants { get; } = new(StringComparer.Ordinal);

    /// <summary>The entries of others, made while a holder was there.</summary>
    public List<string> Collisions { get; } = [];

    /// <summary>The receptions by others, while every holder was away.</summary>
    public IReadOnlyList<StandInReception> StandIns => _standIns;

    /// <summary>What holders let those who stood in have.</summary>
    public List<Consented> Consents { get; } = [];

    /// <summary>The ruling in force; null for none.</summary>
    public Ruled? Ruling { get; set; }

    /// <summary>Who does not accept it.</summary>
    public HashSet<string> NotAccepting { get; } = new(StringComparer.Ordinal);

    /// <summary>The sales that stand.</summary>
    public HashSet<string> Sales { get; } = new(StringComparer.Ordinal);

    /// <summary>The ids of the facts that it rests on.</summary>
    public IReadOnlyList<string> Evidence =>
        LastReport is null ? _evidence : [.. _evidence, LastReport.Id];

    /// <summary>The entry that it began with.</summary>
    public string Entry => _evidence[0];

    /// <summary>What it was last valid by.</summary>
    public string LastEvidence => LastReport?.Id ?? _evidence[^1];

    /// <summary>The consultants, as a sentence names them.</summary>
    public IReadOnlyList<string> Holders => Shares.Consultants;

    /// <summary>The confirmation of a member of the family, for the one who buys (REC-2.2f).</summary>
    public Confirmation For(string client) => new(this, client);

    /// <summary>Somebody stood in for all that it is whose now.</summary>
    public void StandIn(Registered entry) => _standIns.Add(new(entry, Shares));

    /// <summary>It rests on this too.</summary>
    public void RestOn(string evidence)
    {
        if (!_evidence.Contains(evidence))
            _evidence.Add(evidence);
    }

    /// <summary>It is valid anew.</summary>
    public void Renew(LocalDate validUntil) => ValidUntil = validUntil;

    /// <summary>It is valid anew, by a report.</summary>
    public void Renew(LocalDate validUntil, Reported report) => (ValidUntil, LastReport) = (validUntil, report);

    /// <summary>
    /// From now on it is others' client, or others' too: it is confirmed anew, and what was settled before is over.
    /// </summary>
    public void ChangeTo(Shares shares, string because, LocalDate validUntil)
    {
        (Shares, ValidUntil) = (shares, validUntil);
        Ruling = null;
        NotAccepting.Clear();
        foreach (var share in shares.All)
            Claimants.Add(share.Consultant);
        RestOn(because);
    }
}

/// <summary>Who received a client in the place of those whose client it was.</summary>
/// <param name="Entry">The register's entry.</param>
/// <param name="For">Whose client it was.</param>
internal sealed record StandInReception(Registered Entry, Shares For);
