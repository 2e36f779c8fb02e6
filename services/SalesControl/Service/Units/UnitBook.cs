using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Units;

/// <summary>Finds units: for a change the row is locked and read first, and then what is open on it.</summary>
/// <remarks>
/// What is read in the statement that waits for a lock is as old as its beginning, but for the row itself: everything
/// else of a unit is read by statements that come after it.
/// </remarks>
internal sealed class UnitBook(SalesControlDb db, KnownProjects projects)
{
    public static Refused Unknown(string project, string unit) =>
        Refused.NotFound(Text.Of("unit.unknown", ("unit", unit), ("project", project)));

    /// <summary>The unit that a route names by <c>project</c> and <c>unit</c>.</summary>
    public async Task<Outcome<Unit>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var (project, code) = (named["project"], named["unit"]);
        var found = !named.Actor.MaySee(project) ? null : access == Access.Change
            ? await LockAsync(project, code, cancellationToken)
            : await db.Units.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Project == project && u.Code == code, cancellationToken);
        return found is null ? Unknown(project, code) : found;
    }

    /// <summary>A unit by its id, which is there.</summary>
    public async Task<Unit> GetAsync(Guid id, Access access, CancellationToken cancellationToken) =>
        access == Access.Read
            ? await db.Units.AsNoTracking().SingleAsync(u => u.Id == id, cancellationToken)
            : (await db.Units.FromSql($"SELECT * FROM units WHERE id = {id} FOR UPDATE")
                .ToListAsync(cancellationToken)).Single();

    /// <summary>Locks a unit by its code; null where there is none.</summary>
    public async Task<Unit?> LockAsync(string project, string code, CancellationToken cancellationToken) =>
        (await db.Units.FromSql($"SELECT * FROM units WHERE project = {project} AND code = {code} FOR UPDATE")
            .ToListAsync(cancellationToken)).SingleOrDefault();

    /// <summary>
    /// Locks several in the order of their ids, as everybody does who needs more than one, and reads them.
    /// </summary>
    public Task<List<Unit>> LockAllAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var all = ids.Distinct().ToArray();
        return db.Units.FromSql($"SELECT * FROM units WHERE id = ANY ({all}) ORDER BY id FOR UPDATE")
            .ToListAsync(cancellationToken);
    }

    /// <summary>The unit's project.</summary>
    public ValueTask<Project> SiteOfAsync(Unit unit, CancellationToken cancellationToken) =>
        projects.GetAsync(unit.Project, db, cancellationToken);
}
