using NodaTime;

namespace Ops.Portal.SignIn;

/// <summary>
/// A browser that somebody is signed in with. The browser has the session's id, sealed in a cookie; the tokens stay
/// here. All times are the machine's.
/// </summary>
internal sealed class Session
{
    private Session()
    {
    }

    public Session(Guid id, string staff, Instant at)
    {
        (Id, Staff, StartedAt) = (id, staff, at);
    }

    public Guid Id { get; private init; }

    /// <summary>Whose it is: a staff number.</summary>
    public string Staff { get; private init; } = "";

    public Instant StartedAt { get; private init; }

    /// <summary>The tokens, sealed with the key ring.</summary>
    public byte[] Tokens { get; private set; } = [];

    /// <summary>Until when the access token is good.</summary>
    public Instant AccessUntil { get; private set; }

    /// <summary>When there will be nothing to renew it with, if nobody ends it before.</summary>
    public Instant EndsAt { get; private set; }

    internal void Take(byte[] tokens, Instant accessUntil, Instant endsAt) =>
        (Tokens, AccessUntil, EndsAt) = (tokens, accessUntil, endsAt);
}

/// <summary>What the authority gave for a sign-in.</summary>
/// <param name="Access">Sent with every call.</param>
/// <param name="Refresh">Good once, for the next access token.</param>
/// <param name="Identity">Says who it is; asked for again when they sign out.</param>
internal sealed record Tokens(string Access, string Refresh, string Identity);
