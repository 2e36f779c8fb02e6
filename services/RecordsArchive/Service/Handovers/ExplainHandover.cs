using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.Platform.WorkingTime;
using Ops.RecordsArchive.Contracts;
using Ops.ServiceDefaults;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// T-3, DOC-5.2.2: why a handover is due when it is, day by day, and what has happened to it, as steps that can be read
/// out.
/// </summary>
internal static class ExplainHandover
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("handovers/{id:guid}/explanation", ExplainAsync)
            .RequirePermission(RecordsArchivePermissions.ReadFiles)
            .WithSummary("handover.explain.summary")
            .AnswersOutcome<IReadOnlyList<Step>>();

    /// <summary>A step of an explanation.</summary>
    /// <param name="At">When, with the site's offset.</param>
    /// <param name="Rule">The rule it follows from.</param>
    /// <param name="Text">What it says.</param>
    /// <param name="Evidence">The entry it rests on.</param>
    internal sealed record Step(OffsetDateTime At, string? Rule, string Text, string? Evidence);

    private static async Task<Outcome<IReadOnlyList<Step>>> ExplainAsync(
        HttpContext http, Actor actor, HandoverSource source, IWorkingCalendars calendars, IEventLog log,
        History history, ITexts texts, CancellationToken cancellationToken)
    {
        var found = await source.FindAsync(new Named(http.Request.RouteValues, actor), Access.Read, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;

        var (handover, deadline) = (found.Value.Handover, found.Value.Deadline);
        var view = HandoverView.Of(handover, deadline);
        var zone = DateTimeZoneProviders.Tzdb[handover.TimeZone];
        List<Step> steps =
        [
            new(view.Since, "DOC-5.2.2", texts.Render(Text.Of(
                "handover.step.signed", ("consultant", handover.Consultant), ("agreement", handover.AgreementNumber),
                ("unit", handover.Unit), ("owedBy", Text.NameOf("department", handover.OwedBy)),
                ("owedTo", Text.NameOf("department", handover.OwedTo)), ("days", OweHandover.WorkingDays))),
                $"event/{handover.CauseEvent}"),
            new(view.Since, "T-3", texts.Render(Text.Of(
                "handover.step.counted",
                ("days", Counted(calendars.Current, view.Since.Date, view.DueAt.Date)))), null),
            new(view.DueAt, deadline.CalendarCertain ? "T-3" : "T-2", texts.Render(DueText(view)), null),
        ];
        var logged = await log.ReadAsync(handover.Stream, cancellationToken);
        var told = await history.TellAsync(logged, zone, cancellationToken);
        steps.AddRange(told.Select(one => new Step(
            one.Event.At.InZone(zone).ToOffsetDateTime(), one.Rule, one.Sentence, $"event/{one.Event.Id}")));
        return steps;
    }

    private static Text DueText(HandoverView view) => view.CalendarCertain
        ? Text.Of("handover.step.due", ("dueAt", view.DueAt))
        : Text.Of("handover.step.due-uncertain", ("dueAt", view.DueAt));

    /// <summary>
    /// The working days between, as dates; those that only a make-up day 调休 makes worked as texts that say so.
    /// </summary>
    [Rule("T-3", "the days that were counted")]
    internal static IReadOnlyList<object> Counted(WorkingCalendar calendar, LocalDate signed, LocalDate due)
    {
        var days = new List<object>();
        for (var day = signed.PlusDays(1); day <= due; day = day.PlusDays(1))
        {
            if (!calendar.IsWorkingDay(day))
                continue;
            days.Add(day.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday
                ? Text.Of("handover.step.make-up-day", ("day", day))
                : day);
        }

        return days;
    }
}
