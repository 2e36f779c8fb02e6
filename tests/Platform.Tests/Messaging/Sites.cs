using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using Ops.MessagingHost;
using Ops.Platform.Messaging;
using Ops.Platform.Storage;
using Ops.TestSupport;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Ops.Platform.Tests.Messaging;

/// <summary>
/// A sender and a taker, each with its own database and runtime role, on a virtual host of their own.
/// </summary>
internal sealed class Sites
{
    private const string Password = "a password of the tests";
    private static readonly SemaphoreSlim TemplateLock = new(1);
    private static string? _template;

    private Sites(Site sender, Site taker, string broker) => (Sender, Taker, Broker) = (sender, taker, broker);

    public Site Sender { get; }

    public Site Taker { get; }

    public string Broker { get; }

    public static async Task<Sites> CreateAsync(TestServers servers, string? broker = null)
    {
        broker ??= await servers.CreateVirtualHostAsync("messaging");
        return new(
            await SiteAsync(servers, HostEvents.Sender, broker), await SiteAsync(servers, HostEvents.Taker, broker),
            broker);
    }

    private static async Task<Site> SiteAsync(TestServers servers, string service, string broker)
    {
        var template = await TemplateAsync(servers);
        var admin = await servers.CreateDatabaseAsync("messaging", template);
        var database = new NpgsqlConnectionStringBuilder(admin).Database!;
        await servers.ExecuteAsync(
            $"""
            REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
            GRANT CONNECT ON DATABASE "{database}" TO "{template}_role";
            """);
        var runtime = new NpgsqlConnectionStringBuilder(admin)
        {
            Username = $"{template}_role",
            Password = Password,
            MaxPoolSize = 40,
        }.ConnectionString;
        return new(service, admin, runtime, broker);
    }

    /// <summary>Migrated once as a service is, and then copied.</summary>
    private static async Task<string> TemplateAsync(TestServers servers)
    {
        await TemplateLock.WaitAsync();
        try
        {
            if (_template is not null)
                return _template;

            var admin = await servers.CreateDatabaseAsync("messaging_template");
            var name = new NpgsqlConnectionStringBuilder(admin).Database!;
            string[] args =
            [
                $"--ConnectionStrings:host={admin};Pooling=false",
                $"--Runtime:Role={name}_role",
                $"--Runtime:Password={Password}",
                "--Logging:LogLevel:Default=Warning",
                "--migrate",
            ];
            await Task.Run(() => typeof(HostDb).Assembly.EntryPoint!.Invoke(null, [args]));
            return _template = name;
        }
        finally
        {
            TemplateLock.Release();
        }
    }
}

/// <summary>
/// One of the two services: its database, and its replicas in this process or in processes of their own.
/// </summary>
internal sealed class Site(string service, string admin, string runtime, string broker) : ServiceDatabase(admin)
{
    private string[] Arguments =>
        [
            $"--Host:Service={service}",
            $"--ConnectionStrings:host={runtime}",
            $"--ConnectionStrings:messaging={broker}",
            "--Logging:LogLevel:Default=Warning",
            "--Logging:LogLevel:Ops=Critical",
            "--Logging:LogLevel:MassTransit=Critical",
            "--Logging:LogLevel:Microsoft=Critical",
        ];

    /// <summary>A replica in this process.</summary>
    public async Task<Replica> StartAsync(
        Action<MessagingBuilder>? handlers = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder(Arguments);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDatabase<HostDb>("host");
        builder.AddMessaging(service, HostEvents.Subscribers, handlers ?? (messaging =>
        {
            if (service != HostEvents.Sender)
                messaging.Handle<ThingHappened, TakeThing>(from: HostEvents.Sender);
        }));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        await app.StartAsync();
        return new(app);
    }

    /// <summary>A replica in a process of its own, for a test that kills it.</summary>
    public Task<ServiceProcess> StartProcessAsync() =>
        ServiceProcess.StartAsync(typeof(HostDb).Assembly.Location, Arguments);

    /// <summary>The numbers of a thing's effects, in the order in which they were committed.</summary>
    public async Task<int[]> NumbersAsync(Guid thing) =>
        await QueryAsync<int[]>(
            "SELECT coalesce(array_agg(number ORDER BY id), '{}') FROM host.effects WHERE thing_id = $1", thing);

