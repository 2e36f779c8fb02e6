namespace Ops.Identity.Tokens;

/// <summary>
/// A key that tokens are signed with (ES256): published from its making, signing from a little later, published still
/// while tokens of it are good. Machine time.
/// </summary>
internal sealed class SigningKey
{
    private SigningKey()
    {
    }

    public SigningKey(string id, byte[] sealedKey, DateTimeOffset madeAt, DateTimeOffset signsFrom, string madeBy) =>
        (Id, SealedKey, MadeAt, SignsFrom, MadeBy) = (id, sealedKey, madeAt, signsFrom, madeBy);

    /// <summary>The <c>kid</c>: the start of the thumbprint of its public half.</summary>
    public string Id { get; private init; } = "";

    /// <summary>PKCS #8, sealed with the key ring.</summary>
    public byte[] SealedKey { get; private init; } = [];

    public DateTimeOffset MadeAt { get; private init; }

    /// <summary>From when it signs: by then every replica and every service knows it.</summary>
    public DateTimeOffset SignsFrom { get; private init; }

    /// <summary>Who had it made: a staff number, or <c>system:keys</c>.</summary>
    public string MadeBy { get; private init; } = "";

    /// <summary>From when its tokens are refused, because it may be in wrong hands; null for an ordinary one.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }
}
