using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.WorkingTime;
using Ops.RecordsArchive.Files;
using Ops.RecordsArchive.Storage;
using Ops.SalesControl.Contracts;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// DOC-5.1.2 and DOC-5.2.2: when a customer signs a subscription, the unit's one file is there, and the project sales
/// team owes its material to the customer affairs group within five working days of the signing.
/// </summary>
internal sealed class OweHandover(RecordsArchiveDb db, Departments departments, IDeadlineBook deadlines, ITaskList tasks, IClock clock, TimeProvider time) : IHandle<SubscriptionSigned>
{
    /// <summary>How many working days the project sales team has.</summary>
    private const int WorkingDays = 5;

    /// <summary>Who opens files and obligations: nobody's hand.</summary>
    private const string By = "system:records-archive";

    [Rule("DOC-5.1.2")]
    [Rule("DOC-5.2.2")]
    [Rule("T-3")]
    [Rule("DOC-4")]
    public async Task HandleAsync(SubscriptionSigned message, EventContext context, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        // A subscription that is cancelled and signed again finds the file; the unique index decides between two that come at once.
        var file = await db.Files.SingleOrDefaultAsync(f => f.UnitId == message.UnitId, cancellationToken)
            ?? db.Files.Add(UnitFile.Open(NewId(), message, now, By)).Entity;
        var (owedBy, owedTo) = (await departments.WithAsync(Duty.SalesRecords, cancellationToken), await departments.WithAsync(Duty.SigningRecords, cancellationToken));
        var handover = db.Handovers.Add(Handover.Owe(NewId(), file, message, owedBy, owedTo, context.EventId, context.TraceId)).Entity;
        var deadline = deadlines.Set(TermsOf(handover));
        handover.Announce(deadline.DueAt, deadline.CalendarCertain, now, By);
        tasks.Ask(handover, deadline, now);
    }

    /// <summary>The deadline of a handover: from the signing, never from when the archive heard of it.</summary>
    public static DeadlineTerms TermsOf(Handover handover) => new(
        HandoverFallsDue.KindName, handover.DeadlineKey, handover.Rule, handover.Id, handover.Since,
        new Term.WorkingDays(WorkingDays, new SiteTime(handover.TimeZone, handover.CloseOfBusiness)), handover.OwedBy, handover.OwedTo)
    {
        Warnings = [new Warning.WorkingDaysBefore(1)],
        CauseEvent = handover.CauseEvent,
    };

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}
