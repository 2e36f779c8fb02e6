using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Npgsql;

namespace Ops.Benchmarks.Raw;

/// <summary>
/// What the outbox and the inbox do, without them: the change in a transaction, a confirmed publish, the delivery
/// marked (many in a statement, without waiting for the disk), and at the other end the effect in a transaction. It
/// knows what it has committed, so it claims nothing; it keeps no order, retries nothing, and loses what it had in hand
/// when it dies.
/// </summary>
internal sealed class RawLoop : IAsyncDisposable
{
    private readonly NpgsqlConnection[] _changes;
    private readonly NpgsqlConnection _marks;
    private readonly BlockingCollection<NpgsqlConnection> _effects;
    private readonly Channel<Guid> _published = Channel.CreateUnbounded<Guid>(new() { SingleReader = true });
    private readonly Task _marking;
    private RawBroker? _broker;

    private RawLoop(NpgsqlConnection[] changes, NpgsqlConnection marks, NpgsqlConnection[] effects)
    {
        (_changes, _marks, _effects) = (changes, marks, new(new ConcurrentQueue<NpgsqlConnection>(effects)));
        _marking = MarkAsync();
    }

    /// <param name="sender">The database of the changes.</param>
    /// <param name="taker">The database of the effects.</param>
    /// <param name="broker">A virtual host.</param>
    /// <param name="callers">How many change at once, each on a connection.</param>
    /// <param name="effect">Takes a message's effect.</param>
    public static async Task<RawLoop> StartAsync(
        Database sender, Database taker, string broker, int callers, Func<NpgsqlConnection, JsonElement, Task> effect)
    {
        var loop = new RawLoop(
            await sender.ConnectAsync(callers), (await sender.ConnectAsync(1))[0],
            await taker.ConnectAsync(RawBroker.Handlers));
        loop._broker = await RawBroker.StartAsync(broker, async message =>
        {
            // There are as many as handlers: this one never waits.
            var connection = loop._effects.Take();
            await effect(connection, message);
            loop._effects.Add(connection);
        });
        return loop;
    }

    /// <summary>One change on a caller's connection, and what follows it.</summary>
    public async Task ChangeAsync(int caller, Func<NpgsqlConnection, Task<RawEvent>> change)
    {
        var raised = await change(_changes[caller]);
        await _broker!.PublishAsync(raised.ToMessage());
        _published.Writer.TryWrite(raised.Id);
    }

    public async ValueTask DisposeAsync()
    {
        _published.Writer.Complete();
        await _marking;
        if (_broker is not null)
            await _broker.DisposeAsync();
        foreach (var connection in (IEnumerable<NpgsqlConnection>)[.. _changes, .. _effects, _marks])
            await connection.DisposeAsync();
        _effects.Dispose();
    }

    private async Task MarkAsync()
    {
        List<Guid> published = [];
        while (await _published.Reader.WaitToReadAsync())
        {
            published.Clear();
            while (_published.Reader.TryRead(out var id))
                published.Add(id);
            await _marks.RunAsync(
                RawEvents.WithoutDisk(), RawEvents.MarkSent([.. published], TimeProvider.System.GetUtcNow()));
        }
    }
}

/// <summary>An event as it was written down.</summary>
internal sealed record RawEvent(
    Guid Id, string Producer, string Stream, string Type, DateTimeOffset At, string By, string Body)
{
    /// <summary>What goes over the wire, with all that an envelope of the platform has.</summary>
    public byte[] ToMessage() => System.Text.Encoding.UTF8.GetBytes(
        $$"""
        {"eventId":"{{Id}}","producer":"{{Producer}}","stream":"{{Stream}}","sequence":1,"version":1,"type":"{{Type}}",
        "at":"{{At:O}}","by":"{{By}}","recordedAt":"{{At:O}}","traceParent":"{{RawEvents.Trace}}","body":{{Body}}}
        """);
}
