using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-4: the offers that stand, and those among them that reached nobody: shown, not lost.</summary>
internal static class ListOffers
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/offers", HandleAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("offer.list.summary")
            .AnswersOutcome<Page>();

    /// <summary>An offer.</summary>
    /// <param name="ReservationId">To which wait it was made.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="Consultant">Whose customer it is made to.</param>
    /// <param name="Since">Since when it stands.</param>
    /// <param name="Until">Until when.</param>
    /// <param name="Undelivered">Why it reached nobody; null where it reached its consultant.</param>
    /// <param name="Version">What <c>If-Match</c> names to take it up or to decline it: the unit's version.</param>
    internal sealed record View(
        Guid ReservationId, string Unit, string Consultant, OffsetDateTime Since, OffsetDateTime Until,
        string? Undelivered, long Version);

    internal sealed record Page(IReadOnlyList<View> Items, Guid? Next);

    /// <summary>Which of them.</summary>
    internal sealed record Query
    {
        public required string Project { get; init; }

        public string? Consultant { get; init; }

        public string? Unit { get; init; }

        public bool? Undelivered { get; init; }

        public Guid? After { get; init; }

        public PageSize? Limit { get; init; }
    }

    private static async Task<Outcome<Page>> HandleAsync(
        [AsParameters] Query query, Actor actor, SalesControlDb db, KnownProjects projects, IClock clock,
        ITexts texts, CancellationToken cancellationToken)
    {
        var project = await projects.FindAsync(query.Project, actor, db, cancellationToken);
        if (project.Refusal is { } unknown)
            return unknown;

        var (site, undelivered, after) = (project.Value, query.Undelivered, query.After);
        var (now, size) = (clock.GetCurrentInstant(), query.Limit.Rows());
        // By when they were made, which stays when one of them is taken up between two pages; so do they end.
        var last = after is { } id
            ? await db.Reservations.AsNoTracking().Where(r => r.Project == site.Code && r.Id == id)
                .Select(r => r.OfferedAt).SingleOrDefaultAsync(cancellationToken)
            : null;
        if (last is null && after is not null)
            return Refused.Input(null, "after", Text.Of("offer.after-unknown"));
        var found = await db.Reservations.AsNoTracking()
            .Where(r => r.Project == site.Code && r.State == ReservationState.Offered && r.EndedAt == null)
            .Where(r => r.ExpiresAt > now && (query.Consultant == null || r.Consultant == query.Consultant))
            .Where(r => undelivered == null || (r.Undelivered != null) == undelivered)
            .Where(r => last == null || r.OfferedAt > last
                || (r.OfferedAt == last && r.Id.CompareTo(after!.Value) > 0))
            .Join(db.Units, r => r.UnitId, u => u.Id, (r, u) => new { Offer = r, u.Code, u.Version })
            .Where(one => query.Unit == null || one.Code == query.Unit)
            .OrderBy(one => one.Offer.OfferedAt).ThenBy(one => one.Offer.Id).Take(size)
            .ToListAsync(cancellationToken);
        return new Page(
            [
                .. found.Select(one => new View(
                    one.Offer.Id, one.Code, one.Offer.Consultant, site.At(one.Offer.OfferedAt!.Value),
                    site.At(one.Offer.ExpiresAt!.Value), one.Offer.WhyUndelivered(texts), one.Version)),
            ],
            found.Count == size ? found[^1].Offer.Id : null);
    }
}
