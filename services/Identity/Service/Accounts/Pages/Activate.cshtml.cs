using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Ops.Identity.Accounts.Pages;

/// <summary>Sets the first password, or a new one, with an invitation.</summary>
internal sealed class ActivateModel(OwnPasswords passwords) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Number { get; set; }

    [BindProperty]
    public string? Invitation { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public string? Wrong { get; private set; }

    public bool Done { get; private set; }

    public void OnGet()
    {
    }

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        Wrong = await passwords.ActivateAsync(Number ?? "", Invitation ?? "", Password ?? "", cancellationToken);
        Done = Wrong is null;
        Password = null;
    }
}
