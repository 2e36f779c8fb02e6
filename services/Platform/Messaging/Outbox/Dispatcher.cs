using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Ops.Platform.Messaging.Transport;
using Ops.ServiceDefaults;

namespace Ops.Platform.Messaging.Outbox;

/// <summary>
/// Gives committed events to the broker. Every replica has one; each claims streams under a lease and publishes a
/// stream's events one after the other, many streams at once. No transaction is open meanwhile. Woken by the commit; a
/// slow sweep finds what a dead replica left, and what was not delivered.
/// </summary>
internal sealed partial class Dispatcher(
    DeliveryStore store, Publisher publisher, DispatchSignal signal, MessagingTelemetry telemetry, TimeProvider time,
    Loops loops, ILogger<Dispatcher> logger)
    : BackgroundLoop(loops, Sweep)
{
    private const int MaxStreams = 64;
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A claimed stream is published for no longer than this, and one event for no longer than that: together well
    /// within the lease.
    /// </summary>
    private static readonly TimeSpan StreamBudget = TimeSpan.FromSeconds(4),
        PublishTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(250),
        LongestDelay = TimeSpan.FromSeconds(10);

    private readonly Guid _owner = Guid.CreateVersion7(time.GetUtcNow());
    private readonly SemaphoreSlim _slots = new(MaxStreams);
    private readonly Channel<Result> _results = Channel.CreateUnbounded<Result>(new() { SingleReader = true });

    private Task _marking = Task.CompletedTask;
    private bool _moreToClaim;

    /// <summary>
    /// Subscribers without a queue, and until when they are left alone: not every event of theirs is to be tried for
    /// nothing.
    /// </summary>
    private readonly ConcurrentDictionary<string, Closed> _closed = new(StringComparer.Ordinal);

    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // It ends when there is nothing more to be marked, and not before.
        _marking = Loops.RunAsync("DispatcherMarks", MarkAsync, static _ => Task.CompletedTask, CancellationToken.None);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        await _slots.WaitAsync(stoppingToken);
        _slots.Release();
        var free = _slots.CurrentCount;
        signal.Reset();
        var streams = await store.ClaimAsync(_owner, Lease, free, ClosedSubscribers(), stoppingToken);
        foreach (var stream in streams)
        {
            await _slots.WaitAsync(CancellationToken.None);
            _ = PublishStreamAsync(stream, stoppingToken);
        }

        _moreToClaim = streams.Count >= free;
    }

    protected override Task RestAsync(CancellationToken stoppingToken) =>
        _moreToClaim ? Task.CompletedTask : signal.WaitAsync(Sweep, stoppingToken);

    /// <summary>What is being published is let finish, and marked.</summary>
    protected override async Task EndAsync()
    {
        for (var i = 0; i < MaxStreams; i++)
            await _slots.WaitAsync(CancellationToken.None);

        _results.Writer.Complete();
        await _marking;
        await ReleaseAsync();
    }

    /// <summary>Publishes a stream's deliveries in their order, up to the first that is not taken.</summary>
    private async Task PublishStreamAsync(List<Delivery> stream, CancellationToken stoppingToken)
    {
        List<long> sent = new(stream.Count);
        Undelivered? undelivered = null;
        try
        {
            var started = time.GetTimestamp();
            foreach (var delivery in stream)
            {
                if (
                    sent.Count > 0
                    && (stoppingToken.IsCancellationRequested || time.GetElapsedTime(started) > StreamBudget))
                    break;

                undelivered = await TryPublishAsync(delivery);
                if (undelivered is not null)
                    break;
                sent.Add(delivery.Id);
            }

            if (sent.Count > 0)
                _closed.TryRemove(stream[0].Subscriber, out _);
        }
        finally
        {
            _results.Writer.TryWrite(new(sent, undelivered));
            _slots.Release();
        }
    }

    /// <summary>Answers why it was not taken; null when it was.</summary>
    private async Task<Undelivered?> TryPublishAsync(Delivery delivery)
    {
        try
        {
            await PublishAsync(delivery);
            return null;
        }
        catch (Exception exception)
        {
            return NotDelivered(delivery, exception);
        }
    }

    private async Task PublishAsync(Delivery delivery)
    {
        using var activity = MessagingTelemetry.Start(
            "publish", ActivityKind.Producer, delivery.Message, delivery.TraceParent);
        activity?.SetTag("messaging.destination.name", Names.Queue(delivery.Subscriber));
        using var limit = new CancellationTokenSource(PublishTimeout, time);
        try
        {
            await publisher.PublishAsync(
                delivery with
                {
                    Message = delivery.Message with { TraceParent = activity?.Id ?? delivery.TraceParent },
                },
                limit.Token);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
    }

    private Undelivered NotDelivered(Delivery delivery, Exception exception)
    {
        var now = time.GetUtcNow();
        string reason;
        DateTimeOffset notBefore;
        if (exception is UnroutableException)
        {
            reason = exception.Message;
            var closed = _closed.AddOrUpdate(
                delivery.Subscriber,
                _ => new(1, now + Delay(1)),
                (_, last) => last.Until > now ? last : new(last.Times + 1, now + Delay(last.Times + 1)));
            notBefore = closed.Until;
            if (closed.Times == 1)
                Log.Unroutable(logger, delivery.Subscriber);
        }
        else
        {
            reason =
                exception is OperationCanceledException
                    ? $"The broker did not confirm within {PublishTimeout.TotalSeconds:0} s."
                    : exception.Message;
            notBefore = now + Delay(delivery.Attempts + 1);
            Log.NotDelivered(
                logger, delivery.Subscriber, delivery.Message.EventId, delivery.Message.Stream,
                delivery.Message.Sequence, delivery.Attempts + 1, reason);
        }

        telemetry.PublishFailed(delivery.Subscriber);
        return new(delivery.Id, reason, notBefore);
    }

    /// <summary>
    /// Twice as long each time, up to 10 s, give or take a fifth, so that streams do not all come back at once.
    /// </summary>
    private static TimeSpan Delay(int attempts)
    {
        var exact = Math.Min(
            LongestDelay.TotalMilliseconds, ShortestDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempts - 1, 10)));
        return TimeSpan.FromMilliseconds(exact * (0.8 + (0.4 * Random.Shared.NextDouble())));
    }

    private string[] ClosedSubscribers()
    {
        var now = time.GetUtcNow();
        return [.. _closed.Where(pair => pair.Value.Until > now).Select(pair => pair.Key)];
    }

    /// <summary>
    /// Writes down how publishing went: whatever is there goes into one statement. Where that fails the leases run out,
    /// everything is published again, and the inbox drops the copies.
    /// </summary>
    private async Task<bool> MarkAsync(CancellationToken cancellationToken)
    {
        if (!await _results.Reader.WaitToReadAsync(cancellationToken))
            return false;

        List<long> sent = [];
        List<Undelivered> undelivered = [];
        while (_results.Reader.TryRead(out var result))
        {
            sent.AddRange(result.Sent);
            if (result.Undelivered is { } missed)
                undelivered.Add(missed);
        }

        telemetry.Published(sent.Count);
        try
        {
            await store.MarkAsync(sent, undelivered, cancellationToken);
        }
        finally
        {
            // What was committed to these streams meanwhile could not be claimed until now.
            signal.Wake();
        }

        return true;
    }

    private async Task ReleaseAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            await store.ReleaseAsync(_owner, limit.Token);
        }
        catch (Exception exception)
        {
            Log.NotReleased(logger, Lease, exception);
        }
    }

    private sealed record Result(List<long> Sent, Undelivered? Undelivered);

    private sealed record Closed(int Times, DateTimeOffset Until);
}
