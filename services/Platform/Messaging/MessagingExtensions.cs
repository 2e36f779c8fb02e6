using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Ops.Platform.Messaging;

/// <summary>Joins a service to the others: its events go out, theirs come in.</summary>
public static class MessagingExtensions
{
    /// <summary>
    /// Registers the event log, the outbox and its dispatcher, and the inbox with the handlers given. The broker is the
    /// connection string <c>messaging</c> (an AMQP URI). Nothing waits for the broker: without it changes are made and
    /// their events are kept until it is there.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="service">The service's name: the producer of its events, and the subscriber that others name.</param>
    /// <param name="subscribers">Each event of the service and who subscribes to it; the service's Contracts say.</param>
    /// <param name="configure">Which events of others the service takes.</param>
    public static IHostApplicationBuilder AddMessaging(
        this IHostApplicationBuilder builder, string service, IReadOnlyDictionary<Type, IReadOnlyList<string>> subscribers,
        Action<MessagingBuilder>? configure = null) => throw new NotImplementedException();

    /// <summary>
    /// Maps what operators need, under the service's prefix: <c>messages/failed</c> (list, replay, discard; deadline
    /// handlers that failed are in the same list), <c>messages/unrouted</c> (list, publish) and <c>messages/backlog</c>.
    /// </summary>
    public static IEndpointRouteBuilder MapMessages(this IEndpointRouteBuilder api, string permission) => throw new NotImplementedException();
}
