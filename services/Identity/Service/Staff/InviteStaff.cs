using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Accounts;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Identity.Tokens;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>CS-7: an invitation, good for seven days and once, with which a member of staff sets their own password; nobody else ever knows it.</summary>
internal static class InviteStaff
{
    public static void MapInviteStaff(this IEndpointRouteBuilder api) =>
        api.MapPost("staff/{number}/invitation", HandleAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Invite somebody to set a password; a lost authenticator is forgotten when asked").Produces<View>().WithoutKeptAnswer();

    /// <summary>What else is put back.</summary>
    /// <param name="ForgetAuthenticator">The phone is lost: the next sign-in enrols another.</param>
    internal sealed record Request(bool ForgetAuthenticator = false);

    /// <summary>The invitation, shown this once.</summary>
    /// <param name="Staff">Whose.</param>
    /// <param name="Invitation">The code to be handed over in person.</param>
    /// <param name="Address">The page that takes it.</param>
    internal sealed record View(string Staff, string Invitation, string Address);

    private static async Task<IResult> HandleAsync(
        string number, Request request, Actor actor, IdentityDb db, UserManager<Account> accounts, AuditRegister audit, TokenSettings settings, CancellationToken cancellationToken)
    {
        var name = accounts.NormalizeName(number);
        if (await db.Accounts.FromSql($"SELECT * FROM accounts WHERE normalized_user_name = {name} FOR UPDATE").AsTracking().SingleOrDefaultAsync(cancellationToken) is not { } account)
            return StaffDesk.Unknown(number).ToProblem();
        var staff = await db.Staff.AsNoTracking().SingleAsync(s => s.Id == account.Id, cancellationToken);
        if (!staff.IsSeenBy(actor))
            return StaffDesk.Unknown(number).ToProblem();
        if (StaffDesk.NotTheirs(staff, actor) is { } notTheirs)
            return notTheirs.ToProblem();
        if (staff.HasLeft)
            return new Refused(null, $"{staff.Number} left on {staff.LeavesOn:uuuu-MM-dd}.").ToProblem();

        if (request.ForgetAuthenticator)
        {
            (account.OneTimeSecret, account.LastOneTimeStep, account.TwoFactorEnabled) = (null, 0, false);
            // Whoever has the phone may have a session too: all of them end.
            await accounts.UpdateSecurityStampAsync(account);
        }

        await audit.AddAsync(new("invited", account.UserName, request.ForgetAuthenticator ? "authenticator forgotten" : null), actor.Id, cancellationToken);
        return Results.Ok(await InviteAsync(account, accounts, settings));
    }

    /// <summary>Makes the invitation; whoever has it and the number may set the password.</summary>
    public static async Task<View> InviteAsync(Account account, UserManager<Account> accounts, TokenSettings settings) =>
        new(account.UserName!, await accounts.GeneratePasswordResetTokenAsync(account), new Uri(settings.Issuer, $"/account/activate?number={Uri.EscapeDataString(account.UserName!)}").ToString());
}
