using System.Runtime.InteropServices;
using Npgsql;
using Ops.AppHost.Local.Processes;

namespace Ops.AppHost.Local.Servers;

/// <summary>A PostgreSQL of one's own, from the system's package: on loopback, as an unprivileged user, its data kept in a folder.</summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly ChildProcess _process;

    private PrivatePostgres(ChildProcess process, int port, string password)
    {
        (_process, Port) = (process, port);
        ConnectionString = new NpgsqlConnectionStringBuilder { Host = "localhost", Port = port, Username = "postgres", Password = password }.ConnectionString;
    }

    /// <summary>The superuser's connection string, without a database.</summary>
    public string ConnectionString { get; }

    /// <summary>The port on loopback.</summary>
    public int Port { get; }

    /// <summary>The postmaster's process id.</summary>
    public int Pid => _process.Pid;

    /// <summary>Completes with the exit code when the server has ended, for whatever reason.</summary>
    public Task<int> Exited => _process.Exited;

    /// <summary>The superuser's password for a folder; generated and kept there when there is none yet.</summary>
    /// <param name="folder">As for <see cref="StartAsync"/>.</param>
    public static string PasswordOf(string folder)
    {
        new ServerUser("postgres").MakeFolder(folder);
        return Secrets.Keep(Path.Combine(folder, "password"), () => Secrets.Generate(special: true));
    }

    /// <summary>Starts it, and answers when it takes connections. What a killed run left for the same folder is ended first.</summary>
    /// <param name="folder">Where its data and password are kept, made when missing; the server's user must be able to reach it.</param>
    /// <param name="port">The port on loopback; a free one when null.</param>
    /// <param name="settings">Further settings of PostgreSQL, e.g. <c>max_connections</c>.</param>
    /// <param name="log">Gets each line of the server's log.</param>
    /// <param name="cancellationToken">Stops the start, and what was started.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or does not start; the message says why.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        string folder, int? port = null, IReadOnlyDictionary<string, string>? settings = null, Action<string>? log = null, CancellationToken cancellationToken = default)
    {
        var programs = Programs();
        var user = new ServerUser("postgres");
        folder = Path.GetFullPath(folder);
        var password = PasswordOf(folder);
        var ledger = new ProcessLedger(folder);
        await ledger.EndOrphansAsync(log ?? (_ => { }), cancellationToken);

        var data = Path.Combine(folder, "data");
        if (!Directory.Exists(data))
            await InitialiseAsync(ledger, user, programs, folder, data, cancellationToken);

        var listen = port ?? Ports.Free();
        string[] options = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", .. (settings ?? new Dictionary<string, string>(StringComparer.Ordinal)).SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })];
        var process = ChildProcess.Start(
            ledger, "postgres", user.Command([Path.Combine(programs, "postgres"), "-D", data, "-p", $"{listen}", .. options]),
            // SIGINT is PostgreSQL's fast shutdown: open sessions are ended, the data is left clean.
            stopSignal: PosixSignal.SIGINT, log: log, workingFolder: "/");
        var server = new PrivatePostgres(process, listen, password);
        try
        {
            await server.ReadyAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.StopAsync();
            throw;
        }
    }

    /// <summary>Copies a server that runs into a new folder, as it is at one moment: <c>base.tar</c> and <c>pg_wal.tar</c>.</summary>
    internal static async Task CopyAsync(int port, string password, string folder, CancellationToken cancellationToken)
    {
        var start = new System.Diagnostics.ProcessStartInfo(Path.Combine(Programs(), "pg_basebackup")) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["-h", "localhost", "-p", $"{port}", "-U", "postgres", "-D", folder, "-F", "tar", "-X", "stream", "-c", "fast", "--no-password"])
            start.ArgumentList.Add(argument);
        // Not on the command line, which others can read.
        start.Environment["PGPASSWORD"] = password;
        using var process = System.Diagnostics.Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"pg_basebackup ended with {process.ExitCode}:\n{said}");
    }

    /// <summary>Ends open sessions, leaves the data clean, and answers when the process is gone. Twice is once.</summary>
    public Task StopAsync() => _process.StopAsync(TimeSpan.FromSeconds(20));

    /// <inheritdoc cref="StopAsync" />
    public async ValueTask DisposeAsync() => await StopAsync();

    private static async Task InitialiseAsync(ProcessLedger ledger, ServerUser user, string programs, string folder, string data, CancellationToken cancellationToken)
    {
        // Made beside and moved: a start that was killed in the middle begins again.
        var fresh = data + ".new";
        if (Directory.Exists(fresh))
            Directory.Delete(fresh, recursive: true);
        var password = Path.Combine(folder, "password");
        user.Own(password);
        await ChildProcess.RunAsync(
            ledger, "initdb",
            user.Command(Path.Combine(programs, "initdb"), "-D", fresh, "-U", "postgres", "--auth=scram-sha-256", $"--pwfile={password}", "--encoding=UTF8", "--locale=C.UTF-8"),
            workingFolder: "/", cancellationToken: cancellationToken);
        Directory.Move(fresh, data);
    }

    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 5 }.ConnectionString;
        for (; ; )
        {
            if (_process.Exited.IsCompleted)
                throw new InvalidOperationException($"PostgreSQL did not start:\n{_process.Tail}");
            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }
        }
    }

    /// <summary>The newest installed version's programs; Debian keeps each version in a folder of its own, others put them on the path.</summary>
    private static string Programs()
    {
        const string Debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin")) : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        return versions.OrderByDescending(version => int.TryParse(Path.GetFileName(Path.GetDirectoryName(version)), out var number) ? number : 0)
            .Concat(path)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException("PostgreSQL is not installed: its program 'initdb' is neither under /usr/lib/postgresql nor on the path.");
    }
}
