namespace Ops.Platform.Messaging;

/// <summary>Which events of others a service takes.</summary>
public sealed class MessagingBuilder
{
    private readonly Dictionary<(string Producer, string Type), Subscription> _subscriptions = [];

    internal MessagingBuilder()
    {
    }

    internal IReadOnlyDictionary<(string Producer, string Type), Subscription> Subscriptions => _subscriptions;

    /// <summary>
    /// Takes an event of another service. The handler is made anew for each event, in the scope of its change.
    /// </summary>
    /// <typeparam name="TEvent">
    /// A record of the producer's Contracts; its name without the namespace is the type on the wire.
    /// </typeparam>
    /// <typeparam name="THandler">What is done when it comes.</typeparam>
    /// <param name="from">The producer's name.</param>
    /// <exception cref="InvalidOperationException">The event is taken already: one event, one handler.</exception>
    public MessagingBuilder Handle<TEvent, THandler>(string from)
        where TEvent : class
        where THandler : class, IHandle<TEvent>
    {
        ArgumentException.ThrowIfNullOrEmpty(from);
        if (!_subscriptions.TryAdd((from, typeof(TEvent).Name), Subscription.Of<TEvent, THandler>()))
            throw new InvalidOperationException($"{typeof(TEvent).Name} of {from} has a handler already.");

        return this;
    }
}
