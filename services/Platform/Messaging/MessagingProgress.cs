using Npgsql;

namespace Ops.Platform.Messaging;

/// <inheritdoc />
internal sealed class MessagingProgress(NpgsqlDataSource database) : IMessagingProgress
{
    public async Task<int> PendingDeliveriesAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT count(*) FROM messaging.deliveries WHERE state = 'pending'");
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<long> MarkAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT coalesce(max(seq), 0) FROM messaging.events");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async Task<IReadOnlyList<PublishedEvent>> PublishedSinceAsync(long mark, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT e.id, s.subscriber FROM messaging.events e, unnest(e.subscribers) AS s (subscriber)
            WHERE e.seq > $1 ORDER BY e.seq
            """);
        command.Parameters.Add(new() { Value = mark });
        List<PublishedEvent> published = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            published.Add(new(reader.GetGuid(0), reader.GetString(1)));

        return published;
    }

    public async Task<IReadOnlyList<Guid>> NotYetSettledAsync(
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT id FROM unnest($1::uuid[]) AS asked (id)
            WHERE NOT EXISTS (SELECT FROM messaging.inbox i WHERE i.event_id = asked.id)
                AND NOT EXISTS (SELECT FROM messaging.parked p WHERE p.event_id = asked.id)
                AND NOT EXISTS (SELECT FROM messaging.failed f WHERE f.event_id = asked.id)
            """);
        command.Parameters.Add(new() { Value = eventIds.ToArray() });
        List<Guid> open = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            open.Add(reader.GetGuid(0));

        return open;
    }
}
