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

/// <summary>
/// A person's own password: the first by an invitation, another one by the one before. What happens, goes on the audit
/// register in the change of its own effect.
/// </summary>
internal sealed class OwnPasswords(
    SignInManager<Account> signIn, IdentityDb db, UnitOfWork change, AuditRegister audit)
{
    private readonly UserManager<Account> _accounts = signIn.UserManager;

    /// <summary>
    /// Sets the first password with the code of an invitation; answers what is wrong, as the code of a text, or null.
    /// </summary>
    public async Task<string?> ActivateAsync(
        string number, string invitation, string password, CancellationToken cancellationToken)
    {
        string? wrong = "account.invitation-wrong";
        await change.RunAsync(
            async token =>
            {
                var account = await signIn.LockAsync(db, number, token);
                var set = account is null
                    ? null
                    : await _accounts.ResetPasswordAsync(account, OneForm.Of(invitation).Trim(), password);
                if (account is null || set is not { Succeeded: true })
                {
                    if (PasswordRules.WrongIn(set) is { } rule)
                    {
                        wrong = rule;
                        return false;
                    }

                    var why = Text.Of(account is null ? "audit.how.number-unknown" : "audit.how.invitation-wrong");
                    await audit.AddAsync(new("activationFailed", account?.UserName, why), AuditRegister.Nobody, token);
                    return true;
                }

                await _accounts.ResetAccessFailedCountAsync(account);
                await audit.AddAsync(new("accountActivated", account.UserName), account.UserName!, token);
                wrong = null;
                return true;
            },
            cancellationToken);
        return wrong;
    }

    /// <summary>The sign-in that goes on in this browser; null when there is none, or it is over.</summary>
    public async Task<Session?> SessionAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var cookie = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        return cookie.Succeeded && Session.Of(cookie.Principal) is { } session
            && await db.Accounts.AnyAsync(
                a => a.UserName == session.Number && a.SecurityStamp == session.Stamp, cancellationToken)
            ? session
            : null;
    }

    /// <summary>
    /// Sets another password of one's own; answers what is wrong, as the code of a text, or null. Every other session
    /// of the person ends with the old one, and every refresh token. Wrong ones count as at the sign-in.
    /// </summary>
    [Rule("CS-7", "a password is changed by its owner")]
    public async Task<string?> ChangeAsync(
        Session session, string current, string password, CancellationToken cancellationToken)
    {
        string? wrong = null;
        await change.RunAsync(
            async token =>
            {
                if (await signIn.LockAsync(db, session.Number, token) is not { } account
                    || account.SecurityStamp != session.Stamp)
                {
                    wrong = "account.session-over";
                    return false;
                }

                var right = await _accounts.CheckPasswordAsync(account, current);
                if (await _accounts.IsLockedOutAsync(account) || !right)
                {
                    if (!right)
                        await _accounts.AccessFailedAsync(account);
                    var why = Text.Of(right ? "audit.how.locked" : "audit.how.password-wrong");
                    await audit.AddAsync(new("passwordChangeFailed", account.UserName, why), session.Number, token);
                    wrong = "account.password-now-wrong";
                    return true;
                }

                var set = await _accounts.ChangePasswordAsync(account, current, password);
                wrong = !set.Succeeded ? PasswordRules.WrongIn(set) ?? "account.password-now-wrong"
                    : OneForm.Of(current) == OneForm.Of(password) ? "account.password-same"
                    : null;
                if (wrong is not null)
                    return false;

                await audit.AddAsync(new("passwordChanged", account.UserName), session.Number, token);
                await signIn.SignInAsync(session with { Stamp = account.SecurityStamp! }, account);
                return true;
            },
            cancellationToken);
        return wrong;
    }
}
