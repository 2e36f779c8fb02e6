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
using Ops.ServiceDefaults;

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
/// Signing in: a password, and for whoever decides a one-time code. What happens, goes on the audit register in the
/// change of its own effect.
/// Neither the answer nor the time it takes tells whether a number is known.
/// </summary>
internal sealed class SignIns(
    SignInManager<Account> signIn, UserManager<Account> accounts, OneTimeCodes codes, IdentityDb db, UnitOfWork change,
    AuditRegister audit, IClock clock, CompanyTime company, TimeProvider time, IPasswordHasher<Account> hasher)
{
    private const string PasswordAlone = "password";

    /// <summary>How many recovery codes a person is given.</summary>
    public const int RecoveryCodes = 10;

    /// <summary>What a password is checked against when there is no account: the work is the same.</summary>
    private static readonly Account Nobody = new(Guid.Empty, "");
    private static readonly string NobodysHash = new PasswordHasher<Account>().HashPassword(Nobody, "a password that nobody has");

    private LocalDate Today => company.DateOf(clock.GetCurrentInstant());

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
                if (locked || !right || !staff.MayAct(Today))
                {
                    if (!right && !locked)
                        await accounts.AccessFailedAsync(account);
                    await audit.AddAsync(
                        new("signInFailed", account.UserName, locked ? "locked" : !right ? await accounts.IsLockedOutAsync(account) ? "wrong password; locked" : "wrong password" : "may not act"), AuditRegister.Nobody, token);
                    return true;
                }

                var now = clock.GetCurrentInstant();
                if (account.TwoFactorEnabled || await db.NeedsSecondFactorAsync(staff, now, company, token))
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
                var staff = await db.Staff.SingleAsync(s => s.Id == account.Id, token);
                var plain = code.Replace(" ", "", StringComparison.Ordinal).Trim();
                var byApp = plain.Length == 6;
                if (await accounts.IsLockedOutAsync(account) || !staff.MayAct(Today)
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
                if (await LockAsync(half, token) is not { } account || account.TwoFactorEnabled || !codes.Enrol(account, secret, code.Trim()))
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
                var account = await LockAsync(number, token);
                var set = account is null ? null : await accounts.ResetPasswordAsync(account, invitation.Trim(), password);
                if (account is null || set is not { Succeeded: true })
                {
                    if (set?.Errors.First().Code is { } code && code.StartsWith("password", StringComparison.Ordinal))
                    {
                        wrong = code;
                        return false;
                    }

                    await audit.AddAsync(new("activationFailed", account?.UserName, account is null ? "unknown number" : "wrong, used or expired invitation"), AuditRegister.Nobody, token);
                    return true;
                }

                await accounts.ResetAccessFailedCountAsync(account);
                await audit.AddAsync(new("accountActivated", account.UserName, null), account.UserName!, token);
                wrong = null;
                return true;
            },
            cancellationToken);
        return wrong;
    }

    /// <summary>The sign-in that goes on in this browser; null when there is none, or it is over.</summary>
    public async Task<Session?> SessionAsync(HttpContext http, CancellationToken cancellationToken) =>
        await http.AuthenticateAsync(IdentityConstants.ApplicationScheme) is { Succeeded: true, Principal: { } cookie } && Session.Of(cookie) is { } session
        && await db.Accounts.AnyAsync(a => a.UserName == session.Number && a.SecurityStamp == session.Stamp, cancellationToken)
            ? session
            : null;

    /// <summary>
    /// Sets another password of one's own; answers what is wrong, as the name of a text, or null. Every other session of the person ends with the old one, and every
    /// refresh token. Wrong ones count as at the sign-in.
    /// </summary>
    [Rule("CS-7")]
    public async Task<string?> ChangePasswordAsync(Session session, string current, string password, CancellationToken cancellationToken)
    {
        string? wrong = null;
        await change.RunAsync(
            async token =>
            {
                var account = await LockAsync(session.Number, token);
                if (account?.SecurityStamp != session.Stamp)
                {
                    wrong = "sessionOver";
                    return false;
                }

                var right = await accounts.CheckPasswordAsync(account!, current);
                if (await accounts.IsLockedOutAsync(account!) || !right)
                {
                    if (!right)
                        await accounts.AccessFailedAsync(account!);
                    await audit.AddAsync(new("passwordChangeFailed", account!.UserName, right ? "locked" : "wrong password"), session.Number, token);
                    wrong = "passwordNowWrong";
                    return true;
                }

                var set = await accounts.ChangePasswordAsync(account!, current, password);
                wrong = set.Succeeded ? current == password ? "passwordSame" : null : set.Errors.First().Code;
                if (wrong is not null)
                    return false;

                await audit.AddAsync(new("passwordChanged", account!.UserName, null), session.Number, token);
                await SignInAsync(session with { Stamp = account.SecurityStamp! }, account);
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

    /// <summary>Null when a password was set meanwhile: the old one led half way, and no further.</summary>
    private Task<Account?> LockAsync(Half half, CancellationToken cancellationToken) =>
        db.Accounts.FromSql($"SELECT * FROM accounts WHERE id = {half.Id} AND security_stamp = {half.Stamp} FOR UPDATE").AsTracking().SingleOrDefaultAsync(cancellationToken);

    /// <summary>The number of whoever gave the right password in this browser, and has yet to enrol an authenticator.</summary>
    public static async Task<string?> HalfWayNumberAsync(HttpContext http) =>
        await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme) is { Succeeded: true, Principal: { } half } ? half.FindFirstValue("number") : null;

    /// <summary>Who gave the right password in this browser, and has yet to give a code.</summary>
    private static async Task<Half?> HalfWayAsync(HttpContext http) =>
        await http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme) is { Succeeded: true, Principal: { } half }
        && Guid.TryParse(half.FindFirstValue(ClaimTypes.Name), out var id) && half.FindFirstValue("stamp") is { } stamp
            ? new(id, stamp)
            : null;

    private async Task FinishAsync(Account account, string with, CancellationToken cancellationToken)
    {
        await accounts.ResetAccessFailedCountAsync(account);
        await SignInAsync(new(account.UserName!, with == PasswordAlone ? null : "otp", account.SecurityStamp!, time.GetUtcNow()), account);
        await audit.AddAsync(new("signedIn", account.UserName, with), account.UserName!, cancellationToken);
    }

    private Task SignInAsync(Session session, Account account) => signIn.SignInWithClaimsAsync(account, isPersistent: false, session.ToClaims());

    private sealed record Half(Guid Id, string Stamp);

    private static ClaimsPrincipal HalfWay(Account account) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, account.Id.ToString()), new("number", account.UserName!), new("stamp", account.SecurityStamp!)], IdentityConstants.TwoFactorUserIdScheme));
}
