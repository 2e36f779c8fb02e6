using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ops.Platform.Messaging.Inbox;
using Ops.ServiceDefaults;

namespace Ops.Platform.Messaging;

/// <summary>
/// Every few seconds: measures the backlog, and goes on with streams whose next message was left parked. Every hour:
/// drops sent deliveries and handled messages that are older than <c>Messaging:RetentionDays</c> (30). Events are kept
/// for ever, and so is a delivery made by hand, which is the proof that its event was published.
/// </summary>
internal sealed partial class Housekeeping(
    NpgsqlDataSource database, EventInbox inbox, MessagingTelemetry telemetry, IConfiguration configuration,
    TimeProvider time, Loops loops, ILogger<Housekeeping> logger)
    : BackgroundLoop(loops, every: TimeSpan.FromSeconds(3))
{
    private const int RowsAtOnce = 5_000;
    private static readonly TimeSpan RetentionRound = TimeSpan.FromHours(1);

    private DateTimeOffset _nextRetention = time.GetUtcNow();

    public static async Task<Backlog> MeasureAsync(
        NpgsqlDataSource database, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT (SELECT count(*) FROM messaging.deliveries WHERE state = 'pending'),
                (SELECT min(created_at) FROM messaging.deliveries WHERE state = 'pending'),
                (SELECT count(*) FROM messaging.parked),
                (SELECT count(*) FROM messaging.failed WHERE state = 'failed')
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var oldest = reader.IsDBNull(1) ? TimeSpan.Zero : time.GetUtcNow() - reader.GetFieldValue<DateTimeOffset>(1);
        return new(reader.GetInt64(0), Math.Max(0, oldest.TotalSeconds), reader.GetInt64(2), reader.GetInt64(3));
    }

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        telemetry.Sampled(await MeasureAsync(database, time, stoppingToken));
        await inbox.GoOnWithAllAsync(stoppingToken);
        if (time.GetUtcNow() < _nextRetention)
            return;

        await DropOldAsync(stoppingToken);
        _nextRetention = time.GetUtcNow() + RetentionRound;
    }

    private async Task DropOldAsync(CancellationToken cancellationToken)
    {
        var days = configuration.GetValue("Messaging:RetentionDays", 30);
        var deliveries = await DropAsync("""
            DELETE FROM messaging.deliveries WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM messaging.deliveries WHERE created_at < $1 AND state = 'sent'
                    AND NOT by_hand LIMIT $2))
            """, days, cancellationToken);
        var messages = await DropAsync("""
            DELETE FROM messaging.inbox WHERE ctid = ANY (ARRAY(SELECT ctid FROM messaging.inbox
                WHERE handled_at < $1 LIMIT $2))
            """, days, cancellationToken);
        if (deliveries + messages > 0)
            Log.Dropped(logger, deliveries, messages, days);
    }

    private async Task<int> DropAsync(string sql, int days, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.Add(new() { Value = time.GetUtcNow().AddDays(-days) });
            command.Parameters.Add(new() { Value = RowsAtOnce });
            var dropped = await command.ExecuteNonQueryAsync(cancellationToken);
            total += dropped;
            if (dropped < RowsAtOnce)
                return total;
        }
    }
}
