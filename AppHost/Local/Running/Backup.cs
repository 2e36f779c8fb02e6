using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using Npgsql;
using Ops.AppHost.Local.Servers;

namespace Ops.AppHost.Local;

/// <summary>
/// An installation in one file: a base backup of the PostgreSQL server, which is all databases as they were at one moment, and the secrets without which nothing in them can be read. It is made while the
/// system runs, or of one that is stopped.
/// </summary>
/// <remarks>
/// The broker is not in it: what it held is sent again. After a restore each delivery that its subscriber has not taken is pending once more, and the subscriber's inbox drops what it had; so no event
/// is lost, and none has its effect twice.
/// </remarks>
internal static class Backup
{
    private const string Base = "base.tar", Wal = "pg_wal.tar", Postgres = "postgres";

    /// <summary>What lies in the data folder and is the servers' or this machine's alone.</summary>
    private static readonly string[] NotTaken = ["host", "processes", "gateway-address", "tokens", "messaging"];

    private const string SendAgain =
        """
        UPDATE messaging.deliveries d SET state = 'pending', lease_owner = NULL, lease_until = NULL, sent_at = NULL
        WHERE d.state = 'sent' AND (SELECT count(*) FROM messaging.deliveries one WHERE one.event_id = d.event_id AND one.state = 'sent') > COALESCE(($2::int[])[array_position($1::uuid[], d.event_id)], 0)
        """;

