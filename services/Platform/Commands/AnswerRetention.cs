using Npgsql;
using Ops.ServiceDefaults;

namespace Ops.Platform.Commands;

/// <summary>Drops the answers kept under an Idempotency-Key after 30 days of machine time.</summary>
internal sealed class AnswerRetention(NpgsqlDataSource database, Loops loops, TimeProvider time)
    : BackgroundLoop(loops, every: TimeSpan.FromHours(1))
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        await using var drop = database.CreateCommand("DELETE FROM commands.answers WHERE answered_at < $1");
        drop.Parameters.Add(new() { Value = time.GetUtcNow() - Kept });
        await drop.ExecuteNonQueryAsync(stoppingToken);
    }
}
