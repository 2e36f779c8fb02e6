using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-1 to RES-4: the reservations, waits and offers of a project, and a consultant's own over all of their sites, the
/// newest first.
/// </summary>
internal static class ListReservations
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/reservations", OfProjectAsync)
            .RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("reservation.list.summary").AnswersOutcome<Page>();
        api.MapGet("me/reservations", MineAsync).RequirePermission(SalesControlPermissions.RegisterReservation)
            .WithSummary("own-reservation.list.summary").AnswersOutcome<Page>();
        api.MapRead<ReservationLine, ReservationView>("reservations/{id:guid}", SalesControlPermissions.ReadBoard)
            .WithSummary("reservation.read.summary");
    }

    /// <summary>A page.</summary>
    /// <param name="Items">The reservations, each with the version that a decision on it names.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<ReservationView> Items, Guid? Next);

    /// <summary>Which of a project's.</summary>
    internal sealed record OfProject
    {
        public required string Project { get; init; }

        public Word<ReservationState>? State { get; init; }

        /// <summary>Those that are not over, or those that are.</summary>
        public bool? Open { get; init; }

        public string? Consultant { get; init; }

        public string? Unit { get; init; }

        /// <summary>The one of this form 预约单, however its number is written.</summary>
        public string? Form { get; init; }

        public Guid? CustomerId { get; init; }

        /// <summary>Those that are open and whose time ends before this.</summary>
        public Moment? EndingBefore { get; init; }

        public Guid? After { get; init; }

        public PageSize? Limit { get; init; }
    }

    /// <summary>Which of one's own; those that are open, where nothing else is asked for.</summary>
    internal sealed record Mine
    {
        public Word<ReservationState>? State { get; init; }

        public bool? Open { get; init; }

        public Moment? EndingBefore { get; init; }

        public Guid? After { get; init; }

        public PageSize? Limit { get; init; }
    }

    private static async Task<Outcome<Page>> OfProjectAsync(
        [AsParameters] OfProject query, Actor actor, Lister lister, SalesControlDb db, KnownProjects projects,
        CancellationToken cancellationToken)
    {
        var project = await projects.FindAsync(query.Project, actor, db, cancellationToken);
        if (project.Refusal is { } unknown)
            return unknown;
        var among = db.Reservations.Where(r => r.Project == query.Project)
            .Where(r => query.Consultant == null || r.Consultant == query.Consultant)
            .Where(r => query.Unit == null
                || db.Units.Any(u => u.Id == r.UnitId && u.Project == query.Project && u.Code == query.Unit));
        if (query.CustomerId is { } customer)
        {
            var entries = await db.EntriesOfAsync(customer, cancellationToken);
            among = among.Where(r => entries.Contains(r.CustomerId));
        }

        if (query.Form is { } form)
            among = among.Where(r => r.FormKey == query.Project + "/" + SalesControlDb.PlainText(form));

        return await lister.PageAsync(
            among,
            new(query.State?.Value, query.Open, query.EndingBefore, query.After, query.Limit), actor,
            cancellationToken);
    }

    private static async Task<Outcome<Page>> MineAsync(
        [AsParameters] Mine query, Actor actor, Lister lister, SalesControlDb db,
        CancellationToken cancellationToken)
    {
        var (everywhere, sites) = (actor.Sites.Contains("*"), actor.Sites.ToArray());
        return await lister.PageAsync(
            db.Reservations.Where(r => r.Consultant == actor.Id && (everywhere || sites.Contains(r.Project))),
            new(
                query.State?.Value, query.Open ?? (query.State is null ? true : null), query.EndingBefore,
                query.After, query.Limit),
            actor, cancellationToken);
    }

    /// <summary>Which of them, and which page.</summary>
    internal sealed record Which(
        ReservationState? State, bool? Open, Moment? EndingBefore, Guid? After, PageSize? Limit);

    /// <summary>Reads and shows a page.</summary>
    internal sealed class Lister(
        SalesControlDb db, KnownProjects projects, CorrectionBook corrections, ITexts texts, IClock clock)
    {
        public async Task<Page> PageAsync(
            IQueryable<Reservation> among, Which which, Actor actor, CancellationToken cancellationToken)
        {
            var (state, open, after) = (which.State, which.Open, which.After);
            var before = which.EndingBefore?.At;
            var size = which.Limit.Rows();
            var found = await among.AsNoTracking()
                .Where(r => state == null || r.State == state)
                .Where(r => open == null || (r.EndedAt == null) == open)
                .Where(r => before == null || (r.EndedAt == null && r.ExpiresAt < before))
                .Where(r => after == null || r.Id.CompareTo(after.Value) < 0)
                .OrderByDescending(r => r.Id).Take(size)
                .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new
                {
                    Reservation = r,
                    u.Code,
                    u.Version,
                    InLine = r.State != ReservationState.Waiting ? (int?)null : db.Reservations.Count(w =>
                        w.UnitId == r.UnitId && w.EndedAt == null && w.State == ReservationState.Waiting
                            && w.Number <= r.Number),
                })
                .OrderByDescending(one => one.Reservation.Id).ToListAsync(cancellationToken);
            var by = new ReservationReader(
                new(actor, clock.GetCurrentInstant()),
                await corrections.OfAsync([.. found.Select(one => one.Reservation.Id)], cancellationToken), texts);
            var views = new List<ReservationView>(found.Count);
            foreach (var one in found)
            {
                var site = await projects.GetAsync(one.Reservation.Project, db, cancellationToken);
                views.Add(ReservationView.Of(
                    one.Reservation, new(one.Code, one.Version, one.InLine), site, by));
            }

            return new(views, found.Count == size ? found[^1].Reservation.Id : null);
        }
    }
}
