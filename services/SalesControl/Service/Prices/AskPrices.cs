using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Prices;

/// <summary>
/// CS-4: every question about a price, now or at any past time, is answered from the published price list; of a time to
/// come, from what is published so far.
/// </summary>
internal static class AskPrices
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/units/{unit}/price", OneAsync)
            .RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("price.read.summary").AnswersOutcome<Answer>();
        api.MapGet("projects/{project}/prices", AllAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("price.list.summary").AnswersOutcome<Answers>();
    }

    /// <summary>A unit's price at a time.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="At">The time that was asked for.</param>
    /// <param name="Price">The price of the whole unit; null where no published version had one by then.</param>
    /// <param name="Version">The version of the price list that says so.</param>
    /// <param name="PriceList">Its id.</param>
    /// <param name="EffectiveAt">Since when it is in force.</param>
    internal sealed record Answer(
        string Project, string Unit, OffsetDateTime At, Money? Price, int? Version, Guid? PriceList,
        OffsetDateTime? EffectiveAt);

    /// <summary>The prices at a time, by unit.</summary>
    internal sealed record Answers(string Project, OffsetDateTime At, IReadOnlyList<Answer> Items);

    private static async Task<Outcome<Answer>> OneAsync(
        string project, string unit, Moment? at, Actor actor, PriceQuestions questions,
        CancellationToken cancellationToken)
    {
        var asked = await questions.FindUnitAsync(project, unit, actor, cancellationToken);
        if (asked.Refusal is { } unknown)
            return unknown;
        var (site, id) = asked.Value;
        var time = PriceTime.Read(at, site.CreatedAt, questions.Now);
        if (time.Refusal is { } refusal)
            return refusal;
        return Show(site, unit, time.Value, await questions.Prices.GetAsync(id, time.Value.Instant, cancellationToken));
    }

    private static async Task<Outcome<Answers>> AllAsync(
        string project, Moment? at, Actor actor, PriceQuestions questions, SalesControlDb db,
        CancellationToken cancellationToken)
    {
        var found = await questions.FindProjectAsync(project, actor, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var site = found.Value;
        var time = PriceTime.Read(at, site.CreatedAt, questions.Now);
        if (time.Refusal is { } refusal)
            return refusal;
        var inForce = await questions.Prices.AllAsync(project, time.Value.Instant, cancellationToken);
        var units = await db.ListedUnits(project).AsNoTracking()
            .Select(u => new { u.Id, u.Code }).ToListAsync(cancellationToken);
        return new Answers(
            project, site.At(time.Value.Instant),
            [
                .. units.OrderBy(u => u.Code, StringComparer.Ordinal)
                    .Select(u => Show(site, u.Code, time.Value, inForce.GetValueOrDefault(u.Id))),
            ]);
    }

    private static Answer Show(Project site, string unit, At at, PriceInForce? price) => new(
        site.Code, unit, site.At(at.Instant), Money.Of(price?.Price), price?.Version, price?.PriceListId,
        site.At(price?.EffectiveAt));
}

/// <summary>Whom a question about a price is about, over HTTP and over gRPC alike.</summary>
internal sealed class PriceQuestions(SalesControlDb db, KnownProjects projects, PriceBook prices, IClock clock)
{
    /// <summary>The time now.</summary>
    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>The prices.</summary>
    public PriceBook Prices => prices;

    /// <summary>The project, where the actor may see it.</summary>
    public Task<Outcome<Project>> FindProjectAsync(string project, Actor actor, CancellationToken cancellationToken) =>
        projects.FindAsync(project, actor, db, cancellationToken);

    /// <summary>A unit and its project, where the actor may see them.</summary>
    public async Task<Outcome<(Project Site, Guid Unit)>> FindUnitAsync(
        string project, string unit, Actor actor, CancellationToken cancellationToken)
    {
        var site = await FindProjectAsync(project, actor, cancellationToken);
        var id = site.Refusal is not null
            ? null
            : await db.ListedUnits(project).Where(u => u.Code == unit).Select(u => (Guid?)u.Id)
                .SingleOrDefaultAsync(cancellationToken);
        return id is { } found ? (site.Value, found) : UnitBook.Unknown(project, unit);
    }
}
