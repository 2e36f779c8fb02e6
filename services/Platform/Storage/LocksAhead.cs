using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Ops.Platform.Storage;

/// <summary>
/// Locks by name that travel in front of the question that they are for: one round trip instead of two. The server runs
/// them as statements of their own, one after the other, so that what the question finds is as new as the lock, as it
/// would not be in one statement.
/// </summary>
public static class LocksAhead
{
    private sealed record Name(string What, long Kind, string Through);

    private static readonly ConditionalWeakTable<DbContext, List<Name>> Waiting = [];

    /// <summary>
    /// Takes a lock on a name with the next query of this context, in front of it, until the change is over. Whoever
    /// wants the same waits.
    /// </summary>
    /// <param name="db">The change's context.</param>
    /// <param name="what">The name.</param>
    /// <param name="kind">What kind of name it is: the same name of another kind is another lock.</param>
    /// <param name="through">
    /// The database's function that makes one name of all the ways in which it is written; none where it is written in
    /// one.
    /// </param>
    public static void LockAhead(this DbContext db, string what, long kind, string through = "")
    {
        ArgumentNullException.ThrowIfNull(db);
        Waiting.GetOrCreateValue(db).Add(new(what, kind, through));
    }

    /// <summary>Whether locks were asked for that no question has taken along yet.</summary>
    internal static bool Any(DbContext db) => Waiting.TryGetValue(db, out var locks) && locks.Count > 0;

    /// <summary>What was asked for in a change that is over is not another's.</summary>
    internal static void Forget(DbContext db)
    {
        if (Waiting.TryGetValue(db, out var locks))
            locks.Clear();
    }

    /// <summary>Puts them in front of a query, and steps over what they answer.</summary>
    internal sealed class Interceptor : DbCommandInterceptor
    {
        private const string Parameter = "lock_ahead_";

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            // In front of a question, and of nothing else: what is written is told apart by its place in the batch.
            if (
                eventData.CommandSource is CommandSource.LinqQuery or CommandSource.FromSqlQuery
                && eventData.Context is { } db
                && Waiting.TryGetValue(db, out var locks)
                && locks.Count > 0)
            {
                var text = new StringBuilder();
                for (var i = 0; i < locks.Count; i++)
                {
                    var (name, kind) = ($"@{Parameter}{i}", $"@{Parameter}{i}_kind");
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"SELECT pg_advisory_xact_lock(hashtextextended({locks[i].Through}({name}), {kind}));\n");
                    command.Parameters.Add(new NpgsqlParameter<string>($"{Parameter}{i}", locks[i].What));
                    command.Parameters.Add(new NpgsqlParameter<long>($"{Parameter}{i}_kind", locks[i].Kind));
                }

                command.CommandText = text.Append(command.CommandText).ToString();
                locks.Clear();
            }

            return ValueTask.FromResult(result);
        }

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, DbDataReader result,
            CancellationToken cancellationToken = default)
        {
            for (var i = 0; command.Parameters.Contains($"{Parameter}{i}"); i++)
                await result.NextResultAsync(cancellationToken);
            return result;
        }
    }
}
