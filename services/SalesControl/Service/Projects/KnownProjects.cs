using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Projects;

/// <summary>
/// The projects that this replica has met: what a project is, is said when it is created and never changes, and each
/// change of a unit needs it.
/// </summary>
internal sealed class KnownProjects
{
    private readonly ConcurrentDictionary<string, Project> _projects = new(StringComparer.Ordinal);

    /// <summary>A project that is there.</summary>
    public async ValueTask<Project> GetAsync(string code, SalesControlDb db, CancellationToken cancellationToken) =>
        _projects.TryGetValue(code, out var known) ? known : _projects.GetOrAdd(
            code, await db.Projects.AsNoTracking().SingleAsync(p => p.Code == code, cancellationToken));

    /// <summary>A project that an actor names, and may see.</summary>
    public async ValueTask<Outcome<Project>> FindAsync(
        string code, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (actor.MaySee(code) && _projects.TryGetValue(code, out var known))
            return known;
        var found = actor.MaySee(code)
            ? await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == code, cancellationToken)
            : null;
        return found is null
            ? Refused.NotFound(Text.Of("project.unknown", ("project", code)))
            : _projects.GetOrAdd(code, found);
    }
}
