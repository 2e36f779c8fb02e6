using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ops.Platform.Storage;

/// <summary>
/// One change: one database transaction, whoever asked for it (a caller over HTTP, a message, a deadline). What the
/// platform writes beside the service's own rows (events, deadlines, tasks, answers) is deferred to it and sent in a
/// single round trip just before the commit; signals go out only after the commit.
/// </summary>
/// <remarks>Scoped: one for each change. Not safe for parallel use, like the DbContext in it.</remarks>
public sealed partial class UnitOfWork(
    DbContext db, IEnumerable<ICommitParticipant> participants, ILogger<UnitOfWork> logger)
{
    private readonly List<NpgsqlBatchCommand> _deferred = [];
    private readonly List<Action> _signals = [];
    private readonly List<(string Stream, RaisedEvent Raised)> _announced = [];
    private readonly List<(string Type, string Stream)> _recorded = [];
    private IDbContextTransaction? _transaction;

    /// <summary>The service's DbContext, inside this change's transaction.</summary>
    public DbContext Db { get; } = db;

    /// <summary>The connection of the transaction, for what a platform library must read at once.</summary>
    /// <exception cref="InvalidOperationException">No change is under way.</exception>
    public NpgsqlConnection Connection => _transaction is null
        ? throw new InvalidOperationException("No change is under way: use RunAsync.")
        : (NpgsqlConnection)Db.Database.GetDbConnection();

    /// <summary>
    /// A command inside the change's transaction where one is under way, and on a connection of its own where none is.
    /// A change that holds a lock must not wait for a second connection, which those who wait for the lock may have.
    /// </summary>
    public NpgsqlCommand CreateCommand(NpgsqlDataSource database, string sql)
    {
        ArgumentNullException.ThrowIfNull(database);
        return _transaction is null ? database.CreateCommand(sql) : CreateCommand(sql);
    }

    /// <summary>A command on the change's connection, inside its transaction.</summary>
    /// <exception cref="InvalidOperationException">No change is under way.</exception>
    public NpgsqlCommand CreateCommand(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, Connection, (NpgsqlTransaction)_transaction!.GetDbTransaction());
        command.Parameters.AddRange(parameters);
        return command;
    }

    /// <summary>
    /// Runs a change in a transaction (read committed) and commits when <paramref name="work"/> answers true.
    /// </summary>
    /// <param name="work">
    /// The change. Answers whether to commit; on false, or when it throws, all is rolled back.
    /// </param>
    /// <param name="cancellationToken">Abandons the change up to its commit.</param>
    /// <returns>Whether it was committed.</returns>
    /// <exception cref="InvalidOperationException">A change is under way already: they do not nest.</exception>
    public async Task<bool> RunAsync(Func<CancellationToken, Task<bool>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_transaction is not null)
            throw new InvalidOperationException("A change is under way already: they do not nest.");

        _recorded.Clear();
        var committed = false;
        // A change that fails is rolled back as a whole: a savepoint before each SaveChanges would be two round trips
        // for nothing.
        Db.Database.AutoSavepointsEnabled = false;
        try
        {
            _transaction = await Db.Database.BeginTransactionAsync(cancellationToken);
            if (!await work(cancellationToken))
                return false;

            if (LocksAhead.Any(Db))
                throw new InvalidOperationException(
                    "A lock was asked for ahead of a question that was not asked: it was never taken.");
            // Participants look at what the entities raised, which is there until SaveChanges has written them.
            foreach (var participant in participants)
                participant.BeforeCommit(this);
            await Db.SaveChangesAsync(cancellationToken);
            await SendDeferredAsync(cancellationToken);
            // From here on it is not abandoned: whether a cancelled commit took place could not be told.
            await _transaction.CommitAsync(CancellationToken.None);
            committed = true;
        }
        finally
        {
            if (_transaction is not null)
                await _transaction.DisposeAsync();
            _transaction = null;
            LocksAhead.Forget(Db);
            _deferred.Clear();
            _announced.Clear();
            if (!committed)
            {
                _signals.Clear();
                _recorded.Clear();
            }
        }

        Signal();
        return true;
    }

    /// <summary>What was announced in this change of things that are no aggregates.</summary>
    public IReadOnlyList<(string Stream, RaisedEvent Raised)> Announced => _announced;

    /// <summary>
    /// Says what happened to a thing that a platform library keeps and that is no aggregate of the service: a
    /// register's chain. Written with what aggregates raise.
    /// </summary>
    /// <param name="stream">The name of the stream of its events.</param>
    /// <param name="raised">
    /// The event, with the stream's version after it: 1, 2, 3 …, kept by whoever announces.
    /// </param>
    public void Announce(string stream, RaisedEvent raised) => _announced.Add((stream, raised));

    /// <summary>
    /// What the last change has written into the event log, for whoever tells of it: <c>SubscriptionSigned</c>,
    /// <c>unit/0192…</c>.
    /// </summary>
    public IReadOnlyList<(string Type, string Stream)> Recorded => _recorded;

    /// <summary>Says that an event is written into the event log with this change.</summary>
    public void Record(string type, string stream) => _recorded.Add((type, stream));

    /// <summary>A statement to send with the others just before the commit, in the order given.</summary>
    public void Defer(NpgsqlBatchCommand command) => _deferred.Add(command);

    /// <summary>A statement to send with the others just before the commit, in the order given.</summary>
    public void Defer(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        _deferred.Add(command);
    }

    /// <summary>
    /// Something to do once after the commit (wake a dispatcher); never called when the change is rolled back.
    /// </summary>
    public void OnCommitted(Action signal) => _signals.Add(signal);

    private async Task SendDeferredAsync(CancellationToken cancellationToken)
    {
        if (_deferred.Count == 0)
            return;

        await using var batch = new NpgsqlBatch(Connection, (NpgsqlTransaction)_transaction!.GetDbTransaction());
        foreach (var command in _deferred)
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private void Signal()
    {
        Action[] signals = [.. _signals];
        _signals.Clear();
        foreach (var signal in signals)
        {
            try
            {
                signal();
            }
            catch (Exception failure)
            {
                // The change is committed; a sweep finds what the signal should have woken.
                LogSignalFailed(failure);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A signal after a commit failed; the next sweep makes up for it")]
    private partial void LogSignalFailed(Exception failure);
}

/// <summary>
/// A platform library that has something to write when a change commits (the outbox: what aggregates raised).
/// </summary>
public interface ICommitParticipant
{
    /// <summary>Called before the change's last SaveChanges and the deferred statements; defers its own.</summary>
    void BeforeCommit(UnitOfWork change);
}
