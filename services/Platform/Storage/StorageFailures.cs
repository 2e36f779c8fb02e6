using System.Net.Sockets;
using Npgsql;

namespace Ops.Platform.Storage;

/// <summary>Tells a database that is away from a mistake.</summary>
public static class StorageFailures
{
    /// <summary>
    /// Whether an exception means that the database cannot be reached or has closed the connection: refused, shut down,
    /// starting up, out of connections, broken in the middle. Whoever meets it waits or answers 503; it is never counted against a message or a deadline.
    /// </summary>
    public static bool IsUnavailable(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is PostgresException { SqlState: [.. var state] })
            {
                // Class 08: connection; 57P0x: shut down, crashed, starting up, database dropped; 53300: too many connections; 3D000: not created yet.
                if (state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P0", StringComparison.Ordinal) || state is "53300" or "3D000")
                    return true;
            }
            else if (failure is UnavailableException || failure is NpgsqlException { IsTransient: true } or SocketException || failure is NpgsqlException { InnerException: IOException or TimeoutException or SocketException })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the database gave up one of two changes that stood in each other's way, or a constraint found what another change
    /// had taken a moment before: whoever looks again sees why.
    /// </summary>
    public static bool IsConflict(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation })
                return true;
        }

        return false;
    }
}
