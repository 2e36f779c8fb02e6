using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Accounts;

/// <summary>
/// CS-7: an invitation, good for seven days and once, with which a member of staff sets their own password; nobody else
/// ever knows it.
/// </summary>
internal static class InviteStaff
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("staff/{number}/invitation", HandleAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("staff.invite.summary")
            .AnswersOutcome<View>().WithoutKeptAnswer();

    /// <summary>What else is put back.</summary>
    /// <param name="ForgetAuthenticator">The phone is lost: the next sign-in enrols another.</param>
    internal sealed record Request(bool ForgetAuthenticator = false);

    /// <summary>The invitation, shown this once.</summary>
    /// <param name="Staff">Whose.</param>
    /// <param name="Invitation">The code to be handed over in person.</param>
    /// <param name="Address">The page that takes it.</param>
    internal sealed record View(string Staff, string Invitation, string Address);

    private static async Task<Outcome<View>> HandleAsync(
        string number, Request request, Actor actor, IdentityDb db, Invitations invitations,
        CancellationToken cancellationToken)
    {
        if (await invitations.LockAsync(number, cancellationToken) is not { } account)
            return EmploymentSource.Unknown(number);
        var staff = await db.Staff.AsNoTracking().SingleAsync(s => s.Id == account.Id, cancellationToken);
        return Refuses(staff, number, actor) is { } refusal
            ? refusal
            : await invitations.InviteAsync(account, request.ForgetAuthenticator, actor, cancellationToken);
    }

    [Rule("CS-7", "who is invited, and by whom")]
    private static Refused? Refuses(StaffMember staff, string number, Actor actor) =>
        !staff.IsSeenBy(actor) ? EmploymentSource.Unknown(number)
        : EmploymentSource.RefusesChange(staff, actor) is { } notTheirs ? notTheirs
        : staff.HasLeft ? new Refused(null, Text.Of("staff.left", ("staff", staff.Number), ("on", staff.LeavesOn)))
        : null;
}

/// <summary>Makes invitations.</summary>
internal sealed class Invitations(
    IdentityDb db, UserManager<Account> accounts, AuditRegister audit, SessionSettings settings)
{
    public Task<Account?> LockAsync(string number, CancellationToken cancellationToken)
    {
        var name = accounts.NormalizeName(number);
        return db.Accounts.FromSql($"SELECT * FROM accounts WHERE normalized_user_name = {name} FOR UPDATE")
            .AsTracking().SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Invites somebody, and forgets their authenticator where it is lost.</summary>
    public async Task<InviteStaff.View> InviteAsync(
        Account account, bool forgetAuthenticator, Actor actor, CancellationToken cancellationToken)
    {
        if (forgetAuthenticator)
        {
            (account.OneTimeSecret, account.LastOneTimeStep, account.TwoFactorEnabled) = (null, 0, false);
            // Whoever has the phone may have the password and a session too: with it they would enrol a phone of their
            // own. The invitation sets another one.
            account.PasswordHash = null;
            await accounts.UpdateSecurityStampAsync(account);
        }

        await audit.AddAsync(
            new(
                "invited", account.UserName,
                forgetAuthenticator ? Text.Of("audit.how.authenticator-forgotten") : null),
            actor.Id, cancellationToken);
        return await InviteAsync(account);
    }

    /// <summary>Makes the invitation; whoever has it and the number may set the password.</summary>
    public async Task<InviteStaff.View> InviteAsync(Account account)
    {
        var page = $"/account/activate?number={Uri.EscapeDataString(account.UserName!)}";
        return new(
            account.UserName!, await accounts.GeneratePasswordResetTokenAsync(account),
            new Uri(settings.Address, page).ToString());
    }
}
