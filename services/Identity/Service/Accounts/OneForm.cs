using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Ops.Identity.Staff;

namespace Ops.Identity.Accounts;

/// <summary>
/// What somebody types is the same in whatever form their keyboard sends it (NIST SP 800-63B: NFKC): a letter with its
/// accent as one character or as two, digits of full or of half width.
/// </summary>
internal static class OneForm
{
    /// <summary>
    /// The form in which it is compared and kept; what is no text of Unicode (half a pair, a place that is no
    /// character) has none, and stays as it is.
    /// </summary>
    public static string Of(string typed) => In(NormalizationForm.FormKC, typed);

    /// <summary>The same in another form.</summary>
    public static string In(NormalizationForm form, string typed)
    {
        try
        {
            return typed.Normalize(form);
        }
        catch (ArgumentException)
        {
            return typed;
        }
    }

    /// <summary>.NET without ICU leaves every text as it is, and says nothing.</summary>
    /// <exception cref="InvalidOperationException">This process has no ICU.</exception>
    public static void Require()
    {
        if (Of("\uFF11") != "1")
        {
            throw new InvalidOperationException(
                "Identity compares passwords in one form of Unicode, for which .NET needs ICU: install libicu, and "
                + "leave DOTNET_SYSTEM_GLOBALIZATION_INVARIANT unset.");
        }
    }
}

/// <summary>The form in which accounts are looked for; what is no text of Unicode is nobody's.</summary>
internal sealed class OneFormNames : ILookupNormalizer
{
    public string? NormalizeName(string? name) =>
        name is null ? null : OneForm.In(NormalizationForm.FormC, name).ToUpperInvariant();

    public string? NormalizeEmail(string? email) => NormalizeName(email);
}

/// <summary>Hashes of passwords in their one form.</summary>
/// <param name="options">How the library hashes.</param>
internal sealed class OneFormHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    public override string HashPassword(Account user, string password) =>
        base.HashPassword(user, OneForm.Of(password));

    /// <summary>
    /// A hash of before was made of what was typed then. Typed so again it is right, and is made anew: from then on
    /// every form of it is right. The account's stamp is new with it, and sessions elsewhere end once.
    /// </summary>
    public override PasswordVerificationResult VerifyHashedPassword(
        Account user, string hashedPassword, string providedPassword)
    {
        var one = OneForm.Of(providedPassword);
        var found = base.VerifyHashedPassword(user, hashedPassword, one);
        return found == PasswordVerificationResult.Failed && one != providedPassword
            && base.VerifyHashedPassword(user, hashedPassword, providedPassword) != PasswordVerificationResult.Failed
            ? PasswordVerificationResult.SuccessRehashNeeded
            : found;
    }
}
