using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ops.Identity.Accounts.Pages;

/// <summary>Number and password.</summary>
internal sealed class SignInModel(SignIns signIns) : PageModel
{
    /// <summary>Where the person goes on afterwards: a path of ours, never another site's.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The code of the text that says what is wrong.</summary>
    public string? Wrong { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var step = await signIns.WithPasswordAsync(HttpContext, Number ?? "", Password ?? "", cancellationToken);
        Password = null;
        switch (step)
        {
            case SignInStep.Done:
                return LocalRedirect(ReturnTo.Local(Url, ReturnUrl));
            case SignInStep.CodeNeeded:
                return RedirectToPage("Code", new { ReturnUrl });
            case SignInStep.EnrolmentNeeded:
                return RedirectToPage("Authenticator", new { ReturnUrl });
            default:
                Wrong = "account.wrong";
                return Page();
        }
    }
}

/// <summary>Where to go on.</summary>
internal static class ReturnTo
{
    /// <summary>
    /// The path given when it is one of ours; otherwise the front page: nobody is sent to another site.
    /// </summary>
    public static string Local(IUrlHelper url, string? given) => url.IsLocalUrl(given) ? given! : "/";
}
