using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ops.Identity.Accounts.Pages;

/// <summary>The authenticator's code, or a recovery code.</summary>
internal sealed class CodeModel(SignIns signIns) : PageModel
{
    /// <summary>Where the person goes on afterwards.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public bool Wrong { get; private set; }

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await signIns.WithCodeAsync(HttpContext, Code ?? "", cancellationToken) == SignInStep.Done)
            return LocalRedirect(ReturnTo.Local(Url, ReturnUrl));

        Wrong = true;
        return Page();
    }
}
