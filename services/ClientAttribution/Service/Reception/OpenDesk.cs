using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Identity.Client;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Reception;

/// <summary>
/// REC-1.2: each morning the supervisor opens the desk with the order in which the consultants sit, from left to right.
/// A day is opened once; its order stands.
/// </summary>
internal static class OpenDesk
{
    private const int MostSeats = 60;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<NextDesk, Request, DeskOpened>(
                "projects/{project}/desk-days", ClientAttributionPermissions.LeadDesk, Decide)
            .Makes<Desk, DeskView>((next, _) => next, desk => desk.Day.Path)
            .WithSummary("desk-day.open.summary");

    /// <summary>The seating order.</summary>
    /// <param name="Consultants">The consultants' staff numbers, from left to right.</param>
    internal sealed record Request(IReadOnlyList<string> Consultants);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Consultants).NotEmpty().Refuses("REC-1.2", "desk.nobody-seated")
                .Must(all => all is null || all.Count <= MostSeats)
                .Refuses("REC-1.2", "desk.too-many-seats", ("most", MostSeats))
                .Must(all => all is null || all.Distinct(StringComparer.Ordinal).Count() == all.Count)
                .Refuses("REC-1.2", "desk.seated-twice");
            RuleForEach(r => r.Consultants).IsCode("desk.staff-number");
        }
    }

    [Rule("REC-1.2", "the order of the day")]
    internal static Outcome<DeskOpened> Decide(NextDesk next, Request request, Change change)
    {
        if (next.OpenAlready is { } there)
        {
            return new Refused("REC-1.2", Text.Of("desk.open-already", ("day", next.Today)))
            {
                Evidence = [$"desk-day/{there}"],
            };
        }

        if (next.Barred is { } barred)
            return Refused.Input("CS-7", "consultants", barred);
        return new DeskOpened(
            next.Day.Id, next.Project, next.Today, next.Zone.Id,
            next.Zone.AtStartOfDay(next.Today.PlusDays(1)).ToInstant(), next.Terms, request.Consultants);
    }
}

/// <summary>The day that is opened next.</summary>
internal sealed class NextDesk(DeskDay day, string project, LocalDate today, DateTimeZone zone, DeskTerms terms)
    : Desk(day, [])
{
    public string Project => project;

    public LocalDate Today => today;

    public DateTimeZone Zone => zone;

    public DeskTerms Terms => terms;

    /// <summary>The same day, where it was opened before; null where not.</summary>
    public Guid? OpenAlready { get; init; }

    /// <summary>Why one of those who are to sit may not act; null where all may.</summary>
    public Text? Barred { get; init; }
}

/// <summary>Loads what the opening of a day needs.</summary>
internal sealed class NextDeskLoad(
    ClientAttributionDb db, IStaffStanding staff, CompanyTime company, DeskTerms terms)
    : ILoad<NextDesk, OpenDesk.Request>
{
    public async Task<Outcome<NextDesk>> LoadAsync(
        Named named, OpenDesk.Request request, Change change, CancellationToken cancellationToken)
    {
        var project = named["project"];
        if (!named.Actor.MaySee(project))
            return Refused.NotFound(Text.Of("desk.site-unknown", ("site", project)));
        // Two who open at once come one after the other; the unique index holds what this says.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({project}, 0))", cancellationToken);
        var today = company.DateOf(change.At);
        return new NextDesk(new DeskDay(change.NewId()), project, today, company.Zone, terms)
        {
            OpenAlready = await db.DeskDays.AsNoTracking().Where(day => day.Project == project && day.Day == today)
                .Select(day => (Guid?)day.Id).SingleOrDefaultAsync(cancellationToken),
            Barred = request.Consultants.Select(staff.BarredBecause).FirstOrDefault(why => why is not null),
        };
    }
}

/// <summary>The day of a desk was opened with its seating order.</summary>
/// <param name="DayId">The day at that desk.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Day">The date.</param>
/// <param name="TimeZone">The site's time zone.</param>
/// <param name="ClosesAt">When the day is over there.</param>
/// <param name="Terms">How long things take on that day.</param>
/// <param name="Consultants">From left to right.</param>
[HappensUnder("REC-1.2")]
internal sealed record DeskOpened(
    Guid DayId, string Project, LocalDate Day, string TimeZone, Instant ClosesAt, DeskTerms Terms,
    IReadOnlyList<string> Consultants) : IEvent<Desk>
{
    public void Apply(Desk state, Occurrence when)
    {
        var day = state.Day;
        (day.Project, day.Day, day.TimeZone, day.ClosesAt, day.Terms) = (Project, Day, TimeZone, ClosesAt, Terms);
        (day.OpenedAt, day.OpenedBy) = (when.At, when.By);
        day.SeatFromLeft(Consultants, when.At);
    }

    public void React(Desk state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Day);
        follow.Register(ContactRegisters.Opened(state.Day, when.By));
        foreach (var consultant in Consultants)
            follow.Moves(Project, consultant, away: null, when);
        follow.Deadlines.Set(new(
            DeskCloses.KindName, state.Day.CloseKey, "REC-1.2", DayId, when.At, new Term.Elapsed(ClosesAt - when.At),
            when.By, Project)
        {
            EndsWhenDue = true,
        });
    }
}
