using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Board;

/// <summary>
/// RES-4: why a unit is in the state that it is in, step by step; for a reservation, why another has it.
/// </summary>
internal static class ExplainUnit
{
    private static readonly string[] Namings = ["reservationId", "renews", "to"];

    private static readonly string[] OfTheUnit =
        [nameof(UnitReleased), nameof(UnitWithheld), nameof(UnitPutOnSale), nameof(Subscriptions.SubscriptionSigned)];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/units/{unit}/explanation", ExplainAsync)
            .RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("unit.explain.summary")
            .AnswersOutcome<IReadOnlyList<Step>>();

    /// <summary>A step of an explanation.</summary>
    /// <param name="At">When it took effect.</param>
    /// <param name="Rule">The rule under which it happened.</param>
    /// <param name="Text">What happened.</param>
    /// <param name="Evidence">The entry that the step rests on.</param>
    /// <param name="Whose">
    /// Where one asked for a reservation: <c>this</c> for its own steps, <c>other</c> for those that put others before
    /// it, <c>now</c> for how it stands.
    /// </param>
    internal sealed record Step(OffsetDateTime At, string? Rule, string Text, string Evidence, string? Whose = null);

    /// <summary>Which unit, and for which reservation.</summary>
    internal sealed record Query(string Project, string Unit, [property: FromQuery(Name = "for")] Guid? For);

    private static async Task<Outcome<IReadOnlyList<Step>>> ExplainAsync(
        [AsParameters] Query query, Actor actor, HttpContext http, Explanation explanation,
        CancellationToken cancellationToken) =>
        await explanation.OfAsync(new(http.Request.RouteValues, actor), query.For, cancellationToken);

    /// <summary>Puts an explanation together.</summary>
    internal sealed class Explanation(
        LineBook lines, SalesControlDb db, IEventLog log, History history, ITexts texts, IClock clock)
    {
        public async Task<Outcome<IReadOnlyList<Step>>> OfAsync(
            Named named, Guid? reservation, CancellationToken cancellationToken)
        {
            var found = await lines.FindAsync(named, Access.Read, cancellationToken);
            if (found.Refusal is { } missing)
                return missing;
            var line = found.Value;
            var all = await history.TellAsync(
                await log.ReadAsync(line.Unit.Stream, cancellationToken),
                DateTimeZoneProviders.Tzdb[line.Terms.Site.TimeZone], cancellationToken);
            if (reservation is not { } id)
                return all.Select(told => StepOf(told, line, whose: null)).ToList();
            var registered = await db.Reservations.AsNoTracking().Where(r => r.UnitId == line.Unit.Id)
                .ToDictionaryAsync(r => r.Id, cancellationToken);
            return registered.TryGetValue(id, out var asked)
                ? WhyNot(asked, registered, line, all)
                : LineBook.Unknown(id);
        }

        /// <summary>
        /// RES-4: why another has it: what this one did and when, what those did who came before it, and how it stands
        /// now.
        /// </summary>
        [Rule("RES-4", "why another has it")]
        private List<Step> WhyNot(
            Reservation asked, Dictionary<Guid, Reservation> registered, Line line, IReadOnlyList<Told> all)
        {
            List<Step> steps = [];
            foreach (var told in all)
            {
                List<Reservation> about =
                    [.. NamedBy(told.Event).Select(registered.GetValueOrDefault).OfType<Reservation>()];
                if (about.Exists(one => one.Id == asked.Id))
                    steps.Add(StepOf(told, line, "this"));
                // What those did who came later matters where they have got it: when this one's own was over.
                else if (about.Exists(one => one.Number < asked.Number || one.EndedAt is null)
                    || (about.Count == 0 && OfTheUnit.Contains(told.Event.Type)))
                    steps.Add(StepOf(told, line, "other"));
            }

            var now = clock.GetCurrentInstant();
            line.LetDueHappen(now);
            var mine = line.Reservations.SingleOrDefault(r => r.Id == asked.Id) ?? asked;
            var stands = texts.Render(HowItStands(mine, line));
            steps.Add(new Step(line.Terms.Site.At(now), "RES-4", stands, line.Unit.Path, "now"));
            return steps;
        }
    }

    private static Text HowItStands(Reservation asked, Line line)
    {
        var site = line.Terms.Site;
        return asked.State switch
        {
            ReservationState.Pending or ReservationState.Reserved =>
                Text.Of("explanation.holds", ("until", site.At(asked.ExpiresAt))),
            ReservationState.Offered => Text.Of("explanation.is-offered", ("until", site.At(asked.ExpiresAt))),
            ReservationState.Waiting when line.Holder is { } holder => Text.Of(
                holder.State == ReservationState.Offered
                    ? "explanation.waits-behind-offer"
                    : "explanation.waits-behind",
                ("place", line.PlaceOf(asked)), ("consultant", holder.Consultant),
                ("registeredAt", site.At(holder.RegisteredAt)), ("own", site.At(asked.RegisteredAt)),
                ("until", site.At(holder.ExpiresAt))),
            ReservationState.RenewalPending or ReservationState.RenewalApproved => Text.Of(
                "explanation.is-to-take-over", ("state", Text.NameOf(asked.State)),
                ("at", site.At(asked.ExpiresAt))),
            _ => Text.Of(
                "explanation.is-over", ("since", site.At(asked.EndedAt)), ("state", Text.NameOf(asked.State)),
                ("unit", Text.NameOf(line.Unit.State))),
        };
    }

    private static Step StepOf(Told told, Line line, string? whose) =>
        new(line.Terms.Site.At(told.Event.At), told.Rule, told.Sentence, $"event/{told.Event.Id}", whose);

    /// <summary>The reservations that an event is about: its own, and the one that it renews or yields to.</summary>
    private static IEnumerable<Guid> NamedBy(LoggedEvent e) => Namings
        .Select(member => e.Body.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            && value.TryGetGuid(out var id)
            ? id
            : (Guid?)null)
        .OfType<Guid>();
}
