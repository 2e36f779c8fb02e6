using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Ops.Platform.Messaging.Transport;

/// <summary>
/// What goes over the wire: an event, and its place among those that this subscriber gets of its stream.
/// </summary>
internal sealed record Envelope
{
    public required Guid EventId { get; init; }

    public required string Producer { get; init; }

    public required string Stream { get; init; }

    /// <summary>Dense for the stream and the subscriber: 1, 2, 3 …</summary>
    public required long Sequence { get; init; }

    /// <summary>The aggregate's version after the event.</summary>
    public required long Version { get; init; }

    /// <summary>The contract's name without its namespace.</summary>
    public required string Type { get; init; }

    /// <summary>Business time, ISO 8601.</summary>
    public required string At { get; init; }

    public required string By { get; init; }

    /// <summary>Machine time at which the event was written down.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>W3C trace context of the publishing, within the trace of the change.</summary>
    public string? TraceParent { get; init; }

    public required JsonElement Body { get; init; }

    public static string WriteAt(Instant at) => InstantPattern.ExtendedIso.Format(at);

    /// <exception cref="UnparsableValueException">It is not an instant.</exception>
    public Instant ReadAt() => InstantPattern.ExtendedIso.Parse(At).Value;

    /// <exception cref="JsonException">It is not an envelope.</exception>
    public static Envelope Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<Envelope>(json, MessagingJson.Options)
        ?? throw new JsonException("The message is null.");

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, MessagingJson.Options);
}
