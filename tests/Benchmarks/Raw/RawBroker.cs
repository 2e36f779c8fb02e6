using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Ops.Benchmarks.Raw;

/// <summary>
/// The broker without the platform: a quorum queue, persistent messages, each publish confirmed, as many taken and
/// handled at once as the inbox does.
/// </summary>
internal sealed class RawBroker : IAsyncDisposable
{
    private const string Queue = "raw";
    private const int Prefetch = 64;

    /// <summary>The handlers at once; each has a database connection.</summary>
    public const int Handlers = 16;

    private readonly IConnection _connection;
    private readonly IChannel _publisher, _consumer;

    private RawBroker(IConnection connection, IChannel publisher, IChannel consumer) =>
        (_connection, _publisher, _consumer) = (connection, publisher, consumer);

    public static async Task<RawBroker> StartAsync(string broker, Func<JsonElement, Task> handle)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        var publisher = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var consumer = await connection.CreateChannelAsync(new(
            publisherConfirmationsEnabled: false, publisherConfirmationTrackingEnabled: false,
            consumerDispatchConcurrency: Handlers));
        await consumer.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" });
        await consumer.BasicQosAsync(0, Prefetch, global: false);
        var taking = new AsyncEventingBasicConsumer(consumer);
        taking.ReceivedAsync += async (_, delivery) =>
        {
            using var message = JsonDocument.Parse(delivery.Body);
            await handle(message.RootElement);
            await consumer.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await consumer.BasicConsumeAsync(Queue, autoAck: false, taking);
        return new(connection, publisher, consumer);
    }

    /// <summary>
    /// Makes a subscriber's queue, where its messages lie: it is not what is measured, and without it they would be
    /// tried again and again.
    /// </summary>
    public static async Task KeepAsync(string broker, string subscriber)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(subscriber, ExchangeType.Fanout, durable: true);
        await channel.QueueDeclareAsync(
            subscriber, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" });
        await channel.QueueBindAsync(subscriber, subscriber, "");
    }

    /// <summary>Completes when the queue has it on disk.</summary>
    public ValueTask PublishAsync(byte[] message) => _publisher.BasicPublishAsync(
        "", Queue, mandatory: true, new BasicProperties { Persistent = true, ContentType = "application/json" },
        message);

    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _consumer.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
