using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.Platform.Clock;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Platform.Registers;

/// <summary>
/// Whoever owns a database can rewrite a chain in it as a whole and leave it consistent (T-6): so, when a local day is
/// over, the head of each chain that got entries in it is raised as an event, for others to keep. Which days were noted
/// is a row in the transaction that raises the event, under the lock of the chain's head: a replica that was killed
/// leaves nothing half done, two replicas note a day once, and days that passed while nobody ran are noted at the next
/// look.
/// </summary>
internal sealed class HeadNotes(
    NpgsqlDataSource database, IServiceScopeFactory scopes, IServiceProvider services, IClock clock,
    CompanyTime company, Loops loops) : BackgroundLoop(loops, every: TimeSpan.FromSeconds(15))
{
    private const string By = "system:registers";

    /// <summary>
    /// A day is over for all replicas, whose machines' clocks differ a little, only a while after midnight.
    /// </summary>
    private static readonly Duration Grace = Duration.FromMinutes(1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<SimulatedClock>() is { } simulated)
            simulated.Moved += Wake;
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Notes the heads of every local day that is over and was not noted.</summary>
    [Rule("T-6", "a day's head is told to others")]
    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        var today = company.BeginOf(company.DateOf(clock.GetCurrentInstant() - Grace));
        foreach (var (register, site) in await OpenAsync(today, cancellationToken))
        {
            using var activity = Telemetry
                .StartWork("note register head")
                ?.SetTag("ops.register", $"{register}/{site}");
            await using var scope = scopes.CreateAsyncScope();
            var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            await change.RunAsync(
                async token => await NoteAsync(change, register, site, today, token), cancellationToken);
        }
    }

    protected override Task TurnAsync(CancellationToken stoppingToken) => NoteAsync(stoppingToken);

    /// <summary>The chains whose first entry that no head covers is of a day that is over.</summary>
    private async Task<List<(string Register, string Site)>> OpenAsync(
        Instant today, CancellationToken cancellationToken)
    {
        var open = new List<(string, string)>();
        await using var command = database.CreateCommand(
            """
            SELECT h.register, h.site FROM registers.heads h
            LEFT JOIN LATERAL (SELECT day, sequence FROM registers.noted n WHERE n.register = h.register
                AND n.site = h.site ORDER BY n.day DESC LIMIT 1) last ON true
            JOIN registers.entries e ON e.register = h.register AND e.site = h.site
                AND e.sequence = coalesce(last.sequence, 0) + 1
            WHERE e.at < $1 ORDER BY h.register, h.site
            """);
        command.Parameters.Add(new() { Value = today });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            open.Add((reader.GetString(0), reader.GetString(1)));
        return open;
    }

    private async Task<bool> NoteAsync(
        UnitOfWork change, string register, string site, Instant today, CancellationToken cancellationToken)
    {
        // As whoever appends does: an entry of the day that is being written is waited for, and a second replica finds
        // the day noted.
        await using (
            var alone = change.CreateCommand(
                "SELECT 1 FROM registers.heads WHERE register = $1 AND site = $2 FOR UPDATE",
                new() { Value = register }, new() { Value = site }))
            await alone.ExecuteNonQueryAsync(cancellationToken);

        var days = new List<(LocalDate Day, long Sequence, string Hash)>();
        long version;
        await using (var read = change.CreateCommand(
            """
            SELECT d.day, d.sequence, e.hash, before.noted FROM (SELECT count(*) AS noted, max(day)
                AS day, coalesce(max(sequence), 0) AS sequence FROM registers.noted WHERE register = $1
                AND site = $2) before
            CROSS JOIN LATERAL (
                SELECT (at AT TIME ZONE $4)::date AS day, max(sequence) AS sequence FROM registers.entries
                WHERE register = $1 AND site = $2 AND registers.entries.sequence > before.sequence
                    AND at < $3 GROUP BY 1) d
            JOIN registers.entries e ON e.register = $1 AND e.site = $2 AND e.sequence = d.sequence
            WHERE before.day IS NULL OR d.day > before.day ORDER BY d.day
            """,
            new() { Value = register }, new() { Value = site }, new() { Value = today },
            new() { Value = company.Zone.Id }))
        await using (var reader = await read.ExecuteReaderAsync(cancellationToken))
        {
            version = 0;
            while (await reader.ReadAsync(cancellationToken))
            {
                days.Add((reader.GetFieldValue<LocalDate>(0), reader.GetInt64(1), reader.GetString(2)));
                version = reader.GetInt64(3);
            }
        }

        foreach (var (day, sequence, hash) in days)
        {
            change.Defer(
                "INSERT INTO registers.noted (register, site, day, sequence, hash) VALUES ($1, $2, $3, $4, $5)",
                new() { Value = register }, new() { Value = site }, new() { Value = day }, new() { Value = sequence },
                new() { Value = hash });
            var noted = new RegisterHeadNoted(register, site, day, sequence, hash);
            change.Announce($"register/{register}/{site}", new(noted, company.BeginOf(day.PlusDays(1)), By, ++version));
        }

        return days.Count > 0;
    }
}
