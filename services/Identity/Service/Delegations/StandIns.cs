using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Organisation;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Delegations;

/// <summary>CS-7: what others have given somebody to do, and whether it takes a second factor.</summary>
internal sealed class StandIns(IdentityDb db, CompanyTime company)
{
    /// <summary>CS-7: whoever may decide, in their own right or in another's place, brings a second factor.</summary>
    [Rule("CS-7", "whoever may decide brings a second factor")]
    public async Task<bool> NeedsSecondFactorAsync(StaffMember staff, Instant now, CancellationToken cancellationToken)
    {
        var post = await db.Posts.AsNoTracking().SingleAsync(p => p.Code == staff.Post, cancellationToken);
        return post.NeedsSecondFactor
            || (await GivenToAsync(staff.Number, now, cancellationToken))
                .Any(delegation => PermissionCatalogue.NeedsSecondFactor(delegation.Permission));
    }

    /// <summary>What others have given somebody to do, as far as they may do it themselves still.</summary>
    public async Task<IReadOnlyList<Delegation>> GivenToAsync(
        string number, Instant now, CancellationToken cancellationToken)
    {
        var today = company.DateOf(now);
        var self = await db.Staff.AsNoTracking().SingleAsync(s => s.Number == number, cancellationToken);
        var given = await db.Delegations.AsNoTracking()
            .Where(d => d.To == number && d.Until >= today && d.EndedAt == null)
            .Join(db.Staff, d => d.Staff, s => s.Number, (d, s) => new { Delegation = d, Giver = s })
            .Join(
                db.Posts, one => one.Giver.Post, p => p.Code,
                (one, p) => new { one.Delegation, one.Giver, p.Permissions })
            .AsNoTracking().ToListAsync(cancellationToken);
        return
        [
            .. from one in given
               where one.Giver.MayAct(today) && one.Giver.WorksWherever(self)
               from permission in one.Delegation.Permissions
               where one.Permissions.Contains(permission)
               select new Delegation(
                   permission, one.Giver.Number, one.Delegation.Begins(company), one.Delegation.Ends(company)),
        ];
    }
}
