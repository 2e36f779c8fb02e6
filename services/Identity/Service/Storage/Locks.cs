using Microsoft.EntityFrameworkCore;
using Ops.Identity.Custodians;
using Ops.Identity.Organisation;
using Ops.Identity.Staff;

namespace Ops.Identity.Storage;

/// <summary>Every change of a thing locks its row first, then reads it: one comes after the other.</summary>
internal static class Locks
{
    public static Task<Company?> LockCompanyAsync(
        this IdentityDb db, string code, CancellationToken cancellationToken) =>
        db.Companies.FromSql($"SELECT * FROM companies WHERE code = {code} FOR UPDATE").AsTracking()
            .SingleOrDefaultAsync(cancellationToken);

    public static Task<Site?> LockSiteAsync(this IdentityDb db, string code, CancellationToken cancellationToken) =>
        db.Sites.FromSql($"SELECT * FROM sites WHERE code = {code} FOR UPDATE").AsTracking()
            .SingleOrDefaultAsync(cancellationToken);

    public static Task<Department?> LockDepartmentAsync(
        this IdentityDb db, string code, CancellationToken cancellationToken) =>
        db.Departments.FromSql($"SELECT * FROM departments WHERE code = {code} FOR UPDATE").AsTracking()
            .SingleOrDefaultAsync(cancellationToken);

    public static Task<Post?> LockPostAsync(this IdentityDb db, string code, CancellationToken cancellationToken) =>
        db.Posts.FromSql($"SELECT * FROM posts WHERE code = {code} FOR UPDATE").AsTracking()
            .SingleOrDefaultAsync(cancellationToken);

    public static Task<Duty?> LockDutyAsync(
        this IdentityDb db, string company, string code, CancellationToken cancellationToken) =>
        db.Duties.FromSql($"SELECT * FROM duties WHERE company = {company} AND code = {code} FOR UPDATE").AsTracking()
            .SingleOrDefaultAsync(cancellationToken);

    public static Task<StaffMember?> LockStaffAsync(
        this IdentityDb db, string number, CancellationToken cancellationToken) =>
        db.Staff.FromSql($"SELECT * FROM staff WHERE number = {number} FOR UPDATE").AsTracking()
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>
    /// Departments change one after the other: two that would each become a group of the other do not miss one another.
    /// </summary>
    public static Task LockDepartmentsAsync(this IdentityDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('departments'))", cancellationToken);

    /// <summary>Leaves and advertising days are set one after the other: neither misses the other.</summary>
    public static Task LockLeavesAsync(this IdentityDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('leaves'))", cancellationToken);
}
