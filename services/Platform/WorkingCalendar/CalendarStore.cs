using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Platform.WorkingTime;

/// <summary>The calendar that this replica now computes from; replaced as a whole when a year's data comes.</summary>
public interface IWorkingCalendars
{
    /// <summary>The calendar in force.</summary>
    WorkingCalendar Current { get; }

    /// <summary>
    /// Looks whether there is another version, in the watched folder or in the database, and takes it over.
    /// </summary>
    Task RefreshAsync(CancellationToken cancellationToken);
}

/// <summary>Puts the working calendar together.</summary>
public static class WorkingCalendarExtensions
{
    /// <summary>
    /// Registers <see cref="IWorkingCalendars"/>. The built-in years go into the service's database when it is new; a
    /// year's file in the folder <c>Calendar:Folder</c> (a ConfigMap in a cluster) is imported under the next version,
    /// and every replica takes it over within seconds.
    /// </summary>
    public static IHostApplicationBuilder AddWorkingCalendar(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformSchema(
            new PlatformSchema(
                "calendar", typeof(WorkingCalendarExtensions).Assembly,
                "GRANT SELECT, INSERT ON calendar.years TO {role};"));
        builder.Services.AddLoop<CalendarStore>();
        builder.Services.AddSingleton<IWorkingCalendars>(services => services.GetRequiredService<CalendarStore>());
        return builder;
    }
}

/// <summary>
/// Keeps this replica's calendar the database's: a short look every few seconds, which costs one indexed query.
/// </summary>
internal sealed partial class CalendarStore(
    NpgsqlDataSource database, IConfiguration configuration, Loops loops, ILogger<CalendarStore> logger)
    : BackgroundLoop(loops, every: TimeSpan.FromSeconds(2)), IWorkingCalendars
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    // What the folder held at the last look: a file counts as news where it changed, not where it differs from what is
    // in force. A ConfigMap reaches the replicas one after another, and the old file of one must not undo another's new
    // one.
    private readonly Dictionary<int, CalendarYear> _seenInFolder = [];
    private volatile WorkingCalendar _current = WorkingCalendar.BuiltIn;

    public WorkingCalendar Current => _current;

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var stored = await ReadAsync(connection, cancellationToken);
            var inFolder = FromFolder();
            var news = new List<CalendarYear>();
            foreach (var year in inFolder)
            {
                if (
                    _seenInFolder.TryGetValue(year.Year, out var seen)
                        ? !seen.CountsLike(year)
                        : !await WasKnownAsync(connection, year, cancellationToken))
                    news.Add(year);
            }

            // The folder comes before the program for a year that neither has brought yet.
            news.AddRange(
                CalendarYears.BuiltIn.Where(year =>
                    !stored.Years.ContainsKey(year.Year) && news.TrueForAll(other => other.Year != year.Year)));
            if (await ImportAsync(connection, stored, news, cancellationToken))
                stored = await ReadAsync(connection, cancellationToken);
            _seenInFolder.Clear();
            foreach (var year in inFolder)
                _seenInFolder[year.Year] = year;
            if (stored.Version != _current.Version)
            {
                _current = stored;
                LogTakenOver(stored.Version, string.Join(", ", stored.Years.Keys.Order()));
            }
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public override void Dispose()
    {
        _oneAtATime.Dispose();
        base.Dispose();
    }

    /// <summary>Where it fails, the calendar in force goes on to be used.</summary>
    protected override Task TurnAsync(CancellationToken stoppingToken) => RefreshAsync(stoppingToken);

    /// <summary>The folder's years; a file that is refused is left out and named in the log.</summary>
    private List<CalendarYear> FromFolder()
    {
        var years = new Dictionary<int, (CalendarYear Year, string File)>();
        if (configuration["Calendar:Folder"] is not { Length: > 0 } folder || !Directory.Exists(folder))
            return [];
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                var year = CalendarYear.Parse(File.ReadAllText(file));
                if (years.TryGetValue(year.Year, out var other))
                    throw new FormatException($"{other.File} is for {year.Year} too.");
                years.Add(year.Year, (year, Path.GetFileName(file)));
            }
            catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
            {
                LogUnreadable(Path.GetFileName(file), failure.Message);
            }
        }

        return [.. years.Values.Select(found => found.Year)];
    }

    /// <summary>
    /// Whether the year was imported like this at any time: a replica that starts with an old file must not bring it
    /// back.
    /// </summary>
    private static async Task<bool> WasKnownAsync(
        NpgsqlConnection connection, CalendarYear year, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT data FROM calendar.years WHERE year = $1", connection)
        {
            Parameters = { new() { Value = year.Year } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (CalendarYear.Parse(reader.GetString(0)).CountsLike(year))
                return true;
        }

        return false;
    }

    private static async Task<WorkingCalendar> ReadAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var years = new List<CalendarYear>();
        var version = 0L;
        await using var command = new NpgsqlCommand(
            "SELECT DISTINCT ON (year) version, data FROM calendar.years ORDER BY year, version DESC", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            version = Math.Max(version, reader.GetInt64(0));
            years.Add(CalendarYear.Parse(reader.GetString(1)));
        }

        return new WorkingCalendar(years, version);
    }

    private static async Task<bool> ImportAsync(
        NpgsqlConnection connection, WorkingCalendar stored, IEnumerable<CalendarYear> offered,
        CancellationToken cancellationToken)
    {
        var news = offered
            .Where(year => !stored.Years.TryGetValue(year.Year, out var known) || !known.CountsLike(year))
            .ToList();
        if (news.Count == 0)
            return false;

        using var activity = Telemetry.StartWork("import calendar");
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Replicas that see the same file at once: one imports it, the other finds it imported.
        await using (
            var alone = new NpgsqlCommand(
                "SELECT pg_advisory_xact_lock(hashtext('calendar.years'))", connection, transaction))
            await alone.ExecuteNonQueryAsync(cancellationToken);
        var now = await ReadAsync(connection, cancellationToken);
        foreach (
            var year in news.Where(year => !now.Years.TryGetValue(year.Year, out var known) || !known.CountsLike(year)))
        {
            await using var insert = new NpgsqlCommand(
                "INSERT INTO calendar.years (year, data, source) VALUES ($1, $2::jsonb, $3)", connection, transaction)
            {
                Parameters =
                {
                    new() { Value = year.Year },
                    new() { Value = year.ToJson() },
                    new() { Value = year.Source },
                },
            };
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Working calendar {Version} is in force: {Years}")]
    private partial void LogTakenOver(long version, string years);

    [LoggerMessage(Level = LogLevel.Error, Message = "The calendar file {File} is refused: {Reason}")]
    private partial void LogUnreadable(string file, string reason);
}
