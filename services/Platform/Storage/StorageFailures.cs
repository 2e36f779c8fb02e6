using System.Net.Sockets;
using Npgsql;

namespace Ops.Platform.Storage;

/// <summary>Tells a database that is away from a mistake.</summary>
public static class StorageFailures
{
    /// <summary>
    /// Whether an exception means that the database cannot be reached or has closed the connection: refused, shut down,
    /// starting up, closed to us, out of connections, broken in the middle; or that a migration changed a table under a
    /// statement that was prepared before, which is prepared anew the next time. Whoever meets it waits or answers 503;
    /// it is never counted against a message or a deadline.
    /// </summary>
    public static bool IsUnavailable(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is PostgresException answer)
            {
                // Fatal: the server ended the session or did not begin one, whatever its reason: shut down, starting
                // up, too many, closed, not created yet.
                if (
                    answer.InvariantSeverity is "FATAL" or "PANIC"
                    || answer.SqlState.StartsWith("08", StringComparison.Ordinal)
                    || answer.SqlState.StartsWith("57P0", StringComparison.Ordinal)
                    || answer is { SqlState: PostgresErrorCodes.FeatureNotSupported, Routine: "RevalidateCachedQuery" })
                    return true;
            }
            else if (
                failure is UnavailableException
                || failure is NpgsqlException { IsTransient: true } or SocketException
                || failure is NpgsqlException { InnerException: IOException or TimeoutException or SocketException })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the database gave up one of two changes that stood in each other's way, or a constraint found what
    /// another change had taken a moment before: whoever looks again sees why.
    /// </summary>
    public static bool IsConflict(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (
                failure is PostgresException
                {
                    SqlState: PostgresErrorCodes.DeadlockDetected
                        or PostgresErrorCodes.SerializationFailure
                        or PostgresErrorCodes.UniqueViolation
                        or PostgresErrorCodes.ExclusionViolation
                })
                return true;
        }

        return false;
    }

    /// <summary>Whether a text held a character that the database has no place for, such as NUL.</summary>
    public static bool IsUnstorable(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (
                failure is PostgresException
                {
                    SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter
                })
                return true;
        }

        return false;
    }
}
