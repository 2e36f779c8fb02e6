using Npgsql;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>
/// What a service's own role can do to the service's own database, and to a neighbour's: nothing that rewrites what
/// was.
/// </summary>
[Collection(OnServers.Name)]
public sealed class PrivilegeTests(TestServers servers)
{
    private const string Denied = PostgresErrorCodes.InsufficientPrivilege;

    /// <summary>Tables that the platform keeps; a statement on one that a service does not have is not tried.</summary>
    private static readonly string[] Forbidden =
    [
        "ALTER TABLE registers.entries ADD COLUMN more text",
        "ALTER TABLE registers.entries DISABLE TRIGGER entries_append_only",
        "DROP TRIGGER entries_append_only ON registers.entries",
        "UPDATE registers.entries SET by = 'somebody'",
        "DELETE FROM registers.entries",
        "TRUNCATE registers.entries",
        "DELETE FROM registers.heads",
        "UPDATE registers.late SET by = 'somebody'",
        "UPDATE registers.noted SET hash = ''",
        "DELETE FROM registers.noted",
        "UPDATE registers.kept_heads SET hash = ''",
        "DELETE FROM registers.kept_heads",
        "TRUNCATE registers.kept_heads",
        "UPDATE registers.personal SET field = ''",
        "UPDATE protection.keys SET element = ''",
        "DELETE FROM protection.keys",
        "DELETE FROM messaging.events",
        "UPDATE messaging.events SET body = '{}'",
        "ALTER TABLE messaging.events ADD COLUMN more text",
        "TRUNCATE messaging.events",
        "DELETE FROM deadlines.deadlines",
        "DELETE FROM deadlines.firings",
        "UPDATE deadlines.firings SET at = now()",
        "DELETE FROM tasks.entries",
        "DELETE FROM clock.simulated",
        "DELETE FROM staff.members",
        "DELETE FROM staff.duties",
        "DELETE FROM staff.custodians",
        "DELETE FROM approvals.requests",
        "UPDATE approvals.requests SET asked_by = 'somebody'",
        "UPDATE approvals.requests SET needs = '[]'",
        "DELETE FROM approvals.decisions",
        "UPDATE approvals.decisions SET agreed = true",
        "DELETE FROM public.staff",
        "DELETE FROM public.accounts",
        "DELETE FROM public.signing_keys",
        "DELETE FROM public.departments",
        "DELETE FROM public.posts",
        "DELETE FROM public.delegations",
        "DELETE FROM public.leaves",
        "DELETE FROM public.custodians",
        "DELETE FROM public.duties",
        "DELETE FROM public.known_permissions",
        "TRUNCATE public.tokens",
        "ALTER TABLE public.accounts ADD COLUMN more text",
        "ALTER TABLE clock.simulated DISABLE TRIGGER ALL",
        "CREATE TABLE public.own (id int)",
        "CREATE SCHEMA own",
        "CREATE ROLE own",
        "CREATE DATABASE own",
        "SET session_replication_role = replica",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/hostname')",
    ];

    [Theory]
    [Rule("T-6")]
    [InlineData("SalesControl")]
    [InlineData("RecordsArchive")]
    [InlineData("ClientAttribution")]
    [InlineData("Identity")]
    public async Task The_role_that_a_service_runs_under_rewrites_nothing(string service)
    {
        var (setting, _) = await Departments.StartAsync(servers, service);
        await using var connection = new NpgsqlConnection(setting.Runtime + ";Pooling=false");
        await connection.OpenAsync();
        var allowed = new List<string>();
        foreach (var sql in Forbidden)
        {
            var refused = await StateOfAsync(connection, sql);
            if (refused is not (Denied or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName))
                allowed.Add($"{sql} → {refused ?? "done"}");
        }

        Assert.Empty(allowed);
        // These two are what the test is about: they must be there to be refused.
        Assert.Equal(Denied, await StateOfAsync(connection, "DELETE FROM messaging.events"));
        Assert.Equal(Denied, await StateOfAsync(connection, "ALTER TABLE messaging.events DISABLE TRIGGER ALL"));
    }

    [Fact]
    public async Task A_service_cannot_open_its_neighbours_database_and_owns_nothing_in_its_own()
    {
        var (archive, _) = await Departments.StartAsync(servers, "RecordsArchive");
        var (sales, _) = await Departments.StartAsync(servers, "SalesControl");
        var (identity, _) = await Departments.StartAsync(servers, "Identity");
        var (clients, _) = await Departments.StartAsync(servers, "ClientAttribution");
        foreach (
            var (own, neighbour) in new[]
            {
                (archive, sales),
                (sales, archive),
                (identity, sales),
                (sales, identity),
                (archive, identity),
                (identity, archive),
                (clients, sales),
                (sales, clients),
            })
        {
            var across = new NpgsqlConnectionStringBuilder(own.Runtime)
            {
                Database = new NpgsqlConnectionStringBuilder(neighbour.Admin).Database,
                Pooling = false,
            };
            await using (var connection = new NpgsqlConnection(across.ConnectionString))
                Assert.Equal(
                    Denied, (await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync())).SqlState);

            await using var admin = new NpgsqlConnection(own.Admin + ";Pooling=false");
            await admin.OpenAsync();
            await using var owned = new NpgsqlCommand(
                "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = $1", admin)
            {
                Parameters = { new() { Value = new NpgsqlConnectionStringBuilder(own.Runtime).Username! } },
            };
            Assert.Equal(0L, await owned.ExecuteScalarAsync());
        }
    }

    /// <summary>The error's SQLSTATE; null when the statement was carried out.</summary>
    private static async Task<string?> StateOfAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }
}
