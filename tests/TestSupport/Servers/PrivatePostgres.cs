using Npgsql;
using Ops.Tokens;

namespace Ops.TestSupport.Servers;

/// <summary>
/// A PostgreSQL of a test's own, from the system's package: on loopback, as an unprivileged user, its data kept in a
/// folder.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Password = "p{w(1!)}-superuser";

    private readonly ServerScript _script;

    private PrivatePostgres(ServerScript script, int port)
    {
        (_script, Port) = (script, port);
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = "localhost",
            Port = port,
            Username = "postgres",
            Password = Password,
        }.ConnectionString;
    }

    /// <summary>The superuser's connection string, without a database.</summary>
    public string ConnectionString { get; }

    /// <summary>The port on loopback.</summary>
    public int Port { get; }

    /// <summary>Starts it, and answers when it takes connections.</summary>
    /// <param name="folder">Where its data are kept, made when missing; the server's user must reach it.</param>
    /// <param name="port">The port on loopback; a free one when null.</param>
    /// <param name="settings">Further settings of PostgreSQL, e.g. <c>max_connections</c>.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="InvalidOperationException">
    /// It is not installed, or does not start; the message says why.
    /// </exception>
    public static async Task<PrivatePostgres> StartAsync(
        string folder, int? port = null, IReadOnlyDictionary<string, string>? settings = null,
        CancellationToken cancellationToken = default)
    {
        var listen = port ?? Ports.Free();
        // Whoever puts a backup of this server elsewhere finds the password where an installation keeps it.
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "password"), Password, cancellationToken);
        var script = ServerScript.Start(
            "postgres.sh", folder, Password,
            new Dictionary<string, int>(StringComparer.Ordinal) { ["OPS_SERVER_PORT"] = listen },
            (settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
                .SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" }));
        var server = new PrivatePostgres(script, listen);
        await script.ReadyAsync(() => server.AnswersAsync(cancellationToken));
        return server;
    }

    /// <summary>Ends open sessions, leaves the data clean, and answers when it is gone. Twice is once.</summary>
    public Task StopAsync() => _script.StopAsync();

    /// <inheritdoc cref="StopAsync" />
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            var once = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 5 };
            await using var connection = new NpgsqlConnection(once.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
