using System.Collections.Concurrent;
using MassTransit;
using Ops.Platform.Messaging.Outbox;

namespace Ops.Platform.Messaging.Transport;

/// <summary>Thrown when no queue took a message: its subscriber was never started.</summary>
internal sealed class UnroutableException(string subscriber, Exception cause)
    : Exception($"No queue of {subscriber} takes messages yet.", cause);

/// <summary>Gives messages to the broker.</summary>
internal sealed class Publisher(IBus bus)
{
    private readonly ConcurrentDictionary<string, Task<ISendEndpoint>> _exchanges = new(StringComparer.Ordinal);

    /// <summary>Sends to the subscriber's own exchange; completes when a queue has it on disk.</summary>
    /// <exception cref="UnroutableException">No queue is bound there.</exception>
    public async Task PublishAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var exchange = await _exchanges.GetOrAdd(
            delivery.Subscriber,
            static (subscriber, bus) => bus.GetSendEndpoint(new Uri($"exchange:{Names.Queue(subscriber)}")), bus);
        try
        {
            await exchange.Send(delivery.Message, Pipe.Execute<SendContext<Envelope>>(context =>
            {
                context.MessageId = context.Message.EventId;
                context.Durable = true;
                ((PublishContext)context).Mandatory = true;
            }), cancellationToken);
        }
        catch (MessageReturnedException exception)
        {
            throw new UnroutableException(delivery.Subscriber, exception);
        }
    }
}
