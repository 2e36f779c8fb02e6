using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Ops.Identity.Staff;
using OtpNet;

namespace Ops.Identity.Accounts;

/// <summary>
/// One-time codes of an authenticator app (TOTP, RFC 6238): six digits, thirty seconds, one step to either side, each
/// code once.
/// </summary>
internal sealed class OneTimeCodes(IDataProtectionProvider protection, TimeProvider time)
    : IUserTwoFactorTokenProvider<Account>
{
    public const string Name = "one-time-codes";

    private const int SecretLength = 20;

    private readonly IDataProtector _protector = protection.CreateProtector("Ops.Identity.OneTimeCodes");

    /// <summary>A fresh secret, in base 32 as an authenticator takes it.</summary>
    public static string NewSecret() => Base32Encoding.ToString(KeyGeneration.GenerateRandomKey(SecretLength));

    /// <summary>The address that an authenticator reads from a QR code.</summary>
    public static string AddressOf(string number, string secret) =>
        new OtpUri(OtpType.Totp, secret, number, "Ops").ToString();

    /// <summary>Takes a secret as the account's, when the code shows that the authenticator has it.</summary>
    public bool Enrol(Account account, string secret, string code)
    {
        var bytes = Base32Encoding.ToBytes(secret);
        if (!new Totp(bytes).VerifyTotp(time.GetUtcNow().UtcDateTime, code, out var step, Window))
            return false;

        account.OneTimeSecret = _protector.Protect(bytes);
        account.LastOneTimeStep = step;
        account.TwoFactorEnabled = true;
        return true;
    }

    /// <summary>Gives an account a known secret: a demo's.</summary>
    public void Give(Account account, string secret)
    {
        account.OneTimeSecret = _protector.Protect(Base32Encoding.ToBytes(secret));
        account.TwoFactorEnabled = true;
    }

    public Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (user.OneTimeSecret is not { } sealedSecret
            || !new Totp(_protector.Unprotect(sealedSecret))
                .VerifyTotp(time.GetUtcNow().UtcDateTime, token, out var step, Window)
            || step <= user.LastOneTimeStep)
        {
            return Task.FromResult(false);
        }

        // Written with what follows in the same change.
        user.LastOneTimeStep = step;
        return Task.FromResult(true);
    }

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) =>
        Task.FromResult(user.OneTimeSecret is not null);

    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) =>
        throw new NotSupportedException("The authenticator makes the codes.");

    private static VerificationWindow Window { get; } = new(previous: 1, future: 1);
}
