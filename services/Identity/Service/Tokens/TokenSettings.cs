using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>How long what Identity gives is good for; settings <c>Authority:…</c>, machine time.</summary>
internal sealed record TokenSettings
{
    /// <summary>The <see cref="PublicAddress"/>: the tokens' issuer, the base of every address in discovery.</summary>
    public required Uri Issuer { get; init; }

    /// <summary>
    /// CS-7: whoever loses the right to act is refused everywhere within this time, even where no event came: a token's
    /// own time and what the clocks may differ by.
    /// </summary>
    public static readonly TimeSpan Revocation = TimeSpan.FromMinutes(5);

    /// <summary>For how long an access token is good.</summary>
    public TimeSpan AccessToken { get; init; } = Revocation - ServiceDefaultsExtensions.ClockSkew;

    /// <summary>
    /// For how long a person's session and its clients go on, however they are used, until the person signs in again.
    /// </summary>
    public TimeSpan RefreshToken { get; init; } = TimeSpan.FromHours(12);

    /// <summary>For how long a key signs.</summary>
    public TimeSpan KeyLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>For how long a key is published before it signs.</summary>
    public TimeSpan KeyAnnouncement { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// For how long a key is published after it has signed for the last time: longer than any token of it is good.
    /// </summary>
    public TimeSpan KeyAfterlife { get; init; } = TimeSpan.FromDays(2);

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">
    /// The public address is missing or no address; an access token would be good for too long.
    /// </exception>
    public static TokenSettings From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Authority");
        var standard = new TokenSettings { Issuer = PublicAddress.Required(configuration) };
        var accessToken = section.GetValue("AccessToken", standard.AccessToken);
        if (accessToken <= TimeSpan.Zero || accessToken > standard.AccessToken)
        {
            throw new InvalidOperationException(
                $"Authority:AccessToken is at most {standard.AccessToken}: whoever loses the right to act is refused "
                + $"everywhere within {Revocation}, and clocks differ by {ServiceDefaultsExtensions.ClockSkew}.");
        }

        return standard with
        {
            AccessToken = accessToken,
            RefreshToken = section.GetValue("RefreshToken", standard.RefreshToken),
            KeyLifetime = section.GetValue("KeyLifetime", standard.KeyLifetime),
            KeyAnnouncement = section.GetValue("KeyAnnouncement", standard.KeyAnnouncement),
        };
    }
}
