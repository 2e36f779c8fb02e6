using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Organisation;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
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
            || (await GivenToAsync(staff, now, cancellationToken))
                .Any(delegation => PermissionCatalogue.NeedsSecondFactor(delegation.Permission));
    }

    /// <summary>What others have given somebody to do, as far as they may do it themselves still.</summary>
    /// <param name="staff">Who was given it, as they are now.</param>
    /// <param name="now">Business time.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<IReadOnlyList<Delegation>> GivenToAsync(
        StaffMember staff, Instant now, CancellationToken cancellationToken)
    {
        var today = company.DateOf(now);
        var given = await db.Delegations.AsNoTracking()
            .Where(d => d.To == staff.Number && d.Until >= today && d.EndedAt == null)
            .Join(db.Staff, d => d.Staff, s => s.Number, (d, s) => new { Delegation = d, Giver = s })
            .AsNoTracking().ToListAsync(cancellationToken);
        // Each is where they are by now, whether or not somebody looked.
        foreach (var one in given)
            new Employment(one.Giver, company).LetDueHappen(now);
        var posts = given.Select(one => one.Giver.Post).ToList();
        var permissions = await db.Posts.AsNoTracking().Where(p => posts.Contains(p.Code))
            .ToDictionaryAsync(p => p.Code, p => p.Permissions, StringComparer.Ordinal, cancellationToken);
        return
        [
            .. from one in given
               where one.Giver.MayAct(today) && one.Giver.WorksWherever(staff)
               from permission in one.Delegation.Permissions
               where permissions[one.Giver.Post].Contains(permission)
               select new Delegation(
                   permission, one.Giver.Number, one.Delegation.Begins(company), one.Delegation.Ends(company)),
        ];
    }
}
