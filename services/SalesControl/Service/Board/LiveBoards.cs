using System.Collections.Concurrent;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Board;

/// <summary>The boards that this replica has in memory: those that somebody has looked at.</summary>
internal sealed class LiveBoards(
    BoardReader reader, KnownProjects projects, IClock clock, TimeProvider time, IHostApplicationLifetime lifetime,
    Loops loops)
{
    private readonly ConcurrentDictionary<string, LiveBoard> _boards = new(StringComparer.Ordinal);

    /// <summary>A project's board, where the actor may see it.</summary>
    public async Task<Outcome<LiveBoard>> FindAsync(
        string project, Actor actor, SalesControlDb db, CancellationToken cancellationToken) =>
        (await projects.FindAsync(project, actor, db, cancellationToken)).Then<LiveBoard>(site => _boards.GetOrAdd(
            project, _ => new LiveBoard(site, reader, clock, time, loops, lifetime.ApplicationStopping)));

    /// <summary>Something of a project was committed here: who watches it is told at once.</summary>
    public void Wake(string project)
    {
        if (_boards.TryGetValue(project, out var board))
            board.Wake();
    }
}

/// <summary>Tells this replica's boards of this replica's commits; those of others are found by looking.</summary>
internal sealed class BoardsHearOfCommits(LiveBoards boards) : ICommitParticipant
{
    public void BeforeCommit(UnitOfWork change)
    {
        // Whatever is loaded for a change is about to change. The entries are looked at as they are: what changed in
        // them does not matter here.
        var detects = change.Db.ChangeTracker.AutoDetectChangesEnabled;
        change.Db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            HashSet<string> projects = new(StringComparer.Ordinal);
            foreach (var entry in change.Db.ChangeTracker.Entries())
            {
                if (ProjectOf(entry.Entity) is { } project)
                    projects.Add(project);
            }

            foreach (var project in projects)
                change.OnCommitted(() => boards.Wake(project));
        }
        finally
        {
            change.Db.ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }

    private static string? ProjectOf(object entity) => entity switch
    {
        Unit unit => unit.Project,
        PriceList list => list.Project,
        Customer customer => customer.Project,
        _ => null,
    };
}
