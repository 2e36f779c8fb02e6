using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Npgsql;
using Xunit;

namespace Ops.TestSupport;

/// <summary>
/// The real PostgreSQL and RabbitMQ that a test module works on. <c>make test</c> starts one of each for all modules
/// and names them in the environment; a module that is run by itself starts its own. Every test gets its own database
/// and virtual host, so that modules and tests run side by side.
/// </summary>
public sealed class TestServers : IAsyncLifetime
{
    /// <summary>Of the process, not of this object: several of them share one broker.</summary>
    private static int _next;

    private readonly List<string> _databases = [];
    private readonly List<string> _virtualHosts = [];
    private readonly Lock _lock = new();
    private PrivateServers? _given;
    private PrivateServers? _own;
    private PrivateServers? _servers;
    private HttpClient _management = new();

    /// <summary>The server's superuser connection string, without a database.</summary>
    public string Postgres { get; private set; } = "";

    /// <summary>The broker's URI, without a virtual host.</summary>
    public Uri RabbitMq { get; private set; } = new("amqp://localhost");

    /// <summary>On servers that whoever calls this has started and will end.</summary>
    public static async Task<TestServers> OnAsync(PrivateServers servers)
    {
        var all = new TestServers { _given = servers };
        await all.InitializeAsync();
        return all;
    }

    public async ValueTask InitializeAsync()
    {
        var servers = _given ?? PrivateServers.FromEnvironment() ?? (_own = await PrivateServers.StartAnyAsync());
        _servers = servers;
        Postgres = servers.Postgres;
        RabbitMq = servers.RabbitMq;
        _management = new HttpClient { BaseAddress = servers.Management };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(servers.RabbitMq.UserInfo))));
    }

    /// <summary>A fresh, empty database; answers the superuser's connection string to it.</summary>
    public async Task<string> CreateDatabaseAsync(string prefix, string? template = null)
    {
        var name = NextName(prefix);
        await ExecuteAsync($"""CREATE DATABASE "{name}" {(template is null ? "" : $"TEMPLATE \"{template}\"")}""");
        lock (_lock)
            _databases.Add(name);

        return new NpgsqlConnectionStringBuilder(Postgres) { Database = name }.ConnectionString;
    }

    /// <summary>The same broker beside another PostgreSQL, which whoever calls this has started and will end.</summary>
    public Task<TestServers> WithPostgresAsync(string postgres) => OnAsync(_servers!.With(postgres));

    /// <summary>A fresh virtual host; answers the URI that a service is given as its connection string.</summary>
    public async Task<string> CreateVirtualHostAsync(string prefix)
    {
        var name = NextName(prefix);
        await MakeVirtualHostAsync(name);
        lock (_lock)
            _virtualHosts.Add(name);

        return $"amqp://{RabbitMq.UserInfo}@{RabbitMq.Host}:{RabbitMq.Port}/{name}";
    }

    /// <summary>Makes a virtual host anew, as a broker has it that knows nothing.</summary>
    public async Task EmptyVirtualHostAsync(string address)
    {
        var name = new Uri(address).AbsolutePath.TrimStart('/');
        using (var gone = await _management.DeleteAsync(new Uri($"api/vhosts/{name}", UriKind.Relative)))
            gone.EnsureSuccessStatusCode();
        await MakeVirtualHostAsync(name);
    }

    private async Task MakeVirtualHostAsync(string name)
    {
        using (var made = await _management.PutAsync(new Uri($"api/vhosts/{name}", UriKind.Relative), null))
            made.EnsureSuccessStatusCode();

        var user = Uri.UnescapeDataString(RabbitMq.UserInfo.Split(':')[0]);
        using var granted = await _management.PutAsJsonAsync(
            $"api/permissions/{name}/{Uri.EscapeDataString(user)}",
            new { configure = ".*", write = ".*", read = ".*" });
        granted.EnsureSuccessStatusCode();
    }

    /// <summary>Runs a statement as the server's superuser, outside of any test's database.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
        else
        {
            foreach (var name in _virtualHosts)
                (await _management.DeleteAsync(new Uri($"api/vhosts/{name}", UriKind.Relative))).Dispose();
            foreach (var name in _databases)
                await ExecuteAsync($"""DROP DATABASE IF EXISTS "{name}" WITH (FORCE)""");
        }

        _management.Dispose();
    }

    /// <summary>Unlike any other module's on the same servers: the process id is in it.</summary>
    private string NextName(string prefix) => $"{prefix}_{Environment.ProcessId}_{Interlocked.Increment(ref _next)}";
}
