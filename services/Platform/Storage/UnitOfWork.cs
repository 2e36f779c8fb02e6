using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Ops.Platform.Storage;

/// <summary>
/// One change: one database transaction, whoever asked for it (a caller over HTTP, a message, a deadline). What the
/// platform writes beside the service's own rows (events, deadlines, tasks, answers) is deferred to it and sent in a
/// single round trip just before the commit; signals go out only after the commit.
/// </summary>
/// <remarks>Scoped: one for each change. Not safe for parallel use, like the DbContext in it.</remarks>
public sealed class UnitOfWork(DbContext db, IEnumerable<ICommitParticipant> participants)
{
    /// <summary>The service's DbContext, inside this change's transaction.</summary>
    public DbContext Db { get; } = db;

    /// <summary>The connection of the transaction, for what a platform library must read at once.</summary>
    /// <exception cref="InvalidOperationException">No change is under way.</exception>
    public NpgsqlConnection Connection => throw new NotImplementedException(string.Join(',', participants));

    /// <summary>Runs a change in a transaction (read committed) and commits when <paramref name="work"/> answers true.</summary>
    /// <param name="work">The change. Answers whether to commit; on false, or when it throws, all is rolled back.</param>
    /// <param name="cancellationToken">Abandons the change up to its commit.</param>
    /// <returns>Whether it was committed.</returns>
    public Task<bool> RunAsync(Func<CancellationToken, Task<bool>> work, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>A statement to send with the others just before the commit, in the order given.</summary>
    public void Defer(NpgsqlBatchCommand command) => throw new NotImplementedException();

    /// <summary>Something to do once after the commit (wake a dispatcher); never called when the change is rolled back.</summary>
    public void OnCommitted(Action signal) => throw new NotImplementedException();
}

/// <summary>A platform library that has something to write when a change commits (the outbox: what aggregates raised).</summary>
public interface ICommitParticipant
{
    /// <summary>Called before DbContext.SaveChanges' last call and the deferred statements; defers its own.</summary>
    void BeforeCommit(UnitOfWork change);
}
