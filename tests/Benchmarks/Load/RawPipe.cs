using Npgsql;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ops.Benchmarks.Load;

/// <summary>
/// What outbox, broker and inbox do, with the bare drivers: a change and its event in one transaction, a confirmed publish to a quorum queue, a mark that it
/// was sent; and a consumer that notes in one transaction the effect and that it had it. The same rows in the same tables, and nothing else: no replica beside, no lease, no trace, no retry.
/// </summary>
internal sealed class RawPipe : IAsyncDisposable
{
    private const ushort AtOnce = 16;
    private const string Exchange = "raw", Queue = "raw-taker";

    private readonly NpgsqlDataSource _sender, _taker;
    private readonly IConnection _connection;
    private readonly IChannel _out, _in;

    private RawPipe(NpgsqlDataSource sender, NpgsqlDataSource taker, IConnection connection, IChannel @out, IChannel @in) =>
        (_sender, _taker, _connection, _out, _in) = (sender, taker, connection, @out, @in);

    public static async Task<RawPipe> OpenAsync(string sender, string taker, string broker)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(broker), ConsumerDispatchConcurrency = AtOnce }.CreateConnectionAsync();
        var @out = await connection.CreateChannelAsync(new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null));
        var @in = await connection.CreateChannelAsync();
        await @in.ExchangeDeclareAsync(Exchange, ExchangeType.Fanout, durable: true);
        await @in.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" });
        await @in.QueueBindAsync(Queue, Exchange, "");
        await @in.BasicQosAsync(0, 64, false);
        var pipe = new RawPipe(NpgsqlDataSource.Create(sender), NpgsqlDataSource.Create(taker), connection, @out, @in);
        var consumer = new AsyncEventingBasicConsumer(@in);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            await pipe.TakeAsync(delivery.BasicProperties.MessageId!, delivery.Body.ToArray());
            await @in.BasicAckAsync(delivery.DeliveryTag, false);
        };
        await @in.BasicConsumeAsync(Queue, autoAck: false, consumer);
        return pipe;
    }

    /// <summary>One change of a thing, and its event on its way.</summary>
    public async Task HappenAsync(Guid thing, int number)
    {
        var (id, stream, now) = (Machine.NewId(), $"thing/{thing}", Machine.Now);
        var body = $$"""{"thingId":"{{thing}}","number":{{number}},"text":""}""";
        await using (var connection = await _sender.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var look = new NpgsqlCommand("SELECT * FROM host.things WHERE id = $1 FOR UPDATE", connection) { Parameters = { new() { Value = thing } } })
                await look.ExecuteNonQueryAsync();
            await using (var save = new NpgsqlCommand("INSERT INTO host.things (id, version) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET version = $2", connection))
            {
                save.Parameters.AddRange((NpgsqlParameter[])[new() { Value = thing }, new() { Value = (long)number }]);
                await save.ExecuteNonQueryAsync();
            }

            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new("INSERT INTO messaging.events (id, stream, version, type, at, by, body, subscribers, recorded_at) VALUES ($1, $2, $3, 'ThingHappened', $4, 'raw', $5::json, ARRAY['ThingTaker'], $4)")
                    {
                        Parameters = { new() { Value = id }, new() { Value = stream }, new() { Value = (long)number }, new() { Value = now }, new() { Value = body } },
                    },
                    new("""
                        WITH taken AS (
                            INSERT INTO messaging.delivery_streams AS s (stream, subscriber, last) VALUES ($2, 'ThingTaker', 1)
                            ON CONFLICT (stream, subscriber) DO UPDATE SET last = s.last + 1 RETURNING last)
                        INSERT INTO messaging.deliveries (event_id, subscriber, stream, sequence, created_at) SELECT $1, 'ThingTaker', $2, last, $3 FROM taken
                        """)
                    {
                        Parameters = { new() { Value = id }, new() { Value = stream }, new() { Value = now } },
                    },
                },
            };
            batch.Transaction = transaction;
            await batch.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }

        var properties = new BasicProperties { MessageId = $"{id};{stream};{number}", DeliveryMode = DeliveryModes.Persistent };
        await _out.BasicPublishAsync(Exchange, "", mandatory: true, properties, System.Text.Encoding.UTF8.GetBytes(body));
        await using var mark = _sender.CreateCommand("UPDATE messaging.deliveries SET state = 'sent', sent_at = now(), attempts = attempts + 1 WHERE event_id = $1 AND subscriber = 'ThingTaker'");
        mark.Parameters.Add(new() { Value = id });
        await mark.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _in.DisposeAsync();
        await _out.DisposeAsync();
        await _connection.DisposeAsync();
        await _sender.DisposeAsync();
        await _taker.DisposeAsync();
    }

    private async Task TakeAsync(string message, byte[] body)
    {
        var parts = message.Split(';');
        var (id, stream, sequence) = (Guid.Parse(parts[0]), parts[1], long.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));
        var happened = System.Text.Json.JsonSerializer.Deserialize<MessagingHost.ThingHappened>(body, System.Text.Json.JsonSerializerOptions.Web)!;
        await using var connection = await _taker.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var turn = new NpgsqlCommand(
            "INSERT INTO messaging.inbox_streams AS s (producer, stream, last, before) VALUES ('raw', $1, $2, 0) ON CONFLICT (producer, stream) DO UPDATE SET before = s.last, last = $2 RETURNING last", connection, transaction))
        {
            turn.Parameters.AddRange((NpgsqlParameter[])[new() { Value = stream }, new() { Value = sequence }]);
            await turn.ExecuteNonQueryAsync();
        }

        await using (var effect = new NpgsqlCommand("INSERT INTO host.effects (event_id, thing_id, number, text) VALUES ($1, $2, $3, $4)", connection, transaction))
        {
            effect.Parameters.AddRange((NpgsqlParameter[])[new() { Value = id }, new() { Value = happened.ThingId }, new() { Value = happened.Number }, new() { Value = happened.Text }]);
            await effect.ExecuteNonQueryAsync();
        }

        await using (var note = new NpgsqlCommand("INSERT INTO messaging.inbox (event_id, producer, stream, sequence, handled_at) VALUES ($1, 'raw', $2, $3, now())", connection, transaction))
        {
            note.Parameters.AddRange((NpgsqlParameter[])[new() { Value = id }, new() { Value = stream }, new() { Value = sequence }]);
            await note.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }
}
