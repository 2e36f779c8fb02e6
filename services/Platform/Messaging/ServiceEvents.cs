namespace Ops.Platform.Messaging;

/// <summary>The service's own events and who subscribes to them, as its Contracts say.</summary>
internal sealed class ServiceEvents(string service, IReadOnlyDictionary<Type, IReadOnlyList<string>> subscribers)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _byName = subscribers.ToDictionary(
        pair => pair.Key.Name, pair => pair.Value, StringComparer.Ordinal);

    /// <summary>The service's name, as producer and as subscriber.</summary>
    public string Service { get; } = service;

    /// <summary>Who subscribes to an event.</summary>
    /// <exception cref="InvalidOperationException">
    /// The Contracts do not list the event: whether someone needs it was forgotten.
    /// </exception>
    public IReadOnlyList<string> SubscribersOf(Type type) =>
        subscribers.TryGetValue(type, out var found)
            ? found
            : throw new InvalidOperationException(
                $"{type.Name} is not among the events that {Service} lists with their subscribers.");

    /// <summary>
    /// Who subscribes, by the type's name in the event log; none when the service no longer has such an event.
    /// </summary>
    public IReadOnlyList<string> SubscribersOf(string type) => _byName.GetValueOrDefault(type, []);
}

/// <summary>
/// An event that a platform library raises in whichever service uses it: no department's word, and so in no service's
/// Contracts.
/// </summary>
/// <param name="Type">The event's record, of the library.</param>
/// <param name="Subscribers">The services that subscribe to it.</param>
public sealed record PlatformEvent(Type Type, IReadOnlyList<string> Subscribers);
