using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ops.Identity.Accounts.Pages;

/// <summary>Sets another password of one's own, by whoever is signed in and knows the present one.</summary>
internal sealed class PasswordModel(OwnPasswords passwords) : PageModel
{
    [BindProperty]
    public string? Current { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Whose, for the browser's own keeper of passwords.</summary>
    public string Number { get; private set; } = "";

    public string? Wrong { get; private set; }

    public bool Done { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) =>
        await BeginAsync(cancellationToken) is null ? SignInFirst() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await BeginAsync(cancellationToken) is not { } session)
            return SignInFirst();

        Wrong = await passwords.ChangeAsync(session, Current ?? "", Password ?? "", cancellationToken);
        Done = Wrong is null;
        (Current, Password) = (null, null);
        return Page();
    }

    private async Task<Session?> BeginAsync(CancellationToken cancellationToken)
    {
        var session = await passwords.SessionAsync(HttpContext, cancellationToken);
        Number = session?.Number ?? "";
        return session;
    }

    private RedirectToPageResult SignInFirst() => RedirectToPage("SignIn", new { ReturnUrl = "/account/password" });
}