    /// <summary>Writes the backup of an installation to a file that only its owner reads.</summary>
    /// <exception cref="InvalidOperationException">There is no installation, or the file is there already.</exception>
    public static async Task MakeAsync(DataFolder folder, string file, Action<string> say, CancellationToken cancellationToken)
    {
        var postgres = folder.Place(Postgres);
        if (!Directory.Exists(Path.Combine(postgres, "data")))
            throw new InvalidOperationException($"There is no installation at {folder.Path}.");
        if (File.Exists(file))
            throw new InvalidOperationException($"{file} is there already: a backup is written over nothing.");

        // A system that runs is read as it runs; of one that is stopped the server alone is started for as long as it takes.
        await using var stopped = HostClaim.Holder(folder) is null ? await PrivatePostgres.StartAsync(postgres, cancellationToken: cancellationToken) : null;
        var port = stopped?.Port ?? PortOf(postgres);
        var scratch = Directory.CreateTempSubdirectory("ops-backup-").FullName;
        try
        {
            say("reads the databases, all as of one moment");
            await PrivatePostgres.CopyAsync(port, PrivatePostgres.PasswordOf(postgres), Path.Combine(scratch, "server"), cancellationToken);
            await using (var output = new FileStream(file + ".new", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            await using (var packed = new GZipStream(output, CompressionLevel.Fastest))
            await using (var tar = new TarWriter(packed, TarEntryFormat.Pax))
            {
                foreach (var part in new[] { Base, Wal })
                    await tar.WriteEntryAsync(Path.Combine(scratch, "server", part), part, cancellationToken);
                foreach (var secret in SecretsOf(folder))
                    await tar.WriteEntryAsync(folder.Place(secret), $"secrets/{secret}", cancellationToken);
            }

            File.Move(file + ".new", file);
            say($"{file} holds the installation, and the secrets that open it: keep it as you keep those");
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    /// <summary>Puts an installation where there is none, as the backup has it, and marks for sending again what its subscribers had not taken by then.</summary>
    /// <exception cref="InvalidOperationException">There is an installation already, or the file is no backup.</exception>
    public static async Task RestoreAsync(DataFolder folder, string file, Action<string> say, CancellationToken cancellationToken)
    {
        if (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any())
            throw new InvalidOperationException($"{folder.Path} is not empty: make clean removes an installation.");
        if (!File.Exists(file))
            throw new InvalidOperationException($"There is no {file}.");

        folder.Make();
        var postgres = folder.Place(Postgres);
        var user = new ServerUser(Postgres);
        user.MakeFolder(postgres);
        try
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            await using (var input = File.OpenRead(file))
            await using (var packed = new GZipStream(input, CompressionMode.Decompress))
            await using (var tar = new TarReader(packed))
            {
                while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
                    found.Add(await PutAsync(entry, folder, postgres, user, cancellationToken));
            }

            if (!found.IsSupersetOf([Base, Wal]))
                throw new InvalidOperationException($"{file} is no backup of an installation.");
        }
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException or EndOfStreamException)
        {
            Directory.Delete(folder.Path, recursive: true);
            throw failure as InvalidOperationException ?? new InvalidOperationException($"{file} is no backup of an installation: {failure.Message}", failure);
        }

        await using var server = await PrivatePostgres.StartAsync(postgres, cancellationToken: cancellationToken);
        say($"{await SendAgainAsync(server, cancellationToken)} events that had not arrived are sent again when it starts");
        say($"{folder.Path} is as it was: make run starts it");
    }

    /// <summary>Of every database: which events its inbox has; then in every database, what was sent and has not arrived everywhere is pending.</summary>
    private static async Task<int> SendAgainAsync(PrivatePostgres server, CancellationToken cancellationToken)
    {
        var databases = new List<string>();
        await ReadAsync(server, "postgres", "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY datname", row => databases.Add(row.GetString(0)), cancellationToken);
        var arrived = new Dictionary<Guid, int>();
        var services = new List<string>();
        foreach (var database in databases)
        {
            await ReadAsync(server, database, "SELECT 1 FROM pg_namespace WHERE nspname = 'messaging'", _ => services.Add(database), cancellationToken);
            if (services.Contains(database))
                await ReadAsync(server, database, "SELECT event_id FROM messaging.inbox", row => arrived[row.GetGuid(0)] = arrived.GetValueOrDefault(row.GetGuid(0)) + 1, cancellationToken);
        }

        var again = 0;
        foreach (var database in services)
        {
            await using var connection = await OpenAsync(server, database, cancellationToken);
            await using var command = new NpgsqlCommand(SendAgain, connection) { Parameters = { new() { Value = arrived.Keys.ToArray() }, new() { Value = arrived.Values.ToArray() } } };
            again += await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return again;
    }

    private static async Task ReadAsync(PrivatePostgres server, string database, string sql, Action<NpgsqlDataReader> take, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(server, database, cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            take(reader);
    }

    private static async Task<NpgsqlConnection> OpenAsync(PrivatePostgres server, string database, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database, Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task<string> PutAsync(TarEntry entry, DataFolder folder, string postgres, ServerUser user, CancellationToken cancellationToken)
    {
        if (entry.Name is Base or Wal)
        {
            var data = entry.Name == Base ? Path.Combine(postgres, "data") : Path.Combine(postgres, "data", "pg_wal");
            Directory.CreateDirectory(data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await TarFile.ExtractToDirectoryAsync(entry.DataStream!, data, overwriteFiles: true, cancellationToken);
            user.OwnAll(data);
        }
        else if (entry.Name.StartsWith("secrets/", StringComparison.Ordinal) && !entry.Name.Contains("..", StringComparison.Ordinal))
        {
            var place = folder.Place(entry.Name["secrets/".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await entry.ExtractToFileAsync(place, overwrite: false, cancellationToken);
            if (place.StartsWith(postgres, StringComparison.Ordinal))
                user.Own(place);
        }

        return entry.Name;
    }

    /// <summary>The files of secrets, by their path in the data folder.</summary>
    private static IEnumerable<string> SecretsOf(DataFolder folder) =>
        Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.Path, file))
            .Where(file => file.Split(Path.DirectorySeparatorChar) is var parts && !NotTaken.Contains(parts[0]) && !NotTaken.Contains(parts[^1]) && !(parts.Length > 1 && parts[0] == Postgres && parts[1].StartsWith("data", StringComparison.Ordinal)));

    /// <summary>The port of a server that runs: PostgreSQL writes it down on the fourth line of its own note.</summary>
    private static int PortOf(string postgres) => int.Parse(File.ReadLines(Path.Combine(postgres, "data", "postmaster.pid")).ElementAt(3), CultureInfo.InvariantCulture);
}
