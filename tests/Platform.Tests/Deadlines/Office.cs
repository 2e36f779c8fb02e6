using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.Platform.Clock;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Messaging;
using Ops.Platform.Storage;
using Ops.Platform.WorkingTime;
using Ops.ServiceDefaults;
using Ops.TestSupport;

namespace Ops.Platform.Tests.Time;

/// <summary>
/// A department with a database of its own, migrated as a service's is, and replicas that run under its runtime role.
/// </summary>
internal sealed class Office(string admin, string runtime, FirmHand hand)
{
    /// <summary>09:00 in Shanghai on Monday, the day before the demo's signing.</summary>
    public static readonly Instant Opening = Instant.FromUtc(2026, 9, 28, 1, 0);

    /// <summary>How the site counts that its deadlines are of.</summary>
    public static readonly SiteTime Site = new("Asia/Shanghai", SiteTime.CustomaryClose);

    private const string Password = "a password of the tests";
    private static readonly SemaphoreSlim TemplateLock = new(1);
    private static string? _template;

    public string Admin { get; } = admin;

    public string Runtime { get; } = runtime;

    /// <summary>What the handlers of all its replicas do.</summary>
    public FirmHand Hand { get; } = hand;

    /// <summary>A department whose clock shows <paramref name="now"/>; <see cref="Opening"/> when null.</summary>
    public static async Task<Office> OpenAsync(TestServers servers, Instant? now = null)
    {
        var template = await TemplateAsync(servers);
        var admin = await servers.CreateDatabaseAsync("office", template);
        var database = new NpgsqlConnectionStringBuilder(admin).Database!;
        await servers.ExecuteAsync(
            $"""
            REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
            GRANT CONNECT ON DATABASE "{database}" TO "{template}_role";
            """);
        var office = new Office(
            admin, new NpgsqlConnectionStringBuilder(admin)
            {
                Username = $"{template}_role",
                Password = Password,
                MaxPoolSize = 20,
            }.ConnectionString,
            new FirmHand());
        var offset = (now ?? Opening) - Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        // The superuser may turn the clock back, before anything was done by it.
        await office.ExecuteAsync(
            $"""
            SET session_replication_role = replica; UPDATE clock.simulated
                SET offset_us = {(long)(offset.TotalSeconds * 1_000_000)}
            """
        );
        return office;
    }

    /// <summary>Migrates as the service's own executable does with <c>--migrate</c>.</summary>
    public static async Task MigrateAsync(string admin, string role, params string[] settings)
    {
        var builder = NewBuilder(
            admin + ";Pooling=false", "Development", new FirmHand(),
            [$"--Runtime:Role={role}", $"--Runtime:Password={Password}", .. settings]);
        builder.AddServiceDefaults();
        builder.AddCommands<OfficeDb>().AddMessaging("Office", new Dictionary<Type, IReadOnlyList<string>>());
        await using var app = builder.Build();
        await app.MigrateWhenAskedAsync(["--migrate"]);
    }

    /// <summary>Starts a replica.</summary>
    public async Task<OfficeReplica> StartAsync(
        Action<WebApplicationBuilder>? configure = null, Action<WebApplication>? map = null,
        string environment = "Development", params string[] settings)
    {
        var builder = NewBuilder(Runtime, environment, Hand, settings);
        configure?.Invoke(builder);
        var app = builder.Build();
        map?.Invoke(app);
        await app.StartAsync();
        return new OfficeReplica(app);
    }

