using Npgsql;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Storage;

namespace Ops.Platform.Registers;

/// <summary>Keeps the heads that other services tell of (T-6): added to, and nothing else.</summary>
internal sealed class KeptHeads(UnitOfWork change) : IHandle<RegisterHeadNoted>
{
    [Rule("T-6", "another service's head is kept")]
    public async Task HandleAsync(RegisterHeadNoted message, EventContext context, CancellationToken cancellationToken)
    {
        await using var keep = change.CreateCommand(
            """
            INSERT INTO registers.kept_heads (service, register, site, day, sequence, hash, event)
                VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
            """,
            [
                .. Day(message, context),
                new() { Value = message.Sequence },
                new() { Value = message.Hash },
                new() { Value = context.EventId },
            ]);
        if (await keep.ExecuteNonQueryAsync(cancellationToken) == 1)
            return;

        // A service whose database was set back tells a day a second time. Told alike it is no news; told otherwise it
        // lies among the failed messages, where somebody has to look at it.
        await using var kept = change.CreateCommand(
            """
            SELECT sequence || ' ' || hash FROM registers.kept_heads WHERE service = $1 AND register = $2
                AND site = $3 AND day = $4
            """,
            Day(message, context));
        if (await kept.ExecuteScalarAsync(cancellationToken) is not string head
            || head != $"{message.Sequence} {message.Hash}")
        {
            throw new InvalidOperationException(
                $"{context.Producer} tells another head of {message.Register}/{message.Site} for " +
                $"{message.Day:uuuu-MM-dd} than is kept: its chain was rewritten, or its database was set back.");
        }

    }

    private static NpgsqlParameter[] Day(RegisterHeadNoted message, EventContext context) =>
        [
            new() { Value = context.Producer },
            new() { Value = message.Register },
            new() { Value = message.Site },
            new() { Value = message.Day },
        ];
}
