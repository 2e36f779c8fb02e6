using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A sale that is being changed, under its unit's lock.</summary>
/// <param name="Sale">The sale.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Site">The project.</param>
/// <param name="Now">Business time.</param>
internal sealed record SaleInHand(Subscription Sale, Unit Unit, Project Site, Instant Now)
{
    /// <summary>The day, on the site's calendar.</summary>
    public LocalDate Today => Site.At(Now).Date;
}

/// <summary>What every change of an existing sale has in common: the unit's lock, the version that was seen, what follows, the answer.</summary>
internal sealed class SaleDesk(UnitDesk desk, ChangeDesk changes, SaleViews views, IClock clock)
{
    public static Refused Unknown(Guid id) => Refused.NotFound($"There is no subscription {id} among those that you may see.");

    /// <summary>A change of a sale that is done at once.</summary>
    public async Task<IResult> ChangeAsync(Guid id, IfMatch ifMatch, Actor actor, Func<SaleInHand, Task<Refused?>> change, CancellationToken cancellationToken)
    {
        if (await TakeAsync(id, actor, cancellationToken) is not { } hand)
            return Unknown(id).ToProblem();
        if (ifMatch.Check(hand.Unit.Version) is { } stale)
            return stale;
        if (await change(hand) is { } refusal)
            return refusal.ToProblem();

        desk.Follow(hand.Unit);
        return Results.Ok(await views.OfAsync(hand.Sale, hand.Unit, hand.Site, hand.Now, cancellationToken)).WithETag(hand.Unit.Version);
    }

    /// <summary>Asks for a change of a sale that others must agree to.</summary>
    /// <typeparam name="TDetails">What exactly is asked for.</typeparam>
    public async Task<IResult> AskAsync<TDetails>(Guid id, IfMatch ifMatch, Actor actor, ChangeKind kind, string reason, Func<SaleInHand, Task<Outcome<TDetails>>> ask, CancellationToken cancellationToken)
        where TDetails : notnull
    {
        if (await TakeAsync(id, actor, cancellationToken) is not { } hand)
            return Unknown(id).ToProblem();
        if (ifMatch.Check(hand.Unit.Version) is { } stale)
            return stale;
        var details = await ask(hand);
        if (details.Refusal is { } refusal)
            return refusal.ToProblem();
        var asked = await changes.AskAsync(hand.Unit, kind, id, details.Value, reason, hand.Now, actor, cancellationToken);
        return asked.ToResult(change => Results.Created(change.Path, ChangeView.Of(change, hand.Unit, hand.Site)).WithETag(hand.Unit.Version));
    }

    private async Task<SaleInHand?> TakeAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        await desk.LockForSaleAsync(id, actor, cancellationToken) is { } unit
            ? new(unit.Sales.Single(s => s.Id == id), unit, await desk.ProjectOfAsync(unit, cancellationToken), clock.GetCurrentInstant())
            : null;
}
