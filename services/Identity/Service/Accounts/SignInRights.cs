using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Delegations;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.ServiceDefaults;

namespace Ops.Identity.Accounts;

/// <summary>Whether the holder of an account may sign in at this moment, and what it takes.</summary>
internal sealed class SignInRights(IdentityDb db, StandIns standIns, IClock clock, CompanyTime company)
{
    /// <summary>Whether they may act today.</summary>
    public async Task<bool> MayActAsync(Account account, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        return (await StaffOfAsync(account, now, cancellationToken)).MayAct(company.DateOf(now));
    }

    /// <summary>CS-7: whether they bring a second factor.</summary>
    public async Task<bool> NeedSecondFactorAsync(Account account, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        return await standIns.NeedsSecondFactorAsync(
            await StaffOfAsync(account, now, cancellationToken), now, cancellationToken);
    }

    /// <summary>As they are by now, whether or not somebody looked.</summary>
    private async Task<StaffMember> StaffOfAsync(Account account, Instant now, CancellationToken cancellationToken)
    {
        var staff = await db.Staff.AsNoTracking().SingleAsync(s => s.Id == account.Id, cancellationToken);
        new Employment(staff, company).LetDueHappen(now);
        return staff;
    }
}
