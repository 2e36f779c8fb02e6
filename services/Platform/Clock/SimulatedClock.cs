using System.Data;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Platform.Clock;

/// <summary>
/// Real time plus an offset that only grows, kept in the service's database, taken over by every replica at once and
/// after a restart. Exists in Development and Training only.
/// </summary>
public sealed partial class SimulatedClock(
    NpgsqlDataSource database, TimeProvider time, Loops loops, ILogger<SimulatedClock> logger)
    : BackgroundLoop(loops, every: TimeSpan.FromSeconds(1)), IClock
{
    private const string Channel = "ops_clock";

    /// <summary>How long a replica that gives no sign is waited for.</summary>
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(4);

    private readonly Guid _instance = Guid.CreateVersion7(time.GetUtcNow());
    private readonly Lock _lock = new();
    private long? _offsetMicroseconds;

    /// <summary>Is told when another replica moves the clock.</summary>
    private NpgsqlConnection? _listening;

    /// <summary>
    /// Raised after the offset has changed in this replica, so that whoever sleeps until an instant looks again.
    /// </summary>
    public event Action? Moved;

    /// <summary>The offset now in force in this replica; null until the database has been read.</summary>
    public Duration? Offset
    {
        get
        {
            lock (_lock)
                return _offsetMicroseconds is { } offset ? Duration.FromTicks(offset * 10) : null;
        }
    }

    /// <inheritdoc />
    /// <exception cref="UnavailableException">
    /// The offset has not been read yet: the database is away since the start.
    /// </exception>
    [Rule("T-8", "the simulated time")]
    public Instant GetCurrentInstant() =>
        Offset is { } offset
            ? Microseconds.Cut(Instant.FromDateTimeOffset(time.GetUtcNow()) + offset)
            : throw new UnavailableException("The simulated clock's offset has not been read yet.");

    /// <summary>
    /// Moves to <paramref name="to"/> and answers when every live replica of this service has taken it over.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="to"/> lies before the clock's present: it never goes back.
    /// </exception>
    [Rule("T-8", "the simulated time goes forward only")]
    public async Task MoveToAsync(Instant to, CancellationToken cancellationToken)
    {
        var real = Instant.FromDateTimeOffset(time.GetUtcNow());
        if (to < GetCurrentInstant())
            throw new ArgumentOutOfRangeException(nameof(to), to, "The clock does not go back.");

        // Rounded up: after the move the instant asked for has come.
        var offset = ((to - real).BclCompatibleTicks / 10) + 1;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using (
            var move = new NpgsqlCommand(
                "UPDATE clock.simulated SET offset_us = GREATEST(offset_us, $1) RETURNING offset_us", connection)
            {
                Parameters = { new() { Value = offset } },
            })
            offset = (long)(await move.ExecuteScalarAsync(cancellationToken))!;
        TakeOver(offset);
        await using (var notify = new NpgsqlCommand($"NOTIFY {Channel}", connection))
            await notify.ExecuteNonQueryAsync(cancellationToken);
        while (await BehindAsync(connection, offset, cancellationToken) > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellationToken);
    }

    /// <summary>How many replicas of this service are alive.</summary>
    public async Task<long> CountReplicasAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT count(*) FROM clock.replicas WHERE seen_at > clock_timestamp() - $1");
        command.Parameters.Add(new() { Value = Alive });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Before the first request is taken, where the database is there; otherwise the loop goes on trying and
            // /health says so.
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await ReadAsync(connection, cancellationToken);
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            LogAway(failure.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        if (_listening?.State is not ConnectionState.Open)
            await ListenAsync(stoppingToken);
        await ReadAsync(_listening!, stoppingToken);
    }

    /// <inheritdoc />
    protected override Task RestAsync(CancellationToken stoppingToken) =>
        _listening!.WaitAsync(TimeSpan.FromSeconds(1), stoppingToken);

    /// <summary>A replica that ends says so, and is not waited for.</summary>
    protected override async Task EndAsync()
    {
        if (_listening is null)
            return;

        try
        {
            await using var leave = database.CreateCommand("DELETE FROM clock.replicas WHERE instance = $1");
            leave.Parameters.Add(new() { Value = _instance });
            await leave.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception failure) when (StorageFailures.IsUnavailable(failure))
        {
            LogAway(failure.Message);
        }

        await _listening.DisposeAsync();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        if (_listening is not null)
            await _listening.DisposeAsync();
        _listening = null;
        var connection = await database.OpenSessionAsync(cancellationToken);
        try
        {
            await using var listen = new NpgsqlCommand($"LISTEN {Channel}", connection);
            await listen.ExecuteNonQueryAsync(cancellationToken);
            _listening = connection;
        }
        finally
        {
            if (_listening is null)
                await connection.DisposeAsync();
        }
    }

    /// <summary>Takes the database's offset over and says that it has.</summary>
    private async Task ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using (var read = new NpgsqlCommand("SELECT offset_us FROM clock.simulated", connection))
            TakeOver((long)(await read.ExecuteScalarAsync(cancellationToken))!);
        await using var here = new NpgsqlCommand(
            """
            INSERT INTO clock.replicas (instance, offset_us) VALUES ($1, $2) ON CONFLICT (instance) DO UPDATE
                SET offset_us = EXCLUDED.offset_us, seen_at = clock_timestamp()
            """,
            connection)
        {
            Parameters = { new() { Value = _instance }, new() { Value = _offsetMicroseconds!.Value } },
        };
        await here.ExecuteNonQueryAsync(cancellationToken);
    }

    private void TakeOver(long offset)
    {
        lock (_lock)
        {
            if (_offsetMicroseconds >= offset)
                return;
            _offsetMicroseconds = offset;
        }

        Moved?.Invoke();
    }

    private async Task<long> BehindAsync(NpgsqlConnection connection, long offset, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*) FROM clock.replicas WHERE offset_us < $1 AND instance <> $2
                AND seen_at > clock_timestamp() - $3
            """,
            connection)
        {
            Parameters = { new() { Value = offset }, new() { Value = _instance }, new() { Value = Alive } },
        };
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The simulated clock cannot reach its database: {Reason}")]
    private partial void LogAway(string reason);
}

/// <summary>A replica that does not know the time yet is not ready.</summary>
internal sealed class SimulatedClockHealth(SimulatedClock clock) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default) =>
        Task.FromResult(
            clock.Offset is null
                ? HealthCheckResult.Unhealthy("The simulated clock's offset has not been read yet.")
                : HealthCheckResult.Healthy());
}
