using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Client;

/// <summary>
/// Who may not act, in memory: asked at every request. The replica that took the event knows at its commit, the others within a glance. Where no event comes, a token's
/// own five minutes end it.
/// </summary>
internal sealed partial class BarredStaff(NpgsqlDataSource database, TimeProvider time, ILogger<BarredStaff> logger) : BackgroundService, ITokenCheck, IStaffStanding
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, string> _barred = new(StringComparer.Ordinal);

    /// <summary>Changes that this replica made itself, so that a glance begun before a commit does not undo it.</summary>
    private long _changes;

    [Rule("CS-7")]
    public string? Refuses(ClaimsPrincipal holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return holder.FindFirstValue("sub") is { } number && _barred.TryGetValue(number, out var reason) ? reason : null;
    }

    public string? BarredBecause(string staff) => _barred.GetValueOrDefault(staff);

    public void Bar(string staff, string reason)
    {
        Interlocked.Increment(ref _changes);
        _barred[staff] = reason;
    }

    public void Admit(string staff)
    {
        Interlocked.Increment(ref _changes);
        _barred.TryRemove(staff, out _);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Glance, time);
        do
        {
            try
            {
                await GlanceAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                LogNotRead(failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task GlanceAsync(CancellationToken cancellationToken)
    {
        var before = Interlocked.Read(ref _changes);
        var now = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var command = database.CreateCommand("SELECT number, barred FROM staff.members WHERE barred IS NOT NULL"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                now.Add(reader.GetString(0), reader.GetString(1));
        }

        if (Interlocked.Read(ref _changes) != before)
            return;
        foreach (var (staff, reason) in now)
            _barred[staff] = reason;
        foreach (var staff in _barred.Keys.Where(staff => !now.ContainsKey(staff)))
            _barred.TryRemove(staff, out _);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Who may not act could not be read; what was read before still counts: {Reason}")]
    private partial void LogNotRead(string reason);
}
