using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Ops.RecordsArchive.Duties;
using Ops.RecordsArchive.Files;
using Ops.RecordsArchive.Storage;
using Ops.SalesControl.Contracts;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// DOC-5.1.2 and DOC-5.2.2: when a customer signs a subscription, the unit's one file is there, and the project sales
/// team owes its material to the customer affairs group within five working days of the signing.
/// </summary>
internal sealed class OweHandover(
    RecordsArchiveDb db, Departments departments, IDeadlineBook deadlines, Pipeline pipeline, IClock clock,
    TimeProvider time) : IHandle<SubscriptionSigned>
{
    /// <summary>How many working days the project sales team has.</summary>
    public const int WorkingDays = 5;

    /// <summary>Who opens files and obligations: nobody's hand.</summary>
    private const string By = "system:records-archive";

    /// <summary>
    /// Owes it: within <see cref="WorkingDays"/> of the signing, however late the archive hears of that (T-3).
    /// </summary>
    [Rule("DOC-5.2.2", "a handover within 5 working days of a subscription")]
    public async Task HandleAsync(SubscriptionSigned message, EventContext context, CancellationToken cancellationToken)
    {
        var when = new Occurrence(clock.GetCurrentInstant(), By);
        var file = await FileOfAsync(message, when, cancellationToken);
        // DOC-4: the department with the one's duty owes the department with the other's.
        var owedBy = await departments.WithAsync(Duty.SalesRecords, cancellationToken);
        var owedTo = await departments.WithAsync(Duty.SigningRecords, cancellationToken);
        var site = new SiteTime(message.TimeZone, message.CloseOfBusiness);
        var handover = db.Handovers.Add(new Handover(NewId())).Entity;
        var deadline = deadlines.Set(TermsOf(handover.Id, message.SignedAt, site, owedBy, owedTo, context.EventId));
        var owed = new HandoverOwed(
            handover.Id, file.Id, file.Project, file.Unit, owedBy, owedTo, "DOC-5.2.2", deadline.DueAt,
            deadline.CalendarCertain, message.SignedAt, site, new CausingEvent(context.EventId, context.TraceId),
            new CausingSale(message.SubscriptionId, message.AgreementNumber, message.Consultant));
        var archiveOwner = await departments.WithAsync(Duty.ArchiveOwner, cancellationToken);
        pipeline.Apply(new OwedHandover(handover, deadline, archiveOwner), owed, when);
        await pipeline.ReactAsync(cancellationToken);
    }

    /// <summary>The deadline of a handover: from the signing, never from when the archive heard of it (T-3).</summary>
    public static DeadlineTerms TermsOf(
        Guid handover, Instant since, SiteTime site, string owedBy, string owedTo, Guid cause)
    {
        var term = new Term.WorkingDays(WorkingDays, site);
        return new(
            HandoverFallsDue.KindName, Handover.DeadlineKeyOf(handover), "DOC-5.2.2", handover, since, term,
            owedBy, owedTo)
        {
            Warnings = [new Warning.WorkingDaysBefore(1)],
            CauseEvent = cause,
        };
    }

    /// <summary>
    /// The unit's one file. A subscription that is cancelled and signed again finds it; the unique index decides
    /// between two that come at once.
    /// </summary>
    [Rule("DOC-5.1.2", "one file a unit")]
    private async Task<UnitFile> FileOfAsync(
        SubscriptionSigned signed, Occurrence when, CancellationToken cancellationToken)
    {
        if (await db.Files.SingleOrDefaultAsync(f => f.UnitId == signed.UnitId, cancellationToken) is { } there)
            return there;
        var file = db.Files.Add(new UnitFile(NewId())).Entity;
        // The unit's code is its building, entrance and room, and one alone in its project, however these are called.
        var number = $"{signed.ProjectName}-{signed.Unit}";
        if (await db.Files.AnyAsync(f => f.Number == number, cancellationToken))
            number = $"{signed.ProjectName}({signed.Project})-{signed.Unit}";
        pipeline.Apply(file, new UnitFileOpened(file.Id, number, signed.UnitId, signed.Project, signed.Unit), when);
        return file;
    }

    private Guid NewId() => Guid.CreateVersion7(time.GetUtcNow());
}

/// <summary>A department owes another a handover 移交 (DOC-5.2.2).</summary>
[HappensUnder("DOC-5.2.2")]
internal sealed record HandoverOwed(
    Guid HandoverId,
    Guid FileId,
    string Project,
    string Unit,
    string OwedBy,
    string OwedTo,
    string Rule,
    Instant DueAt,
    bool CalendarCertain,
    Instant Since,
    SiteTime Site,
    CausingEvent Cause,
    CausingSale Sale) : IEvent<OwedHandover>
{
    public void Apply(OwedHandover state, Occurrence when)
    {
        var h = state.Handover;
        (h.FileId, h.Project, h.Unit, h.OwedBy, h.OwedTo, h.Rule) = (FileId, Project, Unit, OwedBy, OwedTo, Rule);
        (h.Since, h.TimeZone, h.CloseOfBusiness) = (Since, Site.Zone, Site.CloseOfBusiness);
        (h.CauseEvent, h.CauseTrace) = (Cause.EventId, Cause.TraceId);
        (h.SubscriptionId, h.AgreementNumber) = (Sale.SubscriptionId, Sale.AgreementNumber);
        h.Consultant = Sale.Consultant;
        h.State = HandoverState.Owed;
    }

    public void React(OwedHandover state, Occurrence when, Reactions follow) =>
        follow.Tasks.AskForPapers(state, when.At);
}

/// <summary>The event that caused an obligation, and its trace.</summary>
internal sealed record CausingEvent(Guid EventId, string? TraceId);

/// <summary>The sale that an obligation is about.</summary>
internal sealed record CausingSale(Guid SubscriptionId, string AgreementNumber, string Consultant);
