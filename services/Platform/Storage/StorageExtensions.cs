using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Ops.ServiceDefaults;

namespace Ops.Platform.Storage;

/// <summary>Puts a service's database together.</summary>
public static class StorageExtensions
{
    private static readonly LocksAhead.Interceptor Locks = new();

    /// <summary>
    /// The service's DbContext on the connection string <paramref name="connectionName"/>: snake_case, NodaTime,
    /// traced, one pooled data source; a health check; <see cref="UnitOfWork"/>; and the migrator. Nothing connects
    /// here: a start with the database down waits, and says so in <c>/health</c>. Contexts are pooled: a constructor
    /// takes options only.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="connectionName">The name of its connection string.</param>
    /// <param name="grants">
    /// SQL that grants the runtime role (named <c>{role}</c>) what it needs of the service's own tables beyond reading,
    /// adding and changing: removing what may be removed.
    /// </param>
    /// <exception cref="InvalidOperationException">
    /// When the database is first used and the connection string is not there.
    /// </exception>
    public static IHostApplicationBuilder AddServiceDatabase<TDb>(
        this IHostApplicationBuilder builder, string connectionName, string grants = "")
        where TDb : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(services =>
        {
            var connection =
                services.GetRequiredService<IConfiguration>().GetConnectionString(connectionName)
                ?? throw new InvalidOperationException(
                    $"The connection string '{connectionName}' is missing: set ConnectionStrings__{connectionName}.");
            var source = new NpgsqlDataSourceBuilder(connection) { Name = connectionName };
            // Nobody leaves anything behind on a pooled connection: resetting it would cost a transaction each time it
            // is taken. What would stay (LISTEN, a session's lock) is done on a session of its own; settings and locks
            // of a transaction end with it; a prepared statement is meant to stay.
            source.ConnectionStringBuilder.NoResetOnClose = true;
            // To parse and plan the same thirty statements anew is the largest part of what a sale costs the database.
            source.ConnectionStringBuilder.MaxAutoPrepare = 100;
            // Those who line up for one unit hold every connection while they wait for its lock: the others' wait for a
            // connection is no failure yet.
            source.ConnectionStringBuilder.Timeout = Math.Max(source.ConnectionStringBuilder.Timeout, 30);
            source.UseNodaTime();
            source.ConfigureTracing(StatementNames.Configure);
            return source.Build();
        });
        builder.Services.AddDbContextPool<TDb>((services, options) => options
            .UseNpgsql(services.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.UseNodaTime())
            .UseSnakeCaseNamingConvention().AddInterceptors(Locks));
        builder.Services.AddScoped<DbContext>(services => services.GetRequiredService<TDb>());
        builder.Services.AddScoped<UnitOfWork>();
        builder.Services.AddSingleton(new ServiceGrants(grants));
        builder.Services.TryAddSingleton<Migrator>();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return builder;
    }

    /// <summary>
    /// Adds the schema that a platform library needs: SQL scripts embedded in its assembly, in the order of their
    /// names.
    /// </summary>
    /// <param name="services">The service's registrations.</param>
    /// <param name="schema">The PostgreSQL schema the scripts make, and the runtime role's rights in it.</param>
    public static IServiceCollection AddPlatformSchema(this IServiceCollection services, PlatformSchema schema) =>
        services.AddSingleton(schema);

    /// <summary>
    /// With <c>--migrate</c> among the arguments: makes the platform's schemas and the service's tables current,
    /// creates the runtime role with what it needs and no more, and answers true so that the process ends. Otherwise
    /// answers false.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The runtime role's name or password is missing (<c>Runtime:Role</c>, <c>Runtime:Password</c>).
    /// </exception>
    public static async Task<bool> MigrateWhenAskedAsync(this IHost app, string[] args)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (!args.Contains("--migrate", StringComparer.Ordinal))
            return false;

        using var telemetry = app.BeginTelemetry();
        using var activity = Telemetry.StartWork("migrate");
        await using var scope = app.Services.CreateAsyncScope();
        await app
            .Services.GetRequiredService<Migrator>()
            .RunAsync(scope.ServiceProvider.GetRequiredService<DbContext>(), CancellationToken.None);
        return true;
    }
}

/// <summary>A platform library's schema.</summary>
/// <param name="Name">The PostgreSQL schema.</param>
/// <param name="Scripts">The assembly that embeds <c>Schema/NNN-*.sql</c>.</param>
/// <param name="Grants">
/// SQL that grants the runtime role (named <c>{role}</c>) its rights; run at each migration.
/// </param>
public sealed record PlatformSchema(string Name, System.Reflection.Assembly Scripts, string Grants)
{
    /// <summary>What is put in after the scripts, once and for all: the first offset of a simulated clock.</summary>
    public Func<NpgsqlConnection, NpgsqlTransaction, CancellationToken, Task>? FirstFill { get; init; }
}

/// <summary>The runtime role's rights in the service's own tables beyond the ordinary.</summary>
internal sealed record ServiceGrants(string Sql);
