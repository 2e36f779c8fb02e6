using NodaTime;
using NodaTime.Text;
using Ops.Platform.Commands;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.WorkingTime;
using Ops.RecordsArchive.Contracts;
using Ops.ServiceDefaults;

namespace Ops.RecordsArchive.Handovers;

/// <summary>T-3, DOC-5.2.2: why a handover is due when it is, day by day, and what has happened to it, as steps that can be read out.</summary>
internal static class ExplainHandover
{
    public static void MapExplainHandover(this IEndpointRouteBuilder api) =>
        api.MapGet("handovers/{id:guid}/explanation", HandleAsync)
            .RequirePermission(RecordsArchivePermissions.ReadFiles)
            .WithSummary("Why it is due when it is, and what happened, step by step").Produces<IReadOnlyList<Step>>();

    /// <summary>A step of an explanation.</summary>
    /// <param name="At">When, with the site's offset.</param>
    /// <param name="Rule">The rule it follows from.</param>
    /// <param name="Text">What it says.</param>
    /// <param name="Evidence">The entry it rests on.</param>
    internal sealed record Step(OffsetDateTime At, string? Rule, string Text, string? Evidence);

    private static async Task<IResult> HandleAsync(
        Guid id, Actor actor, HandoverViews views, IWorkingCalendars calendars, IEventLog log, CancellationToken cancellationToken)
    {
        if (await views.FindAsync(id, actor, cancellationToken) is not { } handover)
            return HandoverViews.Unknown(id).ToProblem();

        var deadline = await views.DeadlineOfAsync(handover, cancellationToken);
        var view = HandoverViews.Show(handover, deadline);
        var zone = DateTimeZoneProviders.Tzdb[handover.TimeZone];
        List<Step> steps =
        [
            new(view.Since, "DOC-5.2.2", $"{handover.Consultant} had subscription {handover.AgreementNumber} for {handover.Unit} signed; {handover.OwedBy} owes its papers to {handover.OwedTo} within 5 working days.", $"event {handover.CauseEvent}"),
            new(view.Since, "T-3", $"The day of the signing is not counted. Counted: {Counted(calendars.Current, view.Since.Date, view.DueAt.Date)}.", null),
            new(view.DueAt, deadline.CalendarCertain ? "T-3" : "T-2", $"Due at {view.DueAt.TimeOfDay.ToString("HH:mm", null)} on {view.DueAt.Date.ToString("yyyy-MM-dd", null)}{(deadline.CalendarCertain ? "" : ", which is not certain: a year's calendar is missing")}.", null),
        ];
        steps.AddRange((await log.ReadAsync(handover.Stream, cancellationToken))
            .Select(e => new Step(e.At.InZone(zone).ToOffsetDateTime(), handover.Rule, Told(e.Type, handover), $"event {e.Id} by {e.By}")));
        return Results.Ok(steps);
    }

    /// <summary>The working days between, those that only a make-up day 调休 makes worked marked as such.</summary>
    [Rule("T-3")]
    internal static string Counted(WorkingCalendar calendar, LocalDate signed, LocalDate due)
    {
        var days = new List<string>();
        for (var day = signed.PlusDays(1); day <= due; day = day.PlusDays(1))
        {
            if (calendar.IsWorkingDay(day))
                days.Add(LocalDatePattern.Iso.Format(day) + (day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? " (make-up day 调休)" : ""));
        }

        return string.Join(", ", days);
    }

    private static string Told(string type, Handover handover) => type switch
    {
        nameof(HandoverOwed) => $"The archive heard of it and opened the obligation of {handover.OwedBy}.",
        nameof(HandoverOverdue) => "It fell due and nothing had been handed over: overdue.",
        nameof(HandoverMade) => $"{handover.OwedBy} handed the papers over.",
        nameof(HandoverAccepted) => $"{handover.OwedTo} accepted{(handover.Late is { } late ? $"; handed over {Spoken(late)} late" : ", in time")}.",
        nameof(HandoverRejected) => $"{handover.OwedTo} rejected.",
        _ => type,
    };

    private static string Spoken(Duration late) => late.Days > 0 ? $"{late.Days} d {late.Hours} h {late.Minutes} min" : $"{late.Hours} h {late.Minutes} min";
}
