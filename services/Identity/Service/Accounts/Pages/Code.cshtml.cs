using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ops.Identity.Accounts.Pages;

/// <summary>The authenticator's code, or a recovery code.</summary>
internal sealed class CodeModel(SignIns signIns, IHostEnvironment environment, IConfiguration configuration)
    : PageModel
{
    /// <summary>Where the person goes on afterwards.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public bool Wrong { get; private set; }

    /// <summary>
    /// The number of a demo's member of staff, whose code a command prints; null where there is no demo.
    /// </summary>
    public string? DemoNumber { get; private set; }

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await signIns.WithCodeAsync(HttpContext, Code ?? "", cancellationToken) == SignInStep.Done)
            return LocalRedirect(ReturnTo.Local(Url, ReturnUrl));

        Wrong = true;
        return await ShowAsync();
    }

    /// <summary>Whoever took too long begins again: no code would be right any more.</summary>
    private async Task<IActionResult> ShowAsync()
    {
        if (await SignIns.HalfWayNumberAsync(HttpContext) is not { } number)
            return RedirectToPage("SignIn", new { ReturnUrl });
        DemoNumber = DemoPassword.Of(environment, configuration) is null ? null : number;
        return Page();
    }
}
