using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Ops.Benchmarks.Load;
using Ops.Platform.Clock;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Messaging;
using Ops.Platform.Storage;
using Ops.Platform.WorkingTime;
using Ops.ServiceDefaults;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>A hundred deadlines fall due among a million that are open, and among a thousand: the cost must grow with what is due.</summary>
internal sealed class OpenDeadlines : IRow
{
    private const int Due = 100;

    public string Name => "deadlines";

    public async Task<IReadOnlyList<Line>> RunAsync(Bench bench)
    {
        await using var few = await OfficeWithAsync(bench.Servers, 1_000);
        await using var many = await OfficeWithAsync(bench.Servers, 1_000_000);
        await few.FireAsync();
        await many.FireAsync();
        var (fewTook, manyTook) = (new List<double>(), new List<double>());
        for (var round = 0; round < bench.Rounds; round++)
        {
            fewTook.Add(await few.FireAsync());
            manyTook.Add(await many.FireAsync());
        }

        return [new("100 deadlines fire among 1 000 000 open; baseline: among 1 000", "ms", manyTook, fewTook, "< 1.5 ×", (_, ratio) => ratio < 1.5)];
    }

    private static async Task<Office> OfficeWithAsync(TestServers servers, int open)
    {
        var admin = await servers.CreateDatabaseAsync("deadlines");
        var role = new NpgsqlConnectionStringBuilder(admin).Database + "_role";
        await using (var migrator = AppOn(admin + ";Pooling=false", $"--Runtime:Role={role}", "--Runtime:Password=bench"))
            await migrator.MigrateWhenAskedAsync(["--migrate"]);
        var office = new Office(AppOn(new NpgsqlConnectionStringBuilder(admin) { Username = role, Password = "bench" }.ConnectionString), new ServiceDatabase(admin));
        await office.OpenAsync(open);
        return office;
    }

    /// <summary>Not started: nothing sweeps but what is measured.</summary>
    private static WebApplication AppOn(string connection, params string[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production", Args = [$"--ConnectionStrings:office={connection}", "--Logging:LogLevel:Default=None", .. settings] });
        builder.AddServiceDefaults();
        builder.AddServiceDatabase<OfficeDb>("office");
        builder.AddCommands<OfficeDb>().AddMessaging("Office", new Dictionary<Type, IReadOnlyList<string>>());
        builder.AddBusinessClock().AddWorkingCalendar().AddDeadlines().Handle<Nothing>();
        return builder.Build();
    }

    private sealed class Office(WebApplication app, ServiceDatabase database) : IAsyncDisposable
    {
        /// <summary>One through the book, the others as copies of its row.</summary>
        public async Task OpenAsync(int open)
        {
            await using (var scope = app.Services.CreateAsyncScope())
            {
                var (book, clock) = (scope.ServiceProvider.GetRequiredService<IDeadlineBook>(), app.Services.GetRequiredService<IClock>());
                await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
                    _ =>
                    {
                        book.Set(new DeadlineTerms(Nothing.Name, "first", "T-7", Machine.NewId(), clock.GetCurrentInstant(), new Term.Elapsed(Duration.FromDays(10)), "project-sales-group", "customer-affairs-group"));
                        return Task.FromResult(true);
                    },
                    CancellationToken.None);
            }

            await CopyAsync("open", open - 1, "10 days");
            await database.ExecuteAsync("ANALYZE deadlines.deadlines");
        }

        /// <summary>A hundred are put in, and the time until they have fired is taken; milliseconds.</summary>
        public async Task<double> FireAsync()
        {
            await CopyAsync(Machine.NewId().ToString(), Due, "-1 minute");
            var before = await database.CountAsync("deadlines.firings");
            var started = Stopwatch.GetTimestamp();
            await app.Services.GetRequiredService<IDeadlineSweep>().FireDueAsync(CancellationToken.None);
            var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            var fired = await database.CountAsync("deadlines.firings") - before;
            return fired == Due ? took : throw new WrongOutcomeException($"{fired} of {Due} deadlines have fired.");
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private Task CopyAsync(string prefix, int count, string due) => database.ExecuteAsync($"""
            INSERT INTO deadlines.deadlines (id, kind, key, rule, subject, owed_by, owed_to, since, term, warnings, ends_when_due, due_at, calendar_certain, marks, next_mark, next_at)
            SELECT gen_random_uuid(), kind, '{prefix}/' || n, rule, gen_random_uuid(), owed_by, owed_to, since, term, warnings, ends_when_due, at, true, ARRAY[at], 0, at
            FROM deadlines.deadlines, generate_series(1, {count}) AS n, LATERAL (SELECT now() + interval '{due}' + n * interval '1 millisecond' AS at) AS due
            WHERE key = 'first'
            """);
    }

    private sealed class OfficeDb(DbContextOptions<OfficeDb> options) : DbContext(options);

    /// <summary>What fires does nothing: the cost is the sweeper's own.</summary>
    private sealed class Nothing : IDeadlineHandler
    {
        public const string Name = "nothing";

        public string Kind => Name;

        public Task LockAsync(Deadline deadline, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task FireAsync(Firing firing, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
