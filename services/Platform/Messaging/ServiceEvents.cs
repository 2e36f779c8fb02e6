namespace Ops.Platform.Messaging;

/// <summary>The service's own events and who subscribes to them, as its Contracts say.</summary>
/// <param name="service">The service's name.</param>
/// <param name="subscribers">Each event of its Contracts, and who subscribes to it.</param>
/// <param name="inside">The names of what happens inside it: nobody else reads those bodies.</param>
internal sealed class ServiceEvents(
    string service, IReadOnlyDictionary<Type, IReadOnlyList<string>> subscribers, IEnumerable<string> inside)
{
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

    /// <summary>Each subscription by the event's name in the event log.</summary>
    public IReadOnlyList<(string Type, string Subscriber)> Subscriptions { get; } =
        [.. subscribers.SelectMany(pair => pair.Value, (pair, subscriber) => (pair.Key.Name, subscriber))];

    /// <summary>
    /// The names of the service's own events. One of them of which nobody was told is nobody else's: what others are
    /// told under the same name since then has other members.
    /// </summary>
    public IReadOnlyList<string> Inside { get; } = [.. inside];
}

/// <summary>
/// An event that a platform library raises in whichever service uses it: no department's word, and so in no service's
/// Contracts.
/// </summary>
/// <param name="Type">The event's record, of the library.</param>
/// <param name="Subscribers">The services that subscribe to it.</param>
public sealed record PlatformEvent(Type Type, IReadOnlyList<string> Subscribers);

/// <summary>The events of a service's own, which are written down for itself.</summary>
public interface IInsideEvents
{
    /// <summary>Their names in the event log.</summary>
    IEnumerable<string> Names { get; }
}
