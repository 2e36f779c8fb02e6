using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Storage;
using Ops.Platform.Tasks;
using Ops.ServiceDefaults;
using Ops.TestSupport;

namespace Ops.Platform.Tests.Registers;

/// <summary>
/// A service that keeps registers, approvals and task lists and nothing else, under its runtime role, on a clock that
/// the test moves.
/// </summary>
internal sealed class SmallService : IAsyncDisposable
{
    private const string Password = "a password of the tests";
    private static readonly SemaphoreSlim TemplateLock = new(1);
    private static string? _template;
    private readonly WebApplication _app;
    private readonly TestAuthority _authority;

    private SmallService(WebApplication app, TestAuthority authority, FakeClock clock, string admin, string runtime) =>
        (_app, _authority, Clock, Admin, Runtime) = (app, authority, clock, admin, runtime);

    public static readonly Instant Morning = Instant.FromUtc(2026, 9, 28, 1, 0);

    public FakeClock Clock { get; }

    /// <summary>The superuser's connection string: whoever works behind the program's back.</summary>
    public string Admin { get; }

    /// <summary>Its own role's connection string.</summary>
    public string Runtime { get; }

    public WebApplication App => _app;

    public static async Task<SmallService> StartAsync(
        TestServers servers, string? masterKey = "a master secret of the tests, long enough to derive from")
    {
        var template = await TemplateAsync(servers);
        var admin = await servers.CreateDatabaseAsync("small", template);
        var database = new NpgsqlConnectionStringBuilder(admin).Database!;
        await servers.ExecuteAsync(
            $"""
            REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
            GRANT CONNECT ON DATABASE "{database}" TO "{template}_role";
            """);
        var authority = await TestAuthority.StartAsync();
        var clock = new FakeClock(Morning);
        var runtime = new NpgsqlConnectionStringBuilder(admin)
        {
            Username = $"{template}_role",
            Password = Password,
            MaxPoolSize = 40,
        }.ConnectionString;
        var app = Build(
            [
                $"--ConnectionStrings:small={runtime}",
                $"--Authentication:Schemes:Bearer:Authority={authority.Url}",
                "--Authentication:Schemes:Bearer:ValidAudiences:0=ops",
                .. masterKey is null ? Array.Empty<string>() : [$"--PersonalData:MasterKeys:0={masterKey}"],
            ],
            clock);
        await app.StartAsync();
        return new(app, authority, clock, admin, runtime);
    }

    /// <summary>One change, as a command or a message makes it.</summary>
    public async Task ChangeAsync(Func<IServiceProvider, Task> work, bool commit = true)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
            async _ =>
            {
                await work(scope.ServiceProvider);
                return commit;
            },
            CancellationToken.None);
    }

    /// <summary>One entry in a change of its own.</summary>
    public async Task<RegisterEntry> AppendAsync(
        object entry, string site = "harbour-court", string register = "handovers",
        IReadOnlyDictionary<string, string>? personal = null)
    {
        RegisterEntry? written = null;
        await ChangeAsync(async services =>
            written = await services
                .GetRequiredService<IRegisterBook>()
                .AppendAsync(register, site, "clerk-1", AnyRecord.Of(entry), personal, CancellationToken.None));
        return written!;
    }

    public async Task<Verification> VerifyAsync(string site = "harbour-court", string register = "handovers")
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<IRegisterBook>()
            .VerifyAsync(register, site, CancellationToken.None);
    }

    /// <summary>Works on the rows as the database's owner who has put the triggers aside.</summary>
    public async Task BehindTheProgramsBackAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SET session_replication_role = replica; " + sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> QueryAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public HttpClient Client(
        string id = "clerk-1", string post = "customer-affairs-clerk", string department = "customer-affairs-group",
        string[]? sites = null, IEnumerable<string>? permissions = null, IEnumerable<string>? delegations = null)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()), Timeout = Wait.Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            _authority.Token(
                permissions ?? ["small.register.read", "small.approval.read", "small.task.own"], id, post, department,
                sites, delegations: delegations));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _authority.DisposeAsync();
    }

    private static WebApplication Build(string[] args, IClock clock)
    {
        var builder = WebApplication.CreateBuilder([
            "--environment=Development",
            "--Logging:LogLevel:Default=Error",
            .. args,
        ]);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        builder.AddServiceDatabase<SmallDb>("small");
        builder.AddCommands<SmallDb>();
        builder.Services.AddSingleton(clock);
        builder.AddRegisters();
        builder.AddApprovals();
        builder.AddPersonalData("Small");
        builder.AddTasks();
        var app = builder.Build();
        app.UseServiceDefaults();
        var api = app.MapGroup("/api/small");
        api.MapRegisters("small.register.read");
        api.MapApprovals("small.approval.read");
        api.MapTasks("small.task.own");
        return app;
    }

    /// <summary>Migrated once as a service is, and then copied.</summary>
    private static async Task<string> TemplateAsync(TestServers servers)
    {
        await TemplateLock.WaitAsync();
        try
        {
            if (_template is not null)
                return _template;

            var admin = await servers.CreateDatabaseAsync("small_template");
            var name = new NpgsqlConnectionStringBuilder(admin).Database!;
            string[] args =
            [
                $"--ConnectionStrings:small={admin};Pooling=false",
                $"--Runtime:Role={name}_role",
                $"--Runtime:Password={Password}",
                "--migrate",
            ];
            await using var app = Build(args, new FakeClock(Morning));
            await app.MigrateWhenAskedAsync(args);
            return _template = name;
        }
        finally
        {
            TemplateLock.Release();
        }
    }
}

internal sealed class SmallDb(DbContextOptions<SmallDb> options) : DbContext(options);
