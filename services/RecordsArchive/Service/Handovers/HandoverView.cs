using NodaTime;
using NodaTime.Text;
using Ops.Platform.Deadlines;
using Ops.SalesControl.Contracts;

namespace Ops.RecordsArchive.Handovers;

/// <summary>A handover as a caller sees it.</summary>
/// <param name="Id">The obligation.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Project">The project's code.</param>
/// <param name="FileId">The unit's file.</param>
/// <param name="State">owed, overdue, handedOver or accepted.</param>
/// <param name="OwedBy">The department that owes.</param>
/// <param name="OwedTo">The department it is owed to.</param>
/// <param name="Rule">The rule that obliges.</param>
/// <param name="Since">What it is counted from, with the site's offset.</param>
/// <param name="DueAt">Until when.</param>
/// <param name="CalendarCertain">
/// False while a year that was counted through has no calendar: the due time may still move.
/// </param>
/// <param name="OverdueSince">When it fell due without having been handed over.</param>
/// <param name="HandedOverAt">When the papers were handed over last.</param>
/// <param name="HandedOverBy">Who handed them over.</param>
/// <param name="Late">By how much the handing over missed the due time (ISO 8601); null when it was in time.</param>
/// <param name="AnsweredAt">When the receiver answered last.</param>
/// <param name="AnsweredBy">Who answered.</param>
/// <param name="RejectionReason">Why it was rejected last.</param>
/// <param name="Cause">What caused it, down to the subscription.</param>
/// <param name="Papers">The papers of every round.</param>
internal sealed record HandoverView(
    Guid Id,
    string Unit,
    string Project,
    Guid FileId,
    HandoverState State,
    string OwedBy,
    string OwedTo,
    string Rule,
    OffsetDateTime Since,
    OffsetDateTime DueAt,
    bool CalendarCertain,
    OffsetDateTime? OverdueSince,
    OffsetDateTime? HandedOverAt,
    string? HandedOverBy,
    string? Late,
    OffsetDateTime? AnsweredAt,
    string? AnsweredBy,
    string? RejectionReason,
    HandoverCause Cause,
    IReadOnlyList<PaperView> Papers)
{
    /// <summary>
    /// What the reader may do with it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static string PathOf(Guid id) => $"/api/archive/handovers/{id}";

    public static HandoverView Of(Handover h, Deadline deadline)
    {
        var zone = DateTimeZoneProviders.Tzdb[h.TimeZone];
        return new(
            h.Id, h.Unit, h.Project, h.FileId, h.State, h.OwedBy, h.OwedTo, h.Rule,
            At(h.Since), At(deadline.DueAt), deadline.CalendarCertain, AtOrNull(h.OverdueSince),
            AtOrNull(h.HandedOverAt), h.HandedOverBy, Iso(h.Late),
            AtOrNull(h.AnsweredAt), h.AnsweredBy, h.RejectionReason,
            new HandoverCause(
                nameof(SubscriptionSigned), h.CauseEvent, h.SubscriptionId,
                $"/api/sales/subscriptions/{h.SubscriptionId}", h.AgreementNumber, h.Consultant, At(h.Since),
                h.CauseTrace),
            [
                .. h.Items.OrderBy(i => i.Position)
                    .Select(i => new PaperView(i.Round, i.Kind, i.Title, i.Carrier, i.Pages)),
            ]);

        OffsetDateTime At(Instant instant) => instant.InZone(zone).ToOffsetDateTime();

        OffsetDateTime? AtOrNull(Instant? instant) => instant is { } value ? At(value) : null;
    }

    private static string? Iso(Duration? late) => late is { } length
        ? PeriodPattern.NormalizingIso.Format(Period.FromSeconds((long)length.TotalSeconds).Normalize())
        : null;
}

/// <summary>What caused a handover.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="EventId">The event.</param>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Subscription">Where it can be read.</param>
/// <param name="AgreementNumber">The number on the agreement.</param>
/// <param name="Consultant">Who had it signed.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="TraceId">The trace in which that happened.</param>
internal sealed record HandoverCause(
    string Event, Guid EventId, Guid SubscriptionId, string Subscription, string AgreementNumber, string Consultant,
    OffsetDateTime SignedAt, string? TraceId);

/// <summary>A paper of a handover.</summary>
internal sealed record PaperView(int Round, PaperKind Kind, string Title, Carrier Carrier, int Pages);
