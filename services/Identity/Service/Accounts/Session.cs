using System.Globalization;
using System.Security.Claims;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ops.Identity.Accounts;

/// <summary>
/// A sign-in that goes on: in the browser's cookie, and sealed in the codes and refresh tokens that were given for it.
/// It ends when the account's stamp is another (a password set, an authenticator forgotten), and with its time, however
/// much it is used.
/// </summary>
/// <param name="Number">Whose.</param>
/// <param name="Factors">
/// With what, beside the password, it was begun (RFC 8176); null when with the password alone.
/// </param>
/// <param name="Stamp">The account's stamp when it was begun.</param>
/// <param name="BegunAt">When; machine time.</param>
internal sealed record Session(string Number, string? Factors, string Stamp, DateTimeOffset BegunAt)
{
    private const string FactorsClaim = Claims.AuthenticationMethodReference, BegunClaim = Claims.AuthenticationTime,
        StampClaim = "stamp";

    /// <summary>What the browser's cookie says.</summary>
    public static Session? Of(ClaimsPrincipal cookie) => Of(cookie, cookie.FindFirstValue(ClaimTypes.Name));

    /// <summary>What a code or refresh token says.</summary>
    public static Session? OfGrant(ClaimsPrincipal grant) => Of(grant, grant.GetClaim(Claims.Subject));

    /// <summary>What the cookie holds beside the number.</summary>
    public IEnumerable<Claim> ToClaims()
    {
        if (Factors is not null)
            yield return new Claim(FactorsClaim, Factors);
        yield return new Claim(StampClaim, Stamp);
        yield return new Claim(
            BegunClaim, BegunAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);
    }

    /// <summary>
    /// Puts it into a principal whose code and refresh token hold it: what was not there at the sign-in does not come
    /// by refreshing. No access token shows it.
    /// </summary>
    public void PutInto(ClaimsPrincipal holder)
    {
        if (Factors is not null)
            holder.SetClaim(FactorsClaim, Factors);
        holder.SetClaim(StampClaim, Stamp).SetClaim(BegunClaim, BegunAt.ToUnixTimeSeconds());
    }

    private static Session? Of(ClaimsPrincipal principal, string? number) =>
        number is not null && principal.FindFirstValue(StampClaim) is { } stamp
        && long.TryParse(principal.FindFirstValue(BegunClaim), CultureInfo.InvariantCulture, out var begun)
            ? new(number, principal.FindFirstValue(FactorsClaim), stamp, DateTimeOffset.FromUnixTimeSeconds(begun))
            : null;
}
