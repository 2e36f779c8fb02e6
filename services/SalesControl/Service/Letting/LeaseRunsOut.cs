using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Letting;

/// <summary>
/// DOC-5.6.1: what follows from a letting: the commercial group is told a month before a lease runs out, and on its last day; the lease itself ends when somebody says so, because a tenant may stay.
/// </summary>
internal sealed class WhatFollowsALetting(IDeadlineBook deadlines, ITaskList tasks) : IFollow
{
    public const string Kind = "lease-runs-out";

    private const string Commercial = "commercial-group";

    [Rule("DOC-5.6.1")]
    public void Of(Unit unit)
    {
        foreach (var raised in unit.Raised)
        {
            switch (raised.Event)
            {
                case LeaseSigned e:
                    RunsOut(unit, e.LeaseId, raised.At, EndOf(e.TimeZone, e.To) - raised.At);
                    break;
                case LeaseRenewed e:
                    deadlines.Cancel(KeyOf(e.LeaseId), raised.At);
                    RunsOut(unit, e.LeaseId, raised.At, EndOf(e.TimeZone, e.To) - raised.At);
                    break;
                case LeaseEnded e:
                    deadlines.Meet(KeyOf(e.LeaseId), raised.At);
                    tasks.Done(TaskKeyOf(e.LeaseId), raised.At, raised.By);
                    break;
                case LeasePassed e:
                    tasks.Add(new NewTask($"passed/{e.LeaseId}/{e.To}", Addressee.ForPerson(e.To), unit.Project, $"The letting of {unit.Code} is yours now", "CS-7", $"/api/sales/leases/{e.LeaseId}", raised.At));
                    break;
            }
        }
    }

    public static string KeyOf(Guid lease) => $"{Kind}/{lease}";

    public static string TaskKeyOf(Guid lease) => $"lease-over/{lease}";

    private void RunsOut(Unit unit, Guid lease, Instant since, Duration length)
    {
        // A lease that was signed after its last day has nothing to run out.
        if (length <= Duration.Zero)
            return;
        var month = Duration.FromDays(30);
        deadlines.Set(new DeadlineTerms(Kind, KeyOf(lease), "DOC-5.6.1", unit.Id, since, new Term.Elapsed(length), Commercial, Commercial)
        {
            Warnings = length > month ? [new Warning.Before(month)] : [],
        });
    }

    /// <summary>The end of a lease's last day, on the site's clocks.</summary>
    private static Instant EndOf(string timeZone, LocalDate last) => DateTimeZoneProviders.Tzdb[timeZone].AtStartOfDay(last.PlusDays(1)).ToInstant();
}

/// <summary>DOC-5.6.1: a lease is about to run out, or has: the commercial group renews it or ends it.</summary>
internal sealed class LeaseRunsOut(UnitDesk desk, ITaskList tasks) : IDeadlineHandler
{
    private Unit? _unit;

    public string Kind => WhatFollowsALetting.Kind;

    public async Task LockAsync(Deadline deadline, CancellationToken cancellationToken) => _unit = await desk.LockAsync(deadline.Subject, cancellationToken, UnitParts.Lease);

    [Rule("DOC-5.6.1")]
    public Task FireAsync(Firing firing, CancellationToken cancellationToken)
    {
        if (_unit!.Lease is not { } lease || WhatFollowsALetting.KeyOf(lease.Id) != firing.Deadline.Key)
            return Task.CompletedTask;
        var over = firing.Mark != Mark.Warning;
        tasks.Add(new NewTask(
            over ? WhatFollowsALetting.TaskKeyOf(lease.Id) : $"lease-ends/{lease.Id}/{firing.At}",
            Addressee.ForPermission(SalesControlPermissions.ManageLeases),
            _unit.Project,
            over ? $"The lease of {_unit.Code} is over: renew it or end it" : $"The lease of {_unit.Code} runs out in a month", "DOC-5.6.1", lease.Path, firing.At)
        {
            MustBeDone = over,
            DueAt = firing.Deadline.DueAt,
        });
        return Task.CompletedTask;
    }
}
