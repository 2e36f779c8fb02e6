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
        await FindAsync(code, db, cancellationToken)
        ?? throw new InvalidOperationException($"There is no project {code}.");

    /// <summary>A project that the actor may see; not found where it is not theirs, or is not there.</summary>
    public async Task<Outcome<Project>> FindAsync(
        string code, Actor actor, SalesControlDb db, CancellationToken cancellationToken) =>
        actor.MaySee(code) && await FindAsync(code, db, cancellationToken) is { } project ? project : Unknown(code);

    private static Refused Unknown(string code) => Refused.NotFound(Text.Of("project.unknown", ("project", code)));

    private async ValueTask<Project?> FindAsync(string code, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (_projects.TryGetValue(code, out var known))
            return known;
        var found = await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == code, cancellationToken);
        return found is null ? null : _projects.GetOrAdd(code, found);
    }
}
