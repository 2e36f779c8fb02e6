using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime.Text;
using Npgsql;
using Ops.Platform.Messaging.Transport;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.Platform.Messaging.Inbox;

/// <summary>
/// Takes what the broker brings. Each event has its effect once, in its stream's order, in one transaction with the
/// note that it had; what came before its turn is parked, and what fails for good stops its own stream and no other.
/// </summary>
internal sealed partial class EventInbox(
    IServiceScopeFactory scopes, NpgsqlDataSource database, InboxStore store, MessagingBuilder subscriptions,
    MessagingTelemetry telemetry, TimeProvider time, ILogger<EventInbox> logger) : IDisposable
{
    /// <summary>
    /// The handlers that run at once; more are taken from the queue, so that a stream's long line does not hold up
    /// others.
    /// </summary>
    private const int MaxHandlers = 16;
    private const int Attempts = 4;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private readonly StreamLocks _locks = new();
    private readonly SemaphoreSlim _handlers = new(MaxHandlers);

    public void Dispose() => _handlers.Dispose();

    /// <summary>
    /// Returns when the message is settled: handled, parked, dropped or among the failed. While the database is away it
    /// waits.
    /// </summary>
    /// <param name="message">What came.</param>
    /// <param name="cancellationToken">
    /// The transport's: it no longer takes messages when it cancels this. Were a message handed back before, at the
    /// first sign of the service's end, the broker would bring it again at once, and again, until it gave it up.
    /// </param>
    /// <exception cref="OperationCanceledException">
    /// The transport has stopped; the broker brings the message to another replica, or again after the next start.
    /// </exception>
    public async Task ReceiveAsync(Envelope message, CancellationToken cancellationToken)
    {
        using var held = await _locks.EnterAsync(message.Producer, message.Stream, cancellationToken);
        if (await SettleAsync(message, cancellationToken))
            await GoOnAsync(message.Producer, message.Stream, cancellationToken);
    }

    /// <summary>
    /// The broker brought the message so often without an answer that it gave up: whoever took it died over it.
    /// </summary>
    public async Task DeadLetteredAsync(Envelope message, CancellationToken cancellationToken)
    {
        using var held = await _locks.EnterAsync(message.Producer, message.Stream, cancellationToken);
        using var activity = StartActivity(message);
        await FailAsync(message, Text.Of("message.delivered-too-often"), 0, null, cancellationToken);
    }

    /// <summary>What came is no envelope.</summary>
    public async Task UnreadableAsync(byte[] bytes, Text reason, CancellationToken cancellationToken)
    {
        Log.Unreadable(logger, bytes.Length, $"{reason}");
        await InsistAsync(async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await store.InsertFailedAsync(connection, bytes, null, reason, 1, cancellationToken);
        }, cancellationToken);
        telemetry.Failed(null);
    }

    /// <summary>Takes what is parked and has its turn, each in a change of its own.</summary>
    public async Task GoOnAsync(string producer, string stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            Envelope? next = null;
            await InsistAsync(
                async () => next = await InboxStore.NextParkedAsync(database, producer, stream, cancellationToken),
                cancellationToken);
            if (next is null || !await SettleAsync(next, cancellationToken))
                return;
        }
    }

    /// <summary>The same for whatever stream was left in the middle; the sweep calls it.</summary>
    public async Task GoOnWithAllAsync(CancellationToken cancellationToken)
    {
        foreach (var (producer, stream) in await InboxStore.StreamsToGoOnAsync(database, cancellationToken))
        {
            using var held = await _locks.EnterAsync(producer, stream, cancellationToken);
            await GoOnAsync(producer, stream, cancellationToken);
        }
    }

    /// <summary>Tries a failed message again, and then what waited behind it.</summary>
    public async Task<Refused?> ReplayAsync(Guid id, string by, CancellationToken cancellationToken)
    {
        var failed = await FindFailedAsync(id, cancellationToken);
        if (failed is null)
            return NoSuchFailure(id);

        Envelope message;
        try
        {
            message = Envelope.Parse(failed.Message);
        }
        catch (JsonException exception)
        {
            await store.FailedAgainAsync(database, id, Unreadable(exception), cancellationToken);
            return new Refused(null, Text.Of("message.still-unreadable", ("reason", exception.Message)));
        }

        using var held = await _locks.EnterAsync(message.Producer, message.Stream, cancellationToken);
        var outcome = await TryAgainAsync(id, message, by, cancellationToken);
        if (outcome is null)
            await GoOnAsync(message.Producer, message.Stream, cancellationToken);
        return outcome;
    }

    private async Task<Refused?> TryAgainAsync(
        Guid id, Envelope message, string by, CancellationToken cancellationToken)
    {
        using var activity = StartActivity(message);
        try
        {
            if (await TakeAsync(message, new Replay(id, by), cancellationToken) is null)
                return NoSuchFailure(id);
        }
        catch (Exception exception) when (!IsOfInfrastructure(exception, cancellationToken))
        {
            var reason = Reason(exception);
            await store.FailedAgainAsync(database, id, reason, cancellationToken);
            activity?.SetStatus(ActivityStatusCode.Error, $"{reason}");
            return new Refused(null, Text.Of("message.failed-again", ("reason", reason)));
        }

        return null;
    }

    /// <summary>Gives a failed message up, and goes on with what waited behind it.</summary>
    public async Task<Refused?> DiscardAsync(Guid id, string reason, string by, CancellationToken cancellationToken)
    {
        Envelope? message = null;
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var failed = await InboxStore.FindFailedAsync(connection, id, cancellationToken);
            if (failed is null)
                return NoSuchFailure(id);

            if (failed.Stream is not null)
            {
                message = Envelope.Parse(failed.Message);
                if (await InboxStore.UnblockAsync(connection, message, cancellationToken))
                    await InboxStore.TakeTurnAsync(connection, message, cancellationToken);
            }

            await using var batch = connection.CreateBatch();
            batch.BatchCommands.Add(store.Resolved(id, "discarded", by, reason));
            await batch.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        if (message is not null)
        {
            using var held = await _locks.EnterAsync(message.Producer, message.Stream, cancellationToken);
            await GoOnAsync(message.Producer, message.Stream, cancellationToken);
        }

        return null;
    }

    private static Refused NoSuchFailure(Guid id) => Refused.NotFound(Text.Of("message.not-failed", ("id", id)));

    // Of what one exception was thrown over another the innermost says what was wrong.
    private static Text Reason(Exception exception) => exception is CannotTakeException cannot
        ? cannot.Why
        : Text.Plain($"{exception.GetBaseException().GetType().Name}: {exception.GetBaseException().Message}");

    private static Text Unreadable(Exception exception) =>
        Text.Of("message.unreadable", ("reason", exception.Message));

    private static bool IsOfInfrastructure(Exception exception, CancellationToken cancellationToken) =>
        StorageFailures.IsUnavailable(exception)
        || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    private async Task<FailedMessage?> FindFailedAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await InboxStore.FindFailedAsync(connection, id, cancellationToken);
    }

    /// <summary>
    /// Settles one message, in one span however often it is tried. Answers whether parked ones may follow.
    /// </summary>
    private async Task<bool> SettleAsync(Envelope message, CancellationToken cancellationToken)
    {
        using var activity = StartActivity(message);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                TurnTaken? taken = null;
                await InsistAsync(
                    async () => taken = await TakeAsync(message, null, cancellationToken), cancellationToken,
                    everything: false);
                return taken is { Turn: not Turn.Ahead, Parked: > 0 };
            }
            catch (Exception exception)
                when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.AttemptFailed(
                    logger, message.Type, message.EventId, message.Producer, message.Stream, message.Sequence, attempt,
                    $"{Reason(exception)}");
                activity?.AddException(exception);
                if (attempt == Attempts || exception is CannotTakeException)
                {
                    activity?.SetStatus(ActivityStatusCode.Error, $"{Reason(exception)}");
                    await FailAsync(message, Reason(exception), attempt, exception, cancellationToken);
                    return false;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50 * Math.Pow(4, attempt - 1)), time, cancellationToken);
        }
    }

    /// <summary>One message, one change.</summary>
    /// <returns>Where it stood; null when it was to be replayed and no longer lies among the failed.</returns>
    private async Task<TurnTaken?> TakeAsync(Envelope message, Replay? replay, CancellationToken cancellationToken)
    {
        await _handlers.WaitAsync(cancellationToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            TurnTaken? taken = null;
            await change.RunAsync(async cancel =>
            {
                if (replay is not null
                    && (await InboxStore.FindFailedAsync(change.Connection, replay.Id, cancel) is null
                        || !await InboxStore.UnblockAsync(change.Connection, message, cancel)))
                    return false;

                var turn = await InboxStore.TakeTurnAsync(change.Connection, message, cancel);
                taken = turn;
                switch (turn.Turn)
                {
                    case Turn.Past:
                        return false;
                    case Turn.Ahead:
                        await store.ParkAsync(change.Connection, message, cancel);
                        return true;
                    default:
                        await HandleAsync(scope.ServiceProvider, message, cancel);
                        foreach (var command in store.Handled(message, turn))
                            change.Defer(command);

                        if (replay is not null)
                            change.Defer(store.Resolved(replay.Id, "replayed", replay.By, null));

                        return true;
                }
            }, cancellationToken);
            Count(message, taken);
            return taken;
        }
        finally
        {
            _handlers.Release();
        }
    }

    private async Task HandleAsync(IServiceProvider scope, Envelope message, CancellationToken cancellationToken)
    {
        if (!subscriptions.Subscriptions.TryGetValue((message.Producer, message.Type), out var subscription))
        {
            throw new CannotTakeException(
                Text.Of("message.not-handled", ("type", message.Type), ("producer", message.Producer)));
        }


        object body;
        EventContext context;
        try
        {
            body = subscription.Read(message.Body);
            context = new(
                message.EventId, message.Producer, message.Stream, message.Version, message.ReadAt(), message.By,
                MessagingTelemetry.TraceIdOf(message.TraceParent));
        }
        catch (Exception exception)
            when (exception is JsonException or NotSupportedException or UnparsableValueException)
        {
            throw new CannotTakeException(Unreadable(exception), exception);
        }

        await subscription.HandleAsync(scope, body, context, cancellationToken);
    }

    /// <summary>Puts it among the failed where its turn has come; otherwise does what is due instead.</summary>
    private async Task FailAsync(
        Envelope message, Text reason, int attempts, Exception? cause, CancellationToken cancellationToken)
    {
        TurnTaken? turn = null;
        await InsistAsync(async () =>
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            turn = await InboxStore.TakeTurnAsync(connection, message, cancellationToken);
            if (turn.Turn == Turn.Now)
                await store.FailAsync(connection, message, turn, reason, attempts, cancellationToken);
            else if (turn.Turn == Turn.Ahead)
                await store.ParkAsync(connection, message, cancellationToken);

            await transaction.CommitAsync(cancellationToken);
        }, cancellationToken);
        if (turn?.Turn == Turn.Now)
        {
            Log.Failed(
                logger, message.Type, message.EventId, message.Producer, message.Stream, message.Sequence, $"{reason}",
                cause);
            telemetry.Failed(message.Type);
        }
    }

    /// <summary>
    /// Waits and tries again for as long as the database is away; with <paramref name="everything"/>, whatever the
    /// cause.
    /// </summary>
    private async Task InsistAsync(Func<Task> action, CancellationToken cancellationToken, bool everything = true)
    {
        for (var attempt = 0; ; attempt++)
        {
            TimeSpan delay;
            try
            {
                await action();
                return;
            }
            catch (Exception exception)
                when (!cancellationToken.IsCancellationRequested
                    && (everything || StorageFailures.IsUnavailable(exception)))
            {
                delay = TimeSpan.FromMilliseconds(
                    Math.Min(LongestWait.TotalMilliseconds, 100 * Math.Pow(2, Math.Min(attempt, 10)))
                        * (0.8 + (0.4 * Random.Shared.NextDouble())));
                Log.Waiting(logger, delay, exception);
            }

            await Task.Delay(delay, time, cancellationToken);
        }
    }

    /// <summary>Goes on with the trace of the change that raised the event.</summary>
    private static Activity? StartActivity(Envelope message) =>
        MessagingTelemetry.Start("handle", ActivityKind.Consumer, message, message.TraceParent);

    private void Count(Envelope message, TurnTaken? taken)
    {
        switch (taken?.Turn)
        {
            case Turn.Now:
                telemetry.Handled(message.Type, time.GetUtcNow() - message.RecordedAt);
                Log.Handled(logger, message.Type, message.EventId, message.Producer, message.Stream, message.Sequence);
                break;
            case Turn.Ahead:
                telemetry.Parked();
                break;
            case Turn.Past:
                telemetry.Duplicate();
                break;
        }
    }

    private sealed record Replay(Guid Id, string By);

    /// <summary>Trying again is of no use: nobody handles it here, or its body is not what its type says.</summary>
    private sealed class CannotTakeException(Text why, Exception? cause = null) : Exception($"{why}", cause)
    {
        public Text Why => why;
    }
}
