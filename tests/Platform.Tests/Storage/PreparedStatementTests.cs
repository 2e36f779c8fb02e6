using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Ops.Platform.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Storage;

/// <summary>Statements prepare themselves, and a migration may change a table under them.</summary>
public sealed class PreparedStatementTests(TestServers servers)
{
    private const string Question = "SELECT * FROM things";

    [Fact]
    public async Task What_was_prepared_before_a_migration_is_unavailable_once_and_then_prepared_anew()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:prepared"] = await servers.CreateDatabaseAsync("prepared");
        builder.AddServiceDatabase<NoDb>("prepared");
        using var service = builder.Build();
        var database = service.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await AskAsync(connection, "CREATE TABLE things (id int); INSERT INTO things VALUES (7)");
        for (var i = 0; i < 6; i++)
            Assert.Equal(7, await AskAsync(connection, Question));
        Assert.Equal(1L, await AskAsync(
            connection, $"SELECT count(*) FROM pg_prepared_statements WHERE statement = '{Question}'"));

        await using (var migrator = await database.OpenConnectionAsync(TestContext.Current.CancellationToken))
            await AskAsync(migrator, "ALTER TABLE things ADD COLUMN name text");

        var failure = await Assert.ThrowsAsync<PostgresException>(() => AskAsync(connection, Question));
        Assert.True(StorageFailures.IsUnavailable(failure));
        Assert.Equal(7, await AskAsync(connection, Question));
    }

    private static async Task<object?> AskAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private sealed class NoDb(DbContextOptions<NoDb> options) : DbContext(options);
}
