using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Prices;

/// <summary>CS-4: every question about a price, now or at any past time, is answered from the published price list; of a time to come, from what is published so far.</summary>
internal static class AskPrices
{
    public static void MapAskPrices(this IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/units/{unit}/price", OneAsync)
            .RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A unit's price at a time").Produces<Answer>();
        api.MapGet("projects/{project}/prices", AllAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("The prices of all units at a time").Produces<Answers>();
    }

    /// <summary>A unit's price at a time.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="At">The time that was asked for.</param>
    /// <param name="Price">The price of the whole unit; null where no published version had one by then.</param>
    /// <param name="Version">The version of the price list that says so.</param>
    /// <param name="PriceList">Its id.</param>
    /// <param name="EffectiveAt">Since when it is in force.</param>
    internal sealed record Answer(string Project, string Unit, OffsetDateTime At, Money? Price, int? Version, Guid? PriceList, OffsetDateTime? EffectiveAt);

    /// <summary>The prices at a time, by unit.</summary>
    internal sealed record Answers(string Project, OffsetDateTime At, IReadOnlyList<Answer> Items);

    [Rule("CS-4")]
    private static async Task<IResult> OneAsync(string project, string unit, string? at, Actor actor, PriceBook prices, SalesControlDb db, IClock clock, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site
            || await db.Units.Where(u => u.Project == project && u.Code == unit).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(cancellationToken) is not { } id)
        {
            return UnitBook.Unknown(project, unit).ToProblem();
        }

        var time = PriceTime.Read(at, site.CreatedAt, clock.GetCurrentInstant());
        return time.Refusal is { } refusal ? refusal.ToProblem() : Results.Ok(Show(site, unit, time.Value.Instant, await prices.GetAsync(id, time.Value.Instant, cancellationToken)));
    }

    [Rule("CS-4")]
    private static async Task<IResult> AllAsync(string project, string? at, Actor actor, PriceBook prices, SalesControlDb db, IClock clock, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();

        var time = PriceTime.Read(at, site.CreatedAt, clock.GetCurrentInstant());
        if (time.Refusal is { } refusal)
            return refusal.ToProblem();
        var inForce = await prices.AllAsync(project, time.Value.Instant, cancellationToken);
        var units = await db.Units.AsNoTracking().Where(u => u.Project == project).Select(u => new { u.Id, u.Code }).ToListAsync(cancellationToken);
        return Results.Ok(new Answers(project, site.At(time.Value.Instant), [.. units.OrderBy(u => u.Code, StringComparer.Ordinal).Select(u => Show(site, u.Code, time.Value.Instant, inForce.GetValueOrDefault(u.Id)))]));
    }

    private static Answer Show(Project site, string unit, Instant at, PriceInForce? price) =>
        new(site.Code, unit, site.At(at), Money.Of(price?.Price), price?.Version, price?.PriceListId, site.At(price?.EffectiveAt));
}