    /// <summary>Waits until so many messages are among the failed.</summary>
    public Task FailedAsync(int count) =>
        Wait.UntilAsync(
            async () => await CountAsync("messaging.failed WHERE state = 'failed'") >= count,
            $"{count} failed messages");

    /// <summary>Waits until the thing has had so many effects.</summary>
    public Task TakenAsync(Guid thing, int count) =>
        Wait.UntilAsync(
            async () => await CountAsync("host.effects WHERE thing_id = $1", thing) >= count,
            $"{count} effects of {thing}");
}

/// <summary>A replica in this process.</summary>
internal sealed class Replica(WebApplication app) : IAsyncDisposable
{
    public IServiceProvider Services => app.Services;

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Raises an event within a trace, and answers the trace's id.</summary>
    public async Task<string> RaiseTracedAsync(Guid id, object item)
    {
        using var activity = new Activity("a request").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        await RaiseAsync(id, item);
        return activity.TraceId.ToHexString();
    }

    /// <summary>One change in which a thing raises events.</summary>
    public async Task RaiseAsync(Guid id, params object[] events)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var db = scope.ServiceProvider.GetRequiredService<HostDb>();
        await change.RunAsync(
            async cancel =>
            {
                var thing = await db
                    .Things.FromSql($"SELECT * FROM host.things WHERE id = {id} FOR UPDATE")
                    .SingleOrDefaultAsync(cancel);
                if (thing is null)
                    db.Add(thing = Thing.New(id));

                foreach (var item in events)
                    thing.Happen(item, Instant.FromUtc(2026, 9, 29, 1, 0));

                return true;
            }, CancellationToken.None);
    }

    /// <summary>Changes of one event each, numbered.</summary>
    public async Task HappenAsync(Guid id, int from, int count, string text = "")
    {
        for (var number = from; number < from + count; number++)
            await RaiseAsync(id, new ThingHappened(id, number, text));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

internal static class ReplicaProcesses
{
    /// <summary>Changes of one event each, numbered.</summary>
    public static async Task HappenAsync(this ServiceProcess replica, Guid id, int from, int count, string text = "")
    {
        using var client = new HttpClient { BaseAddress = replica.Address };
        using var answer = await client.PostAsync(
            new Uri($"things/{id}?from={from}&count={count}&text={text}", UriKind.Relative), null);
        answer.EnsureSuccessStatusCode();
    }
}

/// <summary>Adds up a counter of one replica.</summary>
internal sealed class CounterOf : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _sum;

    public CounterOf(Replica replica, string name)
    {
        var factory = replica.Get<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == name && ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _sum, value));
        _listener.Start();
    }

    public long Sum => Interlocked.Read(ref _sum);

    public void Dispose() => _listener.Dispose();
}

/// <summary>The broker, met without the platform.</summary>
internal sealed class RawBroker : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private RawBroker(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    public static async Task<RawBroker> ConnectAsync(string address)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(address) }.CreateConnectionAsync();
        return new(
            connection,
            await connection.CreateChannelAsync(
                new CreateChannelOptions(
                    publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)));
    }

    /// <summary>Publishes, and waits until a queue has it.</summary>
    public async Task PublishAsync(string exchange, string body) =>
        await _channel.BasicPublishAsync(exchange, "", mandatory: true, Encoding.UTF8.GetBytes(body));

    /// <summary>Waits until the taker has its queue and the binding to it.</summary>
    public Task TakerIsThereAsync() => Wait.UntilAsync(
        async () =>
        {
            await using var channel = await _connection.CreateChannelAsync();
            try
            {
                await channel.QueueDeclarePassiveAsync("thing-taker");
                // Declared again by the taker before it consumes: with the queue there, a consumer on it means that all
                // is bound.
                return await channel.ConsumerCountAsync("thing-taker") > 0;
            }
            catch (OperationInterruptedException)
            {
                return false;
            }
        },
        "the taker's queue");

    public async Task<uint> CountAsync(string queue) => await _channel.MessageCountAsync(queue);

    /// <summary>
    /// Takes the first message and hands it back unsettled, as a consumer that dies does; false when there is none.
    /// </summary>
    public async Task<bool> TakeAndDropAsync(string queue)
    {
        var message = await _channel.BasicGetAsync(queue, autoAck: false);
        if (message is null)
            return false;

        await _channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
