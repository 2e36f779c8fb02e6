using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Messaging.Inbox;
using Ops.Platform.Messaging.Outbox;
using Ops.Platform.Messaging.Transport;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

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
    /// <param name="service">
    /// The service's name: the producer of its events, and the subscriber that others name.
    /// </param>
    /// <param name="subscribers">
    /// Each event of the service and who subscribes to it; the service's Contracts say.
    /// </param>
    /// <param name="configure">Which events of others the service takes.</param>
    public static IHostApplicationBuilder AddMessaging(
        this IHostApplicationBuilder builder, string service,
        IReadOnlyDictionary<Type, IReadOnlyList<string>> subscribers, Action<MessagingBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(service);
        ArgumentNullException.ThrowIfNull(subscribers);
        var messaging = new MessagingBuilder();
        configure?.Invoke(messaging);

        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddPlatformSchema(new PlatformSchema("messaging", typeof(MessagingExtensions).Assembly, """
            GRANT USAGE ON SCHEMA messaging TO {role};
            GRANT SELECT, INSERT ON messaging.events TO {role};
            GRANT SELECT, INSERT, UPDATE ON messaging.delivery_streams, messaging.inbox_streams, messaging.failed TO
                {role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON messaging.deliveries TO {role};
            GRANT SELECT, INSERT, DELETE ON messaging.inbox, messaging.parked TO {role};
            """));
        // Why a message failed is a text.
        services.AddTexts(typeof(MessagingExtensions).Assembly);
        services.AddSingleton(messaging);
        services.AddSingleton(provider => new ServiceEvents(
            service,
            new Dictionary<Type, IReadOnlyList<string>>(
                subscribers.Concat(
                    provider.GetServices<PlatformEvent>().Select(own => KeyValuePair.Create(own.Type, own.Subscribers)))
            ),
            provider.GetServices<IInsideEvents>().SelectMany(own => own.Names)));
        services.AddSingleton<MessagingTelemetry>();
        services.AddSingleton<DispatchSignal>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<Publisher>();
        services.AddSingleton<InboxStore>();
        services.AddSingleton<EventInbox>();
        services.AddSingleton<Broker>();
        services.AddSingleton<UnroutedEvents>();
        services.AddSingleton<ICommitParticipant, OutboxWriter>();
        services.AddSingleton<IFailureSource, MessageFailures>();
        services.AddSingleton<IEventLog, EventLogReader>();
        services.AddSingleton<IMessagingProgress, MessagingProgress>();
        foreach (var handler in messaging.Subscriptions.Values.Select(subscription => subscription.Handler).Distinct())
            services.AddScoped(handler);

        AddBus(services, service, messaging);
        // After the bus, so that it stops before it: what is being published is let finish.
        services.AddLoop<Dispatcher>();
        services.AddLoop<Housekeeping>();
        services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(MessagingTelemetry.ActivitySourceName))
            .WithMetrics(metrics => metrics.AddMeter(MessagingTelemetry.MeterName));
        return builder;
    }

    /// <summary>
    /// Maps what operators need, under the service's prefix: <c>messages/failed</c> (list, replay, discard; deadline
    /// handlers that failed are in the same list), <c>messages/unrouted</c> (list, publish) and
    /// <c>messages/backlog</c>.
    /// </summary>
    public static IEndpointRouteBuilder MapMessages(this IEndpointRouteBuilder api, string permission)
    {
        ArgumentNullException.ThrowIfNull(api);
        var messages = api.MapFeature(
            "message.feature",
            "message.feature.about");
        messages.MapFailures(permission);
        messages
            .MapGet(
                "messages/unrouted",
                async (
                    string? type, long? after, PageSize? limit, UnroutedEvents unrouted,
                    CancellationToken cancellationToken) =>
                {
                    var size = limit.Rows();
                    var found = await unrouted.ListAsync(type, after ?? 0, size, cancellationToken);
                    return TypedResults.Ok(
                        new UnroutedPage(found, found.Count == size ? found[^1].Mark : null));
                })
            .RequirePermission(permission)
            .WithSummary("unrouted-event.list.summary");
        messages
            .MapPost(
                "messages/unrouted/{id:guid}/publish",
                async (Guid id, UnitOfWork change, UnroutedEvents unrouted, CancellationToken cancellationToken) =>
                    (await unrouted.PublishAsync(change, id, cancellationToken)).Then<PublishedTo>(subscribers =>
                        new PublishedTo(subscribers)))
            .AsCommand(permission)
            .WithSummary("unrouted-event.publish.summary").AnswersOutcome<PublishedTo>();
        messages
            .MapGet(
                "messages/backlog",
                async (NpgsqlDataSource database, TimeProvider time, CancellationToken cancellationToken) =>
                    TypedResults.Ok(await Housekeeping.MeasureAsync(database, time, cancellationToken)))
            .RequirePermission(permission)
            .WithSummary("backlog.read.summary");
        return api;
    }

    private static void AddBus(IServiceCollection services, string service, MessagingBuilder messaging)
    {
        services.AddMassTransit(transport =>
        {
            transport.DisableUsageTelemetry();
            transport.UsingRabbitMq((context, bus) =>
            {
                context.GetRequiredService<Broker>().Configure(bus);
                bus.UseRawJsonSerializer(RawSerializerOptions.All, isDefault: true);
                if (messaging.Subscriptions.Count > 0)
                    Endpoints.Configure(bus, service, context.GetRequiredService<EventInbox>());
            });
        });
        services.Configure<MassTransitHostOptions>(options =>
        {
            // Without the broker the service starts, and says so in its health.
            options.WaitUntilStarted = false;
            options.StopTimeout = TimeSpan.FromSeconds(10);
            // What is in hand is let finish; what waits for the database goes back to the broker after this.
            options.ConsumerStopTimeout = TimeSpan.FromSeconds(5);
        });
        services.AddHealthChecks().AddCheck<Broker>(Broker.Name, HealthStatus.Degraded, ["ready"]);
        // MassTransit's own check would call the service unhealthy without the broker.
        services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations.Where(check => check.Tags.Contains("masstransit")).ToList())
                options.Registrations.Remove(check);
        });
    }
}
