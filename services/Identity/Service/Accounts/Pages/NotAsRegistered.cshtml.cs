using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ops.Identity.Accounts.Pages;

/// <summary>
/// Where a browser is sent that cannot be sent back, since its client, or the way back, is none of ours; with what
/// whoever builds the client must know.
/// </summary>
internal sealed class NotAsRegistered(IDataProtectionProvider ring) : PageModel
{
    /// <summary>What OpenIddict says of it; null where nobody of us has sent the browser here.</summary>
    public string? Why { get; private set; }

    /// <summary>The page's address. What it is to say goes along sealed: nobody else puts words on it.</summary>
    public static string PathOf(HttpContext http, string? why) =>
        "/account/not-as-registered" + QueryString.Create(
            "why", Sealed(http.RequestServices.GetRequiredService<IDataProtectionProvider>()).Protect(why ?? ""));

    public void OnGet(string? why)
    {
        try
        {
            Why = string.IsNullOrEmpty(why) ? null : Sealed(ring).Unprotect(why);
        }
        catch (CryptographicException)
        {
            Why = null;
        }
    }

    private static IDataProtector Sealed(IDataProtectionProvider ring) => ring.CreateProtector("not-as-registered");
}
