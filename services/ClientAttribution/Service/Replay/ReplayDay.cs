using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Hotline;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Replay;

/// <summary>REC-1.1: a desk's day played again from its events, and told as it went.</summary>
internal static class ReplayDay
{
    private static readonly JsonSerializerOptions Json = MakeJson();

    private static readonly Dictionary<string, Type> Types = ((Type[])
    [
        typeof(DeskOpened), typeof(DeskClosed), typeof(SeatChanged), typeof(ContactCame), typeof(ContactAssigned),
        typeof(ContactEnded), typeof(ContactEntered), typeof(EntryMissed), typeof(CallUnanswered), typeof(CalledBack),
    ]).ToDictionary(type => type.Name, StringComparer.Ordinal);

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("desk-days/{id:guid}/replay", ReplayAsync)
        .RequirePermission(ClientAttributionPermissions.ReadDesk)
        .WithSummary("desk-day.replay.summary")
        .AnswersOutcome<View>();

    /// <summary>A day that was played again.</summary>
    /// <param name="Agrees">Whether the rules give every assignment as it was.</param>
    /// <param name="Assignments">Each visitor and call.</param>
    /// <param name="History">The day as it went.</param>
    internal sealed record View(bool Agrees, IReadOnlyList<Replayed> Assignments, IReadOnlyList<Line> History);

    /// <summary>An assignment, as it was and as the rules say.</summary>
    /// <param name="Number">Which of the day's visits and calls.</param>
    /// <param name="At">When.</param>
    /// <param name="Consultant">Who received.</param>
    /// <param name="ByTheRules">Who receives by the rules; null where they say nobody.</param>
    /// <param name="Agrees">Whether all of it agrees: who, in whose place, the turn, and whose turn came next.</param>
    /// <param name="Steps">Why, by the rules.</param>
    internal sealed record Replayed(
        int Number, OffsetDateTime At, string Consultant, string? ByTheRules, bool Agrees,
        IReadOnlyList<ContactView.StepView> Steps);

    /// <summary>What happened.</summary>
    /// <param name="At">When.</param>
    /// <param name="Rule">The rule under which.</param>
    /// <param name="Text">What, in a sentence.</param>
    internal sealed record Line(OffsetDateTime At, string? Rule, string Text);

    private static async Task<Outcome<View>> ReplayAsync(
        Guid id, Actor actor, ClientAttributionDb db, IEventLog log, History history, ITexts texts,
        CancellationToken cancellationToken)
    {
        var day = await db.DeskDays.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (day is null || !actor.MaySee(day.Project))
            return Refused.NotFound(Text.Of("desk.unknown", ("id", id)));
        var logged = await log.ReadAsync(day.Stream, cancellationToken);
        var told = await history.TellAsync(logged, DateTimeZoneProviders.Tzdb[day.TimeZone], cancellationToken);
        var again = DayReplay.Of(id, logged.Select(one => (Read(one), new Occurrence(one.At, one.By))));
        return new View(
            again.All(one => one.Agrees),
            [
                .. again.Select(one => new Replayed(
                    one.Assigned.Number, day.At(one.When.At), one.Assigned.Consultant, one.Again?.Consultant,
                    one.Agrees,
                    [
                        .. (one.Again?.Steps ?? []).Select(
                            step => new ContactView.StepView(step.Rule, texts.Render(step.Text))),
                    ])),
            ],
            [.. told.Select(one => new Line(day.At(one.Event.At), one.Rule, one.Sentence))]);
    }

    private static IEvent<Desk> Read(LoggedEvent logged) =>
        (IEvent<Desk>)logged.Body.Deserialize(Types[logged.Type], Json)!;

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(json);
        return json;
    }
}
