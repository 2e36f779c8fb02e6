using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Ops.Platform.Messaging;

/// <summary>An event that the service takes: how its body is read, and who handles it.</summary>
/// <param name="Handler">The handler's type, registered in the service's scopes.</param>
/// <param name="Read">Reads the body; throws when it cannot be read.</param>
/// <param name="HandleAsync">Hands the event to the handler of a scope.</param>
internal sealed record Subscription(
    Type Handler, Func<JsonElement, object> Read,
    Func<IServiceProvider, object, EventContext, CancellationToken, Task> HandleAsync)
{
    public static Subscription Of<TEvent, THandler>()
        where TEvent : class
        where THandler : class, IHandle<TEvent> => new(
            typeof(THandler),
            body => body.Deserialize<TEvent>(MessagingJson.Options) ?? throw new JsonException("The body is null."),
            (scope, message, context, cancellationToken) =>
                scope.GetRequiredService<THandler>().HandleAsync((TEvent)message, context, cancellationToken));
}
