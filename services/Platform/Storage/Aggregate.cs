using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Ops.Platform.Storage;

/// <summary>
/// A thing that changes as a whole under one row lock, and says what happened to it. Every change raises at least one
/// event, so that its version, the event log and the If-Match tag never disagree.
/// </summary>
public abstract class Aggregate
{
    private readonly List<RaisedEvent> _raised = [];

    /// <summary>The id, made by the service, never reused.</summary>
    public Guid Id { get; protected init; }

    /// <summary>
    /// How many events it has raised so far: the ETag of its representation, and the order of its events.
    /// </summary>
    public long Version { get; private set; }

    /// <summary>
    /// What it is called in the event log: <c>unit</c>, <c>handover</c>; with the id it names the stream.
    /// </summary>
    public abstract string StreamKind { get; }

    /// <summary>The name of the stream of its events, e.g. <c>unit/0192…</c>.</summary>
    public string Stream => $"{StreamKind}/{Id}";

    /// <summary>What it raised in this change and was not yet written.</summary>
    public IReadOnlyList<RaisedEvent> Raised => _raised;

    /// <summary>
    /// Says what happened. The event is written to the event log and to its subscribers' deliveries in the transaction
    /// of the change.
    /// </summary>
    /// <param name="event">A record of the service's Contracts, in the past tense.</param>
    /// <param name="at">Business time at which it took effect.</param>
    /// <param name="by">Who did it: a member of staff's id, or <c>system:…</c>.</param>
    protected void Raise(object @event, Instant at, string by) => _raised.Add(new(@event, at, by, ++Version));

    /// <summary>Notes an event that has had its effect (the pipeline of the departments).</summary>
    /// <param name="event">A record of the service, in the past tense.</param>
    /// <param name="at">Business time at which it took effect.</param>
    /// <param name="by">Who did it.</param>
    /// <param name="told">
    /// What other services are told of it: a record of the Contracts; null where it concerns nobody else.
    /// </param>
    internal void Note(object @event, Instant at, string by, object? told) =>
        _raised.Add(new(@event, at, by, ++Version) { Told = told, IsInside = true });

    /// <summary>Forgets what was raised; the outbox calls it when the rows are deferred.</summary>
    public void ClearRaised() => _raised.Clear();
}

/// <summary>An event as it was raised.</summary>
/// <param name="Event">The contract's record.</param>
/// <param name="At">Business time at which it took effect.</param>
/// <param name="By">Who did it.</param>
/// <param name="Version">The aggregate's version after it.</param>
public sealed record RaisedEvent(object Event, Instant At, string By, long Version)
{
    /// <summary>What other services are told instead: a record of the Contracts.</summary>
    public object? Told { get; init; }

    /// <summary>Whether the event is the service's own, so that only <see cref="Told"/> leaves it.</summary>
    public bool IsInside { get; init; }
}

/// <summary>How an aggregate is mapped.</summary>
public static class AggregateMapping
{
    /// <summary>
    /// Maps every aggregate of the model: its id is the service's to make, its version is the concurrency token, what
    /// it raised is not stored.
    /// </summary>
    public static void MapAggregates(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (
            var type in model
                .Model.GetEntityTypes()
                .Where(type => type.ClrType.IsSubclassOf(typeof(Aggregate)))
                .ToList())
        {
            var entity = model.Entity(type.ClrType);
            entity.Property(nameof(Aggregate.Id)).ValueGeneratedNever();
            entity.Property(nameof(Aggregate.Version)).IsConcurrencyToken();
            entity
                .Ignore(nameof(Aggregate.StreamKind))
                .Ignore(nameof(Aggregate.Stream))
                .Ignore(nameof(Aggregate.Raised));
        }
    }

    /// <summary>
    /// No row goes with another: what is there is deleted by whoever means it, and what refers to it forbids that.
    /// The parts of a thing are mapped with <c>HasMany</c> and <c>AutoInclude</c>: what is owned (<c>OwnsMany</c>) goes
    /// with its owner, and EF's snapshot of the model cannot say otherwise.
    /// </summary>
    public static void NeverCascade(this ModelBuilder model)
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var key in model.Model.GetEntityTypes().SelectMany(type => type.GetForeignKeys()))
            key.DeleteBehavior = DeleteBehavior.Restrict;
    }
}
