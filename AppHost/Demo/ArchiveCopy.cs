using System.Globalization;
using Npgsql;

namespace Ops.Demo;

/// <summary>What somebody with all of a superuser's means could do behind the program's back, done to a copy.</summary>
internal static class ArchiveCopy
{
    /// <summary>
    /// Copies the archive's database, changes the text of its first register entry there, and answers the copy's
    /// connection string.
    /// </summary>
    /// <param name="data">The installation's data folder.</param>
    public static string Make(string data)
    {
        var server = new NpgsqlConnectionStringBuilder
        {
            Host = "localhost",
            Port = int.Parse(File.ReadAllText(Path.Combine(data, "postgres-port")), CultureInfo.InvariantCulture),
            Username = "postgres",
            Password = File.ReadAllText(Path.Combine(data, "postgres", "password")).Trim(),
            Pooling = false,
        };
        // A copy needs a moment without sessions on the original; the archive finds its database again by itself.
        Execute(
            server.ConnectionString,
            """
            ALTER DATABASE archivedb ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid)
                FROM pg_stat_activity WHERE datname = 'archivedb'
            """
        );
        Execute(server.ConnectionString, "CREATE DATABASE archive_copy TEMPLATE archivedb");
        Execute(server.ConnectionString, "ALTER DATABASE archivedb ALLOW_CONNECTIONS true");
        server.Database = "archive_copy";
        Execute(
            server.ConnectionString,
            """
            ALTER TABLE registers.entries DISABLE TRIGGER ALL;
            UPDATE registers.entries SET text = replace(text, '"pages":6', '"pages":5') WHERE sequence = 1;
            ALTER TABLE registers.entries ENABLE TRIGGER ALL;
            """);
        return server.ConnectionString;
    }

    private static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        foreach (
            var statement in sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            using var command = new NpgsqlCommand(statement, connection);
            command.ExecuteNonQuery();
        }
    }
}
