using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ops.Platform.Commands;

/// <summary>Drops the answers kept under an Idempotency-Key after 30 days of machine time.</summary>
internal sealed partial class AnswerRetention(NpgsqlDataSource database, TimeProvider time, ILogger<AnswerRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30), Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var drop = database.CreateCommand("DELETE FROM commands.answers WHERE answered_at < $1");
                drop.Parameters.Add(new() { Value = time.GetUtcNow() - Kept });
                await drop.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogNotDropped(failure.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old answers were not dropped: {Reason}")]
    private partial void LogNotDropped(string reason);
}
