using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Staff;
using Ops.Identity.Storage;

namespace Ops.Identity.Accounts;

/// <summary>An account that something is done to by its owner.</summary>
internal static class AccountInHand
{
    /// <summary>
    /// Two attempts at once come one after the other: none escapes the count of failures, and a code is good once.
    /// </summary>
    public static Task<Account?> LockAsync(
        this SignInManager<Account> signIn, IdentityDb db, string number, CancellationToken cancellationToken)
    {
        var name = signIn.UserManager.NormalizeName(OneForm.Of(number).Trim());
        return db.Accounts.FromSql($"SELECT * FROM accounts WHERE normalized_user_name = {name} FOR UPDATE")
            .AsTracking().SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The session's cookie for this browser, as long as the browser runs.</summary>
    public static Task SignInAsync(this SignInManager<Account> signIn, Session session, Account account) =>
        signIn.SignInWithClaimsAsync(account, isPersistent: false, session.ToClaims());
}
