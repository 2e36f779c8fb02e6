using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Prices;

/// <summary>
/// CS-4: an approved version becomes the company's price list from an instant on, and answers every question about a
/// price. What was sold since it was drafted is looked at again.
/// </summary>
internal static class PublishPriceList
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<PricesToPublish, Request, PriceListPublished>(
                "price-lists/{id:guid}/publish", SalesControlPermissions.ApprovePrices, Decide)
            .OfferedOn<ProjectPriceList>((list, _) => Refuses(list))
            .Answers<ProjectPriceList, PriceListView>((state, _) => state)
            .WithSummary("price-list.publish.summary");

    /// <summary>From when it is in force.</summary>
    /// <param name="EffectiveAt">An instant that is not past; at once when not given.</param>
    internal sealed record Request(OffsetDateTime? EffectiveAt = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.EffectiveAt).Must(Days.Know).Refuses("CS-4", "day.beyond");
    }

    /// <summary>Never from an instant that is past, so that what was answered before stays right (T-6).</summary>
    [Rule("CS-4", "publication")]
    internal static Outcome<PriceListPublished> Decide(PricesToPublish state, Request request, Change change)
    {
        var list = state.List;
        if (Refuses(state) is { } refusal)
            return refusal;
        // At once is when the units are ours: a sale that was signed before has its own version's price.
        var effectiveAt = request.EffectiveAt?.ToInstant() ?? change.At;
        if (effectiveAt < change.At)
            return Refused.Input("CS-4", "effectiveAt", Text.Of("prices.published-too-early"));
        return SoldUnit.RefusesOtherPrices(state.Sold, state.Prices) is { } sold
            ? sold
            : new PriceListPublished(list.Id, list.Project, list.Number, effectiveAt, state.Units);
    }

    private static Refused? Refuses(ProjectPriceList state) => state.List.State == PriceListState.Approved
        ? null
        : state.RefuseByState("prices.cannot-be-published");
}

/// <summary>A version with its prices, and those of its units that are sold by now.</summary>
internal sealed class PricesToPublish(
    ProjectPriceList version, IReadOnlyDictionary<Guid, decimal> prices, IReadOnlyList<SoldUnit> sold)
    : ProjectPriceList(version.List, version.Site, version.Units)
{
    /// <summary>The units' prices.</summary>
    public IReadOnlyDictionary<Guid, decimal> Prices => prices;

    /// <summary>Those that are sold, with their prices when the version is to come into force.</summary>
    public IReadOnlyList<SoldUnit> Sold => sold;
}

/// <summary>Loads a version for its publication, with a lock on its units under which nobody signs meanwhile.</summary>
internal sealed class PricesToPublishLoad(PriceListSource lists, SoldUnits sold, SalesControlDb db)
    : ILoad<PricesToPublish, PublishPriceList.Request>
{
    public async Task<Outcome<PricesToPublish>> LoadAsync(
        Named named, PublishPriceList.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await lists.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var prices = await db.PriceLines.AsNoTracking().Where(line => line.PriceListId == named.Id)
            .ToDictionaryAsync(line => line.UnitId, line => line.Price, cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM units WHERE id = ANY ({prices.Keys.ToArray()}) ORDER BY id FOR SHARE", cancellationToken);
        var at = request.EffectiveAt?.ToInstant() ?? change.At;
        return new PricesToPublish(
            found.Value, prices,
            await sold.AmongAsync(found.Value.List.Project, prices.Keys, at, cancellationToken));
    }
}

/// <summary>A version of the price list was published, in force from its effective time.</summary>
/// <param name="PriceListId">The version.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Version">Its number in the project.</param>
/// <param name="EffectiveAt">From when it is in force.</param>
/// <param name="Units">How many units it names.</param>
[HappensUnder("CS-4")]
internal sealed record PriceListPublished(
    Guid PriceListId, string Project, int Version, Instant EffectiveAt, int Units) : IEvent<ProjectPriceList>
{
    public void Apply(ProjectPriceList state, Occurrence when)
    {
        var list = state.List;
        (list.State, list.EffectiveAt) = (PriceListState.Published, EffectiveAt);
        (list.PublishedAt, list.PublishedBy) = (when.At, when.By);
    }

    public void React(ProjectPriceList state, Occurrence when, Reactions follow) => follow.Look<UnpricedUnits>(
        (unpriced, cancellationToken) => unpriced.PricedAsync(PriceListId, (follow, when), cancellationToken));
}
