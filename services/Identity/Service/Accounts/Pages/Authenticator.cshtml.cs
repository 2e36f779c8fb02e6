using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QRCoder;

namespace Ops.Identity.Accounts.Pages;

/// <summary>Enrols an authenticator after the right password; shows the recovery codes once.</summary>
internal sealed class AuthenticatorModel(SignIns signIns) : PageModel
{
    /// <summary>Where the person goes on afterwards.</summary>
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Secret { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    public bool Wrong { get; private set; }

    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    /// <summary>The QR code as SVG; its text for whoever cannot see it stands below it.</summary>
    public string Picture { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync() => await OfferAsync(OneTimeCodes.NewSecret());

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (Secret is { Length: 32 } secret && secret.All(c => c is (>= 'A' and <= 'Z') or (>= '2' and <= '7')))
        {
            RecoveryCodes = await signIns.EnrolAsync(HttpContext, secret, Code ?? "", cancellationToken);
            if (RecoveryCodes is not null)
                return Page();

            Wrong = true;
            return await OfferAsync(secret);
        }

        return BadRequest();
    }

    private async Task<IActionResult> OfferAsync(string secret)
    {
        if (await SignIns.HalfWayNumberAsync(HttpContext) is not { } number)
            return RedirectToPage("SignIn", new { ReturnUrl });

        Secret = secret;
        var address = OneTimeCodes.AddressOf(number, secret);
        using var data = QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        Picture = code.GetGraphic(
            new System.Drawing.Size(200, 200), sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute);
        return Page();
    }
}
