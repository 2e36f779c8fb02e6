using System.Text.Json;
using Npgsql;

namespace Ops.Benchmarks.Raw;

/// <summary>
/// The statements of what happens to a thing, and of its effect, in tests/MessagingHost: read from the server's log.
/// </summary>
internal static class RawThing
{
    private const string Find = """
        SELECT t.id, t.version
        FROM host.things AS t
        WHERE t.id = $1
        LIMIT 2
        """;

    public static async Task<RawEvent> HappenAsync(NpgsqlConnection connection, int number, string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var happened = new RawEvent(
            Guid.CreateVersion7(now), "ThingSender", $"thing/{id}", "ThingHappened", now, "system:test",
            $$"""{"thingId":"{{id}}","number":{{number}},"text":"{{text}}"}""");
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.RunAsync(Statements.Of(Find, id));
        await connection.RunAsync(Statements.Of("INSERT INTO host.things (id, version) VALUES ($1, $2)", id, 1L));
        await connection.RunAsync(RawEvents.Insert(happened, "ThingTaker"));
        await transaction.CommitAsync();
        return happened;
    }

    public static async Task TakeAsync(NpgsqlConnection connection, JsonElement message)
    {
        var body = message.GetProperty("body");
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.RunAsync(RawEvents.Turn(message));
        await connection.RunAsync(Statements.Of(
            """
            INSERT INTO host.effects (event_id, number, text, thing_id, trace_id) VALUES ($1, $2, $3, $4, $5)
                RETURNING id
            """,
            message.GetProperty("eventId").GetGuid(), body.GetProperty("number").GetInt32(),
            body.GetProperty("text").GetString(), body.GetProperty("thingId").GetGuid(), RawEvents.Trace[3..35]));
        await connection.RunAsync(RawEvents.Handled(message, TimeProvider.System.GetUtcNow()));
        await transaction.CommitAsync();
    }
}
