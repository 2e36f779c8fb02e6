using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Delegations;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Accounts;

/// <summary>Whether the holder of an account may sign in at this moment, and what it takes.</summary>
internal sealed class SignInRights(IdentityDb db, StandIns standIns, IClock clock, CompanyTime company)
{
    /// <summary>Whether they may act today.</summary>
    public async Task<bool> MayActAsync(Account account, CancellationToken cancellationToken) =>
        (await StaffOfAsync(account, cancellationToken)).MayAct(company.DateOf(clock.GetCurrentInstant()));

    /// <summary>CS-7: whether they bring a second factor.</summary>
    public async Task<bool> NeedSecondFactorAsync(Account account, CancellationToken cancellationToken) =>
        await standIns.NeedsSecondFactorAsync(
            await StaffOfAsync(account, cancellationToken), clock.GetCurrentInstant(), cancellationToken);

    private Task<StaffMember> StaffOfAsync(Account account, CancellationToken cancellationToken) =>
        db.Staff.SingleAsync(s => s.Id == account.Id, cancellationToken);
}
