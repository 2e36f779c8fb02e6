using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Ops.Portal.SignIn;

/// <summary>
/// How an open page hears that its person has signed in again, in another tab of the same browser: the browser fetches
/// with its new cookie who it is by now, sealed and for a minute, and gives it to the page.
/// </summary>
/// <param name="ring">The key ring, the same in every replica.</param>
internal sealed class NextSession(IDataProtectionProvider ring)
{
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector _seal =
        ring.CreateProtector("portal-next-session").ToTimeLimitedDataProtector();

    /// <summary>The session of a cookie, sealed; null for nobody's.</summary>
    public string? Of(ClaimsPrincipal user) => SignInFeature.SessionOf(user) is { } session
        ? _seal.Protect($"{session} {user.FindFirstValue("sub")}", Good)
        : null;

    /// <summary>The session that was sealed, where it is the same person's; null for anything else.</summary>
    public Guid? SamePersons(string sealedSession, ClaimsPrincipal user)
    {
        try
        {
            var told = _seal.Unprotect(sealedSession).Split(' ', 2);
            return told[1] == user.FindFirstValue("sub") ? Guid.Parse(told[0]) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
