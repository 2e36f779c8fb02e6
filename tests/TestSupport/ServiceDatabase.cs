using Npgsql;

namespace Ops.TestSupport;

/// <summary>A service's database as its superuser sees it: what tests look into, hold up and close.</summary>
/// <param name="admin">The superuser's connection string to it.</param>
public class ServiceDatabase(string admin)
{
    private const int HoldLock = 4711;

    /// <summary>The superuser's connection string to it.</summary>
    public string Admin { get; } = admin;

    /// <summary>Its name on the server.</summary>
    public string Name { get; } = new NpgsqlConnectionStringBuilder(admin).Database!;

    public async Task<T> QueryAsync<T>(string sql, params object[] values)
    {
        await using var connection = await OpenAsync();
        await using var command = CommandOf(connection, sql, values);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var connection = await OpenAsync();
        await using var command = CommandOf(connection, sql, values);
        await command.ExecuteNonQueryAsync();
    }

    public Task<long> CountAsync(string from, params object[] values) =>
        QueryAsync<long>($"SELECT count(*) FROM {from}", values);

    /// <summary>
    /// Sets business time, also back, before a service starts on the database: what a test tells of has its day and its
    /// year's calendar, whatever day it is here.
    /// </summary>
    /// <param name="time">The time, as PostgreSQL reads it; it goes on from there.</param>
    public Task SetClockAsync(string time) => ExecuteAsync($"""
        ALTER TABLE clock.simulated DISABLE TRIGGER forward_only;
        UPDATE clock.simulated SET offset_us = (extract(epoch FROM timestamptz '{time}' - clock_timestamp()) *
            1000000)::bigint;
        ALTER TABLE clock.simulated ENABLE TRIGGER forward_only;
        """);

    /// <summary>Makes every such statement on a table wait for the lock that <see cref="HoldAsync"/> holds.</summary>
    /// <param name="statement"><c>INSERT</c> or <c>UPDATE</c>.</param>
    /// <param name="table">The table.</param>
    /// <param name="when">A condition on <c>NEW</c>.</param>
    public Task HoldStatementsAsync(string statement, string table, string when = "true") => ExecuteAsync($"""
        CREATE FUNCTION public.hold() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_advisory_xact_lock({HoldLock}); RETURN NEW; END';
        CREATE TRIGGER hold BEFORE {statement} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION public.hold();
        """);

    public Task ReleaseStatementsAsync() => ExecuteAsync("DROP FUNCTION IF EXISTS public.hold() CASCADE");

    /// <summary>Holds the lock that handlers and statements wait for, until disposed.</summary>
    public async Task<NpgsqlConnection> HoldAsync()
    {
        var connection = await OpenAsync();
        await using var command = CommandOf(connection, $"SELECT pg_advisory_lock({HoldLock})", []);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until somebody waits for that lock.</summary>
    public Task HeldAsync() => Wait.UntilAsync(
        async () => await CountAsync(
            "pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid "
                + "FROM pg_database WHERE datname = current_database())") > 0,
        "somebody at the lock");

    /// <summary>
    /// Ends whatever a killed replica left on the server, as the server does by itself when it notices.
    /// </summary>
    public Task EndSessionsAsync() => ExecuteAsync(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
            AND pid <> pg_backend_pid() AND usename <> current_user
        """);

    /// <summary>How many deliveries wait: to a subscriber, or to whomever.</summary>
    public Task<long> PendingAsync(string? subscriber = null) =>
        CountAsync($"messaging.deliveries WHERE state = 'pending' AND subscriber LIKE '{subscriber ?? "%"}'");

    /// <summary>Waits until every delivery is sent: to a subscriber, or to whomever.</summary>
    public Task SentAsync(string? subscriber = null) => Wait.UntilAsync(
        async () => await PendingAsync(subscriber) == 0, "all deliveries sent");

    /// <summary>Refuses every connection to it and ends those that are there.</summary>
    public Task CloseAsync(TestServers servers)
    {
        ArgumentNullException.ThrowIfNull(servers);
        return servers.ExecuteAsync(
            $"""
            ALTER DATABASE "{Name}" ALLOW_CONNECTIONS false;
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Name}'
            """);
    }

    /// <summary>Takes connections again.</summary>
    public Task OpenAgainAsync(TestServers servers)
    {
        ArgumentNullException.ThrowIfNull(servers);
        return servers.ExecuteAsync($"""ALTER DATABASE "{Name}" ALLOW_CONNECTIONS true""");
    }

    private static NpgsqlCommand CommandOf(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(Admin + ";Pooling=false;Command Timeout=300");
        await connection.OpenAsync();
        return connection;
    }
}
