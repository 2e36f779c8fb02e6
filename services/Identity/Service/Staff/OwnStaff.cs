using System.Collections.Concurrent;
using System.Security.Claims;
using NodaTime;
using Npgsql;
using Ops.Identity.Organisation;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>
/// CS-7: Identity refuses the tokens of whoever is suspended or has left as the departments do: asked at every request, it answers from memory. The replica that
/// made the change knows at its commit, the others within a glance; a last day that is over needs neither.
/// </summary>
internal sealed partial class OwnStaff(NpgsqlDataSource database, IClock clock, TimeProvider time, ILogger<OwnStaff> logger) : BackgroundService, ITokenCheck
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Standing> _limited = new(StringComparer.Ordinal);

    /// <summary>Changes that this replica made itself, so that a glance begun before a commit does not undo it.</summary>
    private long _changes;
    private volatile bool _read;

    /// <summary>Whether it was read: before that nobody's token can be judged.</summary>
    public bool Ready => _read;

    [Rule("CS-7")]
    public string? Refuses(ClaimsPrincipal holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return holder.FindFirstValue("sub") is { } number && _limited.TryGetValue(number, out var standing) && !standing.MayAct(clock.GetCurrentInstant()) ? $"{number} may not act" : null;
    }

    /// <summary>What this replica has just committed.</summary>
    public void Note(StaffMember staff)
    {
        Interlocked.Increment(ref _changes);
        Put(staff.Number, new(staff.SuspendedFor is not null, staff.LeavesOn));
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
        var now = new Dictionary<string, Standing>(StringComparer.Ordinal);
        await using (var command = database.CreateCommand("SELECT number, suspended_for IS NOT NULL, leaves_on FROM staff WHERE suspended_for IS NOT NULL OR leaves_on IS NOT NULL"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                now.Add(reader.GetString(0), new(reader.GetBoolean(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetFieldValue<LocalDate>(2)));
        }

        if (Interlocked.Read(ref _changes) != before)
            return;
        foreach (var (number, standing) in now)
            _limited[number] = standing;
        foreach (var number in _limited.Keys.Where(number => !now.ContainsKey(number)))
            _limited.TryRemove(number, out _);
        _read = true;
    }

    private void Put(string number, Standing standing)
    {
        if (standing == Standing.Unlimited)
            _limited.TryRemove(number, out _);
        else
            _limited[number] = standing;
    }

    /// <summary>What limits somebody's right to act.</summary>
    private sealed record Standing(bool Suspended, LocalDate? LeavesOn)
    {
        public static readonly Standing Unlimited = new(Suspended: false, LeavesOn: null);

        public bool MayAct(Instant now) => !Suspended && (LeavesOn is not { } last || now < CompanyTime.BeginOf(last.PlusDays(1)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Who may not act could not be read; what was read before still counts: {Reason}")]
    private partial void LogNotRead(string reason);
}
