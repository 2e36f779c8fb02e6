using System.Text.Json;

namespace Ops.Platform.Tests.Messaging;

/// <summary>Messages as they go over the wire.</summary>
internal static class Messages
{
    /// <summary>An event id that depends on nothing but the thing and the sequence.</summary>
    public static Guid EventId(Guid thing, int sequence)
    {
        var bytes = thing.ToByteArray();
        bytes[^1] = (byte)sequence;
        bytes[^2] ^= 0x55;
        return new(bytes);
    }

    public static string Happened(
        Guid thing, int sequence, string text = "", string type = "ThingHappened",
        object? body = null) =>
        JsonSerializer.Serialize(
            new
            {
                eventId = EventId(thing, sequence),
                producer = "ThingSender",
                stream = $"thing/{thing}",
                sequence,
                version = sequence,
                type,
                at = "2026-09-29T01:00:00Z",
                by = "system:test",
                recordedAt = TimeProvider.System.GetUtcNow(),
                body = body
                    ?? new
                    {
                        thingId = thing,
                        number = sequence,
                        text,
                    },
            });
}
