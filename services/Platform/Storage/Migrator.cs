using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ops.Platform.Storage;

/// <summary>
/// Makes a service's database where there is none, makes it current, and creates the role that the service runs under.
/// It alone is given the server's superuser; the service never is.
/// </summary>
/// <remarks>
/// The platform's schemas come from numbered SQL scripts, each run once and journalled beside what it made; the
/// service's own tables come from its EF Core migrations. Two migrators at once are safe: the second waits for the
/// first and finds nothing to do.
/// </remarks>
internal sealed partial class Migrator(
    IEnumerable<PlatformSchema> schemas, ServiceGrants own, NpgsqlDataSource database, IConfiguration configuration,
    TimeProvider time, ILogger<Migrator> logger)
{
    /// <summary>How long a server that is still starting is waited for.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The lock that one migrator of a database holds: any number, the same for all.</summary>
    private const long OneAtATime = 0x4F7073;

    /// <summary>The lock that one migrator of a whole server holds while it makes what is the server's.</summary>
    private const long OneAtAServer = 0x4F7074;

    /// <summary>The database that every server has: an advisory lock is its database's, so all take it here.</summary>
    private const string MaintenanceDatabase = "postgres";

    public async Task RunAsync(DbContext db, CancellationToken cancellationToken)
    {
        var role =
            configuration["Runtime:Role"]
            ?? throw new InvalidOperationException(
                "Runtime:Role is missing: the migrator creates the role that the service runs under.");
        var password =
            configuration["Runtime:Password"]
            ?? throw new InvalidOperationException(
                "Runtime:Password is missing: the migrator creates the role that the service runs under.");

        // A session of its own: the lock ends with it.
        await using var connection = await OpenAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({OneAtATime})", cancellationToken);
        foreach (var schema in schemas)
            await MigrateSchemaAsync(connection, schema, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
        await GrantAsync(connection, role, password, cancellationToken);
        LogMigrated(connection.Database!, role);
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var giveUpAt = time.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                return await database.OpenSessionAsync(cancellationToken);
            }
            catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InvalidCatalogName)
            {
                await CreateDatabaseAsync(cancellationToken);
            }
            catch (Exception failure) when (StorageFailures.IsUnavailable(failure) && time.GetUtcNow() < giveUpAt)
            {
                LogWaiting(failure.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), time, cancellationToken);
            }
        }
    }

    /// <summary>With the encoding and locale of the server of <c>make run</c>, whatever this one's are.</summary>
    private async Task CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        await using var server = await LockServerAsync(cancellationToken);
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
        await using var exists = new NpgsqlCommand("SELECT count(*) FROM pg_database WHERE datname = $1", server)
        {
            Parameters = { new() { Value = name } },
        };
        if (await exists.ExecuteScalarAsync(cancellationToken) is not 0L)
            return;

        var sql = $"CREATE DATABASE {Quote(name)} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'";
        await ExecuteAsync(server, sql, cancellationToken);
        LogCreated(name);
    }

    /// <summary>Held until the connection is closed, by one migrator of the whole server.</summary>
    private async Task<NpgsqlConnection> LockServerAsync(CancellationToken cancellationToken)
    {
        var server = await database.OpenSessionAsync(cancellationToken, MaintenanceDatabase);
        try
        {
            await ExecuteAsync(server, $"SELECT pg_advisory_lock({OneAtAServer})", cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task MigrateSchemaAsync(
        NpgsqlConnection connection, PlatformSchema schema, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            connection,
            $"""
            CREATE SCHEMA IF NOT EXISTS {schema.Name}; CREATE TABLE IF NOT EXISTS {schema.Name}.scripts (name text
                PRIMARY KEY, run_at timestamptz NOT NULL DEFAULT now())
            """,
            cancellationToken);
        var first = true;
        foreach (var (name, sql) in ScriptsOf(schema.Scripts))
        {
            // A script and its line in the journal are one transaction: a migrator that is killed leaves nothing half
            // made.
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var journal = new NpgsqlCommand(
                $"INSERT INTO {schema.Name}.scripts (name) VALUES ($1) ON CONFLICT DO NOTHING", connection, transaction)
            {
                Parameters = { new() { Value = name } },
            };
            if (await journal.ExecuteNonQueryAsync(cancellationToken) == 1)
            {
                await ExecuteAsync(connection, $"-- run {schema.Name}/{name}\n{sql}", cancellationToken);
                if (first && schema.FirstFill is not null)
                    await schema.FirstFill(connection, transaction, cancellationToken);
                LogScript(schema.Name, name);
            }

            await transaction.CommitAsync(cancellationToken);
            first = false;
        }
    }

    private static IEnumerable<(string Name, string Sql)> ScriptsOf(Assembly assembly) =>
        from name in assembly.GetManifestResourceNames()
        where name.Contains(".Schema.", StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal)
        orderby name
        select (name[(name.IndexOf(".Schema.", StringComparison.Ordinal) + ".Schema.".Length)..], Read(assembly, name));

    private static string Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// The role owns nothing, reaches no other database, and is given what the service needs and no more.
    /// </summary>
    private async Task GrantAsync(
        NpgsqlConnection connection, string role, string password, CancellationToken cancellationToken)
    {
        var quoted = Quote(role);
        var databaseName = Quote(connection.Database!);
        // Roles belong to the whole server: the migrator of another database may be creating or changing this one now.
        await using var server = await LockServerAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (
            var exists = new NpgsqlCommand("SELECT count(*) FROM pg_roles WHERE rolname = $1", connection, transaction)
            {
                Parameters = { new() { Value = role } },
            })
        {
            if (await exists.ExecuteScalarAsync(cancellationToken) is 0L)
                await ExecuteAsync(connection, $"CREATE ROLE {quoted}", cancellationToken);
        }

        await ExecuteAsync(
            connection,
            $"""
            ALTER ROLE {quoted} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD {Literal(
                password)};
            REVOKE ALL ON DATABASE {databaseName} FROM PUBLIC;
            GRANT CONNECT ON DATABASE {databaseName} TO {quoted};
            REVOKE ALL ON SCHEMA public FROM PUBLIC;
            GRANT USAGE ON SCHEMA public TO {quoted};
            GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {quoted};
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {quoted};
            DO $$ BEGIN
              IF to_regclass('public."__EFMigrationsHistory"') IS NOT NULL THEN
                EXECUTE format('REVOKE ALL ON public."__EFMigrationsHistory" FROM %I', {Literal(role)});
              END IF;
            END $$;
            """,
            cancellationToken);
        if (own.Sql.Length > 0)
            await ExecuteAsync(
                connection, own.Sql.Replace("{role}", quoted, StringComparison.Ordinal), cancellationToken);
        foreach (var schema in schemas)
        {
            var grants = schema.Grants.Replace("{role}", quoted, StringComparison.Ordinal);
            await ExecuteAsync(
                connection, $"GRANT USAGE ON SCHEMA {schema.Name} TO {quoted}; {grants}", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Quote(string identifier) =>
        $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for the database: {Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Database {Database} was not there and is made")]
    private partial void LogCreated(string database);

    [LoggerMessage(Level = LogLevel.Information, Message = "Schema {Schema}: ran {Script}")]
    private partial void LogScript(string schema, string script);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Database {Database} is current; the service runs under {Role}")]
    private partial void LogMigrated(string database, string role);
}
