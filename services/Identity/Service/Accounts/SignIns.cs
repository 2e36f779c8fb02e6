using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Audit;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.Identity.Accounts;

/// <summary>What came of an attempt to sign in.</summary>
internal enum SignInStep
{
    /// <summary>Signed in.</summary>
    Done,

    /// <summary>
    /// The number or the password is wrong, the account is locked, or the person may not act: the caller is told one
    /// thing.
    /// </summary>
    Refused,

    /// <summary>The password was right; the authenticator's code is asked for next.</summary>
    CodeNeeded,

    /// <summary>The password was right; the post needs an authenticator, and none is enrolled.</summary>
    EnrolmentNeeded,
}

/// <summary>
/// Signing in: a password, and for whoever decides a one-time code. What happens, goes on the audit register in the
/// change of its own effect.
/// Neither the answer nor the time it takes tells whether a number is known.
/// </summary>
internal sealed class SignIns(
    SignInManager<Account> signIn, OneTimeCodes codes, SignInRights rights, IdentityDb db, UnitOfWork change,
    AuditRegister audit, TimeProvider time)
{
    private const string PasswordAlone = "audit.how.password", WithCode = "audit.how.password-and-code";

    /// <summary>How many recovery codes a person is given.</summary>
    public const int RecoveryCodes = 10;

    /// <summary>What a password is checked against when there is no account: the work is the same.</summary>
    private static readonly Account Nobody = new(Guid.Empty, "");
    private static readonly string NobodysHash =
        new PasswordHasher<Account>().HashPassword(Nobody, "a password that nobody has");

    private readonly UserManager<Account> _accounts = signIn.UserManager;

    /// <summary>Number and password.</summary>
    [Rule("CS-7", "who signs in")]
    public async Task<SignInStep> WithPasswordAsync(
        HttpContext http, string number, string password, CancellationToken cancellationToken)
    {
        var step = SignInStep.Refused;
        await change.RunAsync(
            async token =>
            {
                var account = await signIn.LockAsync(db, number, token);
                if (account?.PasswordHash is null)
                {
                    _accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, password);
                    return await FailAsync(
                        account, account is null ? "audit.how.number-unknown" : "audit.how.not-activated", token);
                }

                if (await WhyNotAsync(account, password, token) is { } why)
                    return await FailAsync(account, why, token);
                if (account.TwoFactorEnabled || await rights.NeedSecondFactorAsync(account, token))
                {
                    // Half way: this cookie says who gave the right password, and no more.
                    await http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, HalfWay(account));
                    step = account.TwoFactorEnabled ? SignInStep.CodeNeeded : SignInStep.EnrolmentNeeded;
                    return true;
                }

                await FinishAsync(account, PasswordAlone, token);
                step = SignInStep.Done;
                return true;
            },
            cancellationToken);
        return step;
    }

    /// <summary>The authenticator's code, or one of the recovery codes.</summary>
    public async Task<SignInStep> WithCodeAsync(HttpContext http, string code, CancellationToken cancellationToken)
    {
        if (await HalfWayAsync(http) is not { } half)
            return SignInStep.Refused;

        var step = SignInStep.Refused;
        await change.RunAsync(
            async token =>
            {
                if (await LockAsync(half, token) is not { } account)
                    return false;
                var plain = OneForm.Of(code).Replace(" ", "", StringComparison.Ordinal).Trim();
                var byApp = plain.Length == 6;
                if (await _accounts.IsLockedOutAsync(account) || !await rights.MayActAsync(account, token)
                    || !(byApp ? await IsCodeAsync(account, plain) : await IsRecoveryCodeAsync(account, plain)))
                {
                    await _accounts.AccessFailedAsync(account);
                    return await FailAsync(account, "audit.how.code-wrong", token);
                }

                await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
                await FinishAsync(account, byApp ? WithCode : "audit.how.password-and-recovery-code", token);
                step = SignInStep.Done;
                return true;
            },
            cancellationToken);
        return step;
    }

    /// <summary>
    /// Enrols an authenticator and signs in; answers the recovery codes, or null when the code does not fit.
    /// </summary>
    public async Task<IReadOnlyList<string>?> EnrolAsync(
        HttpContext http, string secret, string code, CancellationToken cancellationToken)
    {
        if (await HalfWayAsync(http) is not { } half)
            return null;

        IReadOnlyList<string>? recovery = null;
        await change.RunAsync(
            async token =>
            {
                if (await LockAsync(half, token) is not { } account || account.TwoFactorEnabled
                    || !codes.Enrol(account, secret, OneForm.Of(code).Trim()))
                {
                    return false;
                }

                recovery = [.. (await _accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes))!];
                await audit.AddAsync(new("authenticatorEnrolled", account.UserName), account.UserName!, token);
                await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
                await FinishAsync(account, WithCode, token);
                return true;
            },
            cancellationToken);
        return recovery;
    }

    /// <summary>
    /// The number of whoever gave the right password in this browser, and has yet to enrol an authenticator.
    /// </summary>
    public static async Task<string?> HalfWayNumberAsync(HttpContext http) =>
        (await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal?.FindFirstValue("number");

    /// <summary>Who gave the right password in this browser, and has yet to give a code.</summary>
    private static async Task<Half?> HalfWayAsync(HttpContext http)
    {
        var half = (await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal;
        return Guid.TryParse(half?.FindFirstValue(ClaimTypes.Name), out var id)
            && half.FindFirstValue("stamp") is { } stamp
            ? new(id, stamp)
            : null;
    }

    private static ClaimsPrincipal HalfWay(Account account) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.Name, account.Id.ToString()), new("number", account.UserName!),
            new("stamp", account.SecurityStamp!),
        ],
        IdentityConstants.TwoFactorUserIdScheme));

    /// <summary>
    /// Why a password does not lead on, as the code of a text; null when it does. Asked in this order whatever the
    /// state: a locked account costs the same time as another.
    /// </summary>
    private async Task<string?> WhyNotAsync(Account account, string password, CancellationToken cancellationToken)
    {
        var right = await _accounts.CheckPasswordAsync(account, password);
        var locked = await _accounts.IsLockedOutAsync(account);
        var mayAct = await rights.MayActAsync(account, cancellationToken);
        if (locked)
            return "audit.how.locked";
        if (right)
            return mayAct ? null : "audit.how.may-not-act";
        await _accounts.AccessFailedAsync(account);
        return await _accounts.IsLockedOutAsync(account)
            ? "audit.how.password-wrong-locked"
            : "audit.how.password-wrong";
    }

    private Task<bool> IsCodeAsync(Account account, string code) => codes.ValidateAsync("", code, _accounts, account);

    private async Task<bool> IsRecoveryCodeAsync(Account account, string code) =>
        (await _accounts.RedeemTwoFactorRecoveryCodeAsync(account, code)).Succeeded;

    /// <summary>The failure is on record; what it changed is kept.</summary>
    private async Task<bool> FailAsync(Account? account, string why, CancellationToken cancellationToken)
    {
        await audit.AddAsync(
            new("signInFailed", account?.UserName, Text.Of(why)), AuditRegister.Nobody, cancellationToken);
        return true;
    }

    /// <summary>Null when a password was set meanwhile: the old one led half way, and no further.</summary>
    private Task<Account?> LockAsync(Half half, CancellationToken cancellationToken) =>
        db.Accounts
            .FromSql($"SELECT * FROM accounts WHERE id = {half.Id} AND security_stamp = {half.Stamp} FOR UPDATE")
            .AsTracking().SingleOrDefaultAsync(cancellationToken);

    private async Task FinishAsync(Account account, string with, CancellationToken cancellationToken)
    {
        await _accounts.ResetAccessFailedCountAsync(account);
        var factors = with == PasswordAlone ? null : "otp";
        await signIn.SignInAsync(new(account.UserName!, factors, account.SecurityStamp!, time.GetUtcNow()), account);
        await audit.AddAsync(
            new("signedIn", account.UserName, Text.Of(with)), account.UserName!, cancellationToken);
    }

    private sealed record Half(Guid Id, string Stamp);
}
