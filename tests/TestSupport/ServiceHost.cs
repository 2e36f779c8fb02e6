using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Ops.TestSupport;

/// <summary>
/// A real service in this process, on a database that its own migrator made and under its own runtime role, on a
/// virtual host of its own, listening on a loopback port.
/// </summary>
/// <typeparam name="TProgram">The service's Program.</typeparam>
public sealed class ServiceHost<TProgram> : IAsyncDisposable
    where TProgram : class
{
    private const string RolePassword = "runtime-role-of-a-test";
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Templates = new(StringComparer.Ordinal);

    private readonly WebApplicationFactory<TProgram> _factory;
    private readonly TestAuthority _authority;
    private readonly bool _ownsAuthority;

    private ServiceHost(
        WebApplicationFactory<TProgram> factory, TestAuthority authority, bool ownsAuthority, ServiceSetting setting)
    {
        (_factory, _authority, _ownsAuthority, Setting) = (factory, authority, ownsAuthority, setting);
        Address = factory.ClientOptions.BaseAddress;
    }

    /// <summary>What it runs on, so that a test can start a second replica or look into the database.</summary>
    public ServiceSetting Setting { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The authority whose tokens it takes.</summary>
    public TestAuthority Authority => _authority;

    /// <summary>The service's own container.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>Migrates a fresh database and starts the service on it.</summary>
    /// <param name="servers">The module's servers.</param>
    /// <param name="connectionName">The name of the service's connection string, e.g. <c>salesdb</c>.</param>
    /// <param name="settings">Further settings of the service.</param>
    /// <param name="authority">The authority; one of its own when null.</param>
    /// <param name="messaging">The virtual host's URI, to share it with another service; a fresh one when null.</param>
    /// <param name="services">
    /// What a test puts in place of a library's or the machine's, never of ours: the machine's time.
    /// </param>
    public static async Task<ServiceHost<TProgram>> StartAsync(
        TestServers servers, string connectionName, IReadOnlyDictionary<string, string>? settings = null,
        TestAuthority? authority = null, string? messaging = null, Action<IServiceCollection>? services = null)
    {
        var template =
            await Templates.GetOrAdd(connectionName, name => new(() => MigrateTemplateAsync(servers, name))).Value;
        var admin = await servers.CreateDatabaseAsync(connectionName, template);
        var role = RoleOf(template);
        var database = new NpgsqlConnectionStringBuilder(admin).Database!;
        await servers.ExecuteAsync(
            $"""
            REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
            GRANT CONNECT ON DATABASE "{database}" TO "{role}";
            """);
        var setting = new ServiceSetting(
            connectionName, admin,
            new NpgsqlConnectionStringBuilder(admin)
            {
                Username = role,
                Password = RolePassword,
                MaxPoolSize = 40,
            }.ConnectionString,
            messaging ?? await servers.CreateVirtualHostAsync(connectionName),
            settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            Services = services,
        };
        return await StartAsync(setting, authority);
    }

    /// <summary>Starts a replica on what another host runs on.</summary>
    public static async Task<ServiceHost<TProgram>> StartAsync(ServiceSetting setting, TestAuthority? authority = null)
    {
        var owns = authority is null;
        authority ??= await TestAuthority.StartAsync();
        var factory = new WebApplicationFactory<TProgram>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            // The factory's own port 0 is the default address, which two hosts cannot share.
            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting($"ConnectionStrings:{setting.ConnectionName}", setting.Runtime);
            host.UseSetting("ConnectionStrings:messaging", setting.Messaging);
            host.UseSetting("Authentication:Schemes:Bearer:Authority", authority.Url);
            host.UseSetting("Authentication:Schemes:Bearer:ValidAudiences:0", "ops");
            host.UseSetting("PersonalData:MasterKeys:0", "a master secret of the tests, long enough to derive from");
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            foreach (var (key, value) in setting.Settings)
                host.UseSetting(key, value);
            if (setting.Services is not null)
                host.ConfigureTestServices(setting.Services);
        });
        factory.UseKestrel();
        factory.StartServer();
        return new ServiceHost<TProgram>(factory, authority, owns, setting);
    }

    /// <summary>A client whose requests carry a token with these permissions.</summary>
    public HttpClient Client(
        IEnumerable<string> permissions, string id = "consultant-1", string post = "consultant",
        string department = "project-sales-group", IEnumerable<string>? sites = null) =>
        Client(_authority.Token(permissions, id, post, department, sites));

    /// <summary>
    /// A client whose requests carry this token, none when null, and whose reader reads English. What is answered it
    /// holds against the service's OpenAPI document.
    /// </summary>
    public HttpClient Client(string? token)
    {
        var client = new HttpClient(new DocumentedCalls()) { BaseAddress = Address, Timeout = Wait.Patience };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new("en"));
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Moves this service's business time forward by its own simulation route; answers what fired.</summary>
    public async Task<JsonElement> MoveClockAsync(Duration by)
    {
        using var client = Client(["simulation.clock"], "operations-1", "operations", "operations");
        var clock = await client.GetFromJsonAsync<JsonElement>("/simulation/clock");
        var now = OffsetDateTimePattern.ExtendedIso.Parse(clock.GetProperty("now").GetString()!).Value.ToInstant();
        return await MoveClockAsync(now + by);
    }

    /// <summary>Moves this service's business time to an instant; answers what fired.</summary>
    public async Task<JsonElement> MoveClockAsync(Instant to)
    {
        using var client = Client(["simulation.clock"], "operations-1", "operations", "operations");
        return await MoveClockAsync(to, client);
    }

    /// <summary>
    /// Moves this service's business time to an instant, as somebody of another authority than the tests'; answers what
    /// fired.
    /// </summary>
    public static async Task<JsonElement> MoveClockAsync(Instant to, HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var answer = await client.PostAsJsonAsync(
            "/simulation/clock", new { to = InstantPattern.ExtendedIso.Format(to) });
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement
            : throw new InvalidOperationException($"The clock was not moved: {(int)answer.StatusCode} {text}");
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        if (_ownsAuthority)
            await _authority.DisposeAsync();
    }

    /// <summary>
    /// Starts it on a database that is there, with what its previous version has left in it: the service's own migrator
    /// first.
    /// </summary>
    public static async Task<ServiceHost<TProgram>> UpgradeAsync(
        TestServers servers, string connectionName, string admin)
    {
        ArgumentNullException.ThrowIfNull(servers);
        var database = await MigrateAsync(servers, connectionName, admin);
        return await StartAsync(new ServiceSetting(connectionName, admin, new NpgsqlConnectionStringBuilder(admin)
        {
            Username = RoleOf(database),
            Password = RolePassword,
            MaxPoolSize = 40,
        }.ConnectionString, await servers.CreateVirtualHostAsync(connectionName), new Dictionary<string, string>(
            StringComparer.Ordinal)));
    }

    /// <summary>Once a module; tests get copies of what it made.</summary>
    private static async Task<string> MigrateTemplateAsync(TestServers servers, string connectionName) =>
        await MigrateAsync(servers, connectionName, await servers.CreateDatabaseAsync($"{connectionName}_template"));

    /// <summary>The service's own Main with <c>--migrate</c>; answers the database's name.</summary>
    private static async Task<string> MigrateAsync(TestServers servers, string connectionName, string admin)
    {
        var database = new NpgsqlConnectionStringBuilder(admin).Database!;
        string[] args = [
            $"--ConnectionStrings:{connectionName}={admin};Pooling=false",
            $"--ConnectionStrings:messaging={servers.RabbitMq}", $"--Runtime:Role={RoleOf(database)}",
            $"--Runtime:Password={RolePassword}", "--environment=Development", "--Logging:LogLevel:Default=Warning",
            "--migrate"];
        var exit = typeof(TProgram).Assembly.EntryPoint!.Invoke(null, [args]);
        var code = exit is Task<int> later ? await later : exit as int? ?? 0;
        return code == 0 ? database : throw new InvalidOperationException($"The migrator ended with {code}.");
    }

    private static string RoleOf(string template) => $"{template}_role";
}

/// <summary>What a service runs on.</summary>
/// <param name="ConnectionName">The name of its connection string.</param>
/// <param name="Admin">The superuser's connection string to its database.</param>
/// <param name="Runtime">Its own role's connection string.</param>
/// <param name="Messaging">Its virtual host.</param>
/// <param name="Settings">Further settings.</param>
public sealed record ServiceSetting(
    string ConnectionName, string Admin, string Runtime, string Messaging, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>What a test puts in place of a library's or the machine's.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
