using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Audit;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Rules;
using Ops.Platform.Storage;

namespace Ops.Identity.Accounts;

/// <summary>What came of an attempt to sign in.</summary>
internal enum SignInStep
{
    /// <summary>Signed in.</summary>
    Done,

    /// <summary>The number or the password is wrong, the account is locked, or the person may not act: the caller is told one thing.</summary>
    Refused,

    /// <summary>The password was right; the authenticator's code is asked for next.</summary>
    CodeNeeded,

    /// <summary>The password was right; the post needs an authenticator, and none is enrolled.</summary>
    EnrolmentNeeded,
}

/// <summary>
/// Signing in: a password, and for whoever approves a one-time code. What happens, goes on the audit register in the change of its own effect.
/// Neither the answer nor the time it takes tells whether a number is known.
/// </summary>
internal sealed class SignIns(
    SignInManager<Account> signIn, UserManager<Account> accounts, OneTimeCodes codes, IdentityDb db, UnitOfWork change, AuditRegister audit, IClock clock, IPasswordHasher<Account> hasher)
{
    /// <summary>The claim of a session, and of what is given for it, that was begun with a one-time or recovery code too (RFC 8176).</summary>
    public const string SecondFactor = "amr";

    private const string PasswordAlone = "password";

    /// <summary>How many recovery codes a person is given.</summary>
    public const int RecoveryCodes = 10;

    /// <summary>What a password is checked against when there is no account: the work is the same.</summary>
    private static readonly Account Nobody = new(Guid.Empty, "");
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, "a password that nobody has");

    /// <summary>Number and password.</summary>
    [Rule("CS-7")]
    public async Task<SignInStep> WithPasswordAsync(HttpContext http, string number, string password, CancellationToken cancellationToken)
    {
        var step = SignInStep.Refused;
        await change.RunAsync(
            async token =>
            {
                var account = await LockAsync(number, token);
                if (account?.PasswordHash is null)
                {
                    hasher.VerifyHashedPassword(Nobody, NobodysHash, password);
                    await audit.AddAsync(new("signInFailed", account?.UserName, account is null ? "unknown number" : "not activated"), AuditRegister.Nobody, token);
                    return true;
                }

                // Asked in this order whatever the state: a locked account costs the same time as another.
                var right = await accounts.CheckPasswordAsync(account, password);
                var locked = await accounts.IsLockedOutAsync(account);
                var staff = await db.Staff.SingleAsync(s => s.Id == account.Id, token);
                if (locked || !right || !staff.MayAct(clock.GetCurrentInstant()))
                {
                    if (!right && !locked)
                        await accounts.AccessFailedAsync(account);
                    await audit.AddAsync(
                        new("signInFailed", account.UserName, locked ? "locked" : !right ? await accounts.IsLockedOutAsync(account) ? "wrong password; locked" : "wrong password" : "may not act"), AuditRegister.Nobody, token);
                    return true;
                }

                if (account.TwoFactorEnabled || await db.NeedsSecondFactorAsync(staff, clock.GetCurrentInstant(), token))
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
                var account = await LockAsync(half, token);
                var staff = await db.Staff.SingleAsync(s => s.Id == account.Id, token);
                var plain = code.Replace(" ", "", StringComparison.Ordinal).Trim();
                var byApp = plain.Length == 6;
                if (await accounts.IsLockedOutAsync(account) || !staff.MayAct(clock.GetCurrentInstant())
                    || !(byApp ? await codes.ValidateAsync("", plain, accounts, account) : (await accounts.RedeemTwoFactorRecoveryCodeAsync(account, plain)).Succeeded))
                {
                    await accounts.AccessFailedAsync(account);
                    await audit.AddAsync(new("signInFailed", account.UserName, "wrong one-time code"), AuditRegister.Nobody, token);
                    return true;
                }

                await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
                await FinishAsync(account, byApp ? "password and one-time code" : "password and recovery code", token);
                step = SignInStep.Done;
                return true;
            },
            cancellationToken);
        return step;
    }

    /// <summary>Enrols an authenticator and signs in; answers the recovery codes, or null when the code does not fit.</summary>
    public async Task<IReadOnlyList<string>?> EnrolAsync(HttpContext http, string secret, string code, CancellationToken cancellationToken)
    {
        if (await HalfWayAsync(http) is not { } half)
            return null;

        IReadOnlyList<string>? recovery = null;
        await change.RunAsync(
            async token =>
            {
                var account = await LockAsync(half, token);
                if (account.TwoFactorEnabled || !codes.Enrol(account, secret, code.Trim()))
                    return false;

                recovery = [.. (await accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodes))!];
                await audit.AddAsync(new("authenticatorEnrolled", account.UserName, null), account.UserName!, token);
                await http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
                await FinishAsync(account, "password and one-time code", token);
                return true;
            },
            cancellationToken);
        return recovery;
    }

    /// <summary>Sets the first password with the code of an invitation; answers what is wrong, as the name of a text, or null.</summary>
    public async Task<string?> ActivateAsync(string number, string invitation, string password, CancellationToken cancellationToken)
    {
        string? wrong = "invitationWrong";
        await change.RunAsync(
            async token =>
            {
                if (await LockAsync(number, token) is not { } account)
                    return false;
                var set = await accounts.ResetPasswordAsync(account, invitation.Trim(), password);
                if (!set.Succeeded)
                {
                    wrong = set.Errors.First().Code is var code && code.StartsWith("password", StringComparison.Ordinal) ? code : wrong;
                    return false;
                }

                await accounts.ResetAccessFailedCountAsync(account);
                await audit.AddAsync(new("accountActivated", account.UserName, null), account.UserName!, token);
                wrong = null;
                return true;
            },
            cancellationToken);
        return wrong;
    }

    /// <summary>Two attempts at once come one after the other: none escapes the count of failures, and a code is good once.</summary>
    private Task<Account?> LockAsync(string number, CancellationToken cancellationToken)
    {
        var name = accounts.NormalizeName(number.Trim());
        return db.Accounts.FromSql($"SELECT * FROM accounts WHERE normalized_user_name = {name} FOR UPDATE").AsTracking().SingleOrDefaultAsync(cancellationToken);
    }

    private Task<Account> LockAsync(Guid id, CancellationToken cancellationToken) =>
        db.Accounts.FromSql($"SELECT * FROM accounts WHERE id = {id} FOR UPDATE").AsTracking().SingleAsync(cancellationToken);

    /// <summary>The number of whoever gave the right password in this browser, and has yet to enrol an authenticator.</summary>
    public static async Task<string?> HalfWayNumberAsync(HttpContext http) =>
        await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme) is { Succeeded: true, Principal: { } half } ? half.FindFirstValue("number") : null;

    /// <summary>Who gave the right password in this browser, and has yet to give a code.</summary>
    private static async Task<Guid?> HalfWayAsync(HttpContext http) =>
        await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme) is { Succeeded: true, Principal: { } half } && Guid.TryParse(half.FindFirstValue(ClaimTypes.Name), out var id) ? id : null;

    private async Task FinishAsync(Account account, string with, CancellationToken cancellationToken)
    {
        await accounts.ResetAccessFailedCountAsync(account);
        await signIn.SignInWithClaimsAsync(account, isPersistent: false, with == PasswordAlone ? [] : [new Claim(SecondFactor, "otp")]);
        await audit.AddAsync(new("signedIn", account.UserName, with), account.UserName!, cancellationToken);
    }

    private static ClaimsPrincipal HalfWay(Account account) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, account.Id.ToString()), new("number", account.UserName!)], IdentityConstants.TwoFactorUserIdScheme));
}