    public async Task<T> QueryAsync<T>(string sql, params object[] values)
    {
        await using var connection = new NpgsqlConnection(Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public Task<long> CountAsync(string from) => QueryAsync<long>($"SELECT count(*) FROM {from}");

    /// <summary>
    /// What handlers have done and committed, e.g. <c>Due k-1</c>, in the order in which they did it.
    /// </summary>
    public Task<string[]> DoneAsync() =>
        QueryAsync<string[]>("SELECT coalesce(array_agg(mark || ' ' || key ORDER BY seq), '{}') FROM public.done");

    /// <summary>Waits until so much was done.</summary>
    public async Task<string[]> DoneAsync(int count)
    {
        await Wait.UntilAsync(async () => (await DoneAsync()).Length >= count, $"{count} firings done");
        return await DoneAsync();
    }

    private static WebApplicationBuilder NewBuilder(
        string connection, string environment, FirmHand hand, string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = environment,
            Args = [$"--ConnectionStrings:office={connection}", "--Logging:LogLevel:Default=None", .. settings],
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(hand);
        builder.AddServiceDatabase<OfficeDb>("office");
        builder.AddBusinessClock().AddWorkingCalendar().AddDeadlines().Handle<FirmHandler>();
        return builder;
    }

    private static async Task<string> TemplateAsync(TestServers servers)
    {
        await TemplateLock.WaitAsync();
        try
        {
            if (_template is not null)
                return _template;
            var admin = await servers.CreateDatabaseAsync("office_template");
            var name = new NpgsqlConnectionStringBuilder(admin).Database!;
            await using (var connection = new NpgsqlConnection(admin + ";Pooling=false"))
            {
                await connection.OpenAsync();
                await using var tables = new NpgsqlCommand(
                    """
                    CREATE TABLE public.things (id uuid PRIMARY KEY, touched int NOT NULL DEFAULT 0); CREATE TABLE
                        public.done (seq bigint GENERATED ALWAYS AS IDENTITY, key text NOT NULL, mark text NOT NULL, at
                        timestamptz NOT NULL)
                    """,
                    connection);
                await tables.ExecuteNonQueryAsync();
            }

            await MigrateAsync(admin, $"{name}_role");
            return _template = name;
        }
        finally
        {
            TemplateLock.Release();
        }
    }
}

/// <summary>The department's tables are plain SQL here; the DbContext is there for its transaction.</summary>
internal sealed class OfficeDb(DbContextOptions<OfficeDb> options) : DbContext(options);

/// <summary>What the handler of deadlines does beside recording that it was called; set by a test.</summary>
internal sealed class FirmHand
{
    public Func<Firing, IServiceProvider, CancellationToken, Task> Does { get; set; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Every call, whether it was committed or not.</summary>
    public ConcurrentQueue<Firing> Calls { get; } = new();
}

internal sealed class FirmHandler(UnitOfWork change, FirmHand hand, IServiceProvider services) : IDeadlineHandler
{
    public const string Name = "firm";

    public string Kind => Name;

    public async Task LockAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        await using var command = change.CreateCommand(
            "SELECT 1 FROM public.things WHERE id = $1 FOR UPDATE", new NpgsqlParameter { Value = deadline.Subject });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task FireAsync(Firing firing, CancellationToken cancellationToken)
    {
        hand.Calls.Enqueue(firing);
        change.Defer(
            "INSERT INTO public.done (key, mark, at) VALUES ($1, $2, $3)",
            new() { Value = firing.Deadline.Key }, new() { Value = firing.Mark.ToString() },
            new() { Value = firing.At });
        await hand.Does(firing, services, cancellationToken);
    }
}

/// <summary>A replica in this process.</summary>
internal sealed class OfficeReplica(WebApplication app) : IAsyncDisposable
{
    public Uri Address => new(app.Urls.First());

    /// <summary>The routes that it has, e.g. <c>/simulation/clock</c>.</summary>
    public IEnumerable<string?> Routes =>
        Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => endpoint.RoutePattern.RawText);

    public IClock Clock => Get<IClock>();

    public SimulatedClock Simulated => Get<SimulatedClock>();

    public IDeadlineSweep Sweep => Get<IDeadlineSweep>();

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public Task MoveToAsync(Instant to) => Simulated.MoveToAsync(to, CancellationToken.None);

    /// <summary>A change in which deadlines are set, met or cancelled.</summary>
    public async Task ChangeAsync(Action<IDeadlineBook> work, bool commit = true)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<IDeadlineBook>();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
            _ =>
            {
                work(book);
                return Task.FromResult(commit);
            },
            CancellationToken.None);
    }

    /// <summary>Sets a deadline in a change of its own.</summary>
    public async Task<Deadline> SetAsync(
        string key, Term term, Instant? since = null, Guid? subject = null, params Warning[] warnings)
    {
        Deadline? set = null;
        await ChangeAsync(book =>
            set = book.Set(Terms(key, term, since ?? Clock.GetCurrentInstant(), subject, warnings)));
        return set!;
    }

    public DeadlineTerms Terms(string key, Term term, Instant since, Guid? subject = null, params Warning[] warnings) =>
        new(
            FirmHandler.Name, key, "DOC-5.2.2", subject ?? Guid.CreateVersion7(Get<TimeProvider>().GetUtcNow()), since,
            term, "project-sales-group", "customer-affairs-group")
        {
            Warnings = warnings,
        };

    public async Task<Deadline> FindAsync(string key)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (
            await scope.ServiceProvider.GetRequiredService<IDeadlineBook>().FindAsync([key], CancellationToken.None)
        )[key];
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
