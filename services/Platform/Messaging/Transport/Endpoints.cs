using MassTransit;
using Ops.Platform.Messaging.Inbox;
using Ops.Platform.Texts;

namespace Ops.Platform.Messaging.Transport;

/// <summary>The service's own queue at the broker, and the one for what came back too often.</summary>
internal static class Endpoints
{
    private const int Prefetch = 64;

    /// <summary>
    /// How often the broker brings a message that was never settled. The inbox settles whatever it can and waits while the
    /// database is away, so only a process that died with the message in hand counts.
    /// </summary>
    private const int DeliveryLimit = 20;

    public static void Configure(IRabbitMqBusFactoryConfigurator bus, string service, EventInbox inbox)
    {
        bus.ReceiveEndpoint(Names.Queue(service), endpoint =>
        {
            ConfigureQueue(endpoint);
            endpoint.PrefetchCount = Prefetch;
            endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
            // A dead-lettered message leaves this queue only when the dead queue has it.
            endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
            endpoint.SetQueueArgument("x-overflow", "reject-publish");
            // Declared with this queue, so that it is never missing when the limit is reached.
            endpoint.BindDeadLetterQueue(Names.DeadQueue(service), Names.DeadQueue(service), ConfigureDeadQueue);
            endpoint.Handler<Envelope>(context => inbox.ReceiveAsync(context.Message, context.CancellationToken));
            KeepWhatCannotBeRead(endpoint, inbox);
        });
        bus.ReceiveEndpoint(Names.DeadQueue(service), endpoint =>
        {
            ConfigureQueue(endpoint);
            endpoint.PrefetchCount = 1;
            ConfigureDeadQueue(endpoint);
            endpoint.Handler<Envelope>(context => inbox.DeadLetteredAsync(context.Message, context.CancellationToken));
            KeepWhatCannotBeRead(endpoint, inbox);
        });
    }

    private static void ConfigureQueue(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.SetQuorumQueue();
    }

    /// <summary>Explicit, because a later broker would limit it by itself and drop what is over.</summary>
    private static void ConfigureDeadQueue(IRabbitMqQueueConfigurator queue)
    {
        queue.SetQueueArgument("x-queue-type", "quorum");
        queue.SetQueueArgument("x-delivery-limit", 1_000_000);
    }

    private static void KeepWhatCannotBeRead(IReceiveEndpointConfigurator endpoint, EventInbox inbox)
    {
        endpoint.ConfigureError(pipe => pipe.UseFilter(new KeepFaulted(inbox)));
        endpoint.ConfigureDeadLetter(pipe => pipe.UseFilter(new KeepSkipped(inbox)));
    }

    /// <summary>A message that threw: the inbox throws only when the service stops, all else is a message that is no envelope.</summary>
    private sealed class KeepFaulted(EventInbox inbox) : IFilter<ExceptionReceiveContext>
    {
        public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
        {
            if (context.Exception.GetBaseException() is OperationCanceledException)
                throw new OperationCanceledException("The service stops.", context.Exception);

            await inbox.UnreadableAsync(context.Body.GetBytes(), Text.Plain(context.Exception.GetBaseException().Message), context.CancellationToken);
            // Without this it would be taken for a message that nobody handled.
            await context.NotifyFaulted(context.Exception);
        }

        public void Probe(ProbeContext context) => context.CreateFilterScope("keep-faulted");
    }

    /// <summary>A message that no handler matched.</summary>
    private sealed class KeepSkipped(EventInbox inbox) : IFilter<ReceiveContext>
    {
        public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
            inbox.UnreadableAsync(context.Body.GetBytes(), Text.Of("message.no-envelope"), context.CancellationToken);

        public void Probe(ProbeContext context) => context.CreateFilterScope("keep-skipped");
    }
}
