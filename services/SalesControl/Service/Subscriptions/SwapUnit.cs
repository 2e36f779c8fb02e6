using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// RES-4: a sale moves to another unit 换房 that is open to everybody, once a manager has agreed: a new subscription at that unit's price, what was paid moved on, the old unit open again or let as before.
/// </summary>
internal sealed class SwapUnit(UnitDesk desk, SaleBook book, OpenChanges open, DiscountLimits limits, ReservationSettings settings) : IChangeKind
{
    public ChangeKind Kind => ChangeKind.Swap;

    public string Rule => "RES-4";

    public IReadOnlyList<Need> Needs { get; } = [new(SalesControlPermissions.ApproveChange)];

    public UnitParts Parts => UnitParts.Sale | UnitParts.Lease;

    public string What(ChangeRequest change, Unit unit) =>
        ChangeDesk.DetailsOf<SwapTerms>(change) is var terms && terms.Discount == 0 ? $"A swap of {unit.Code} for {terms.Unit}" : $"A swap of {unit.Code} for {terms.Unit} with a discount of {terms.Discount:0.##} %";

    public Task<IReadOnlyList<Guid>> OthersAsync(ChangeRequest change, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Guid>>([ChangeDesk.DetailsOf<SwapTerms>(change).UnitId]);

    [Rule("CS-4")]
    public Refused? RefusesDecider(ChangeRequest change, Actor actor) => limits.RefusesToAgree(ChangeDesk.DetailsOf<SwapTerms>(change).Discount, actor.Post);

    [Rule("RES-4")]
    public async Task<Refused?> DoAsync(ChangeRequest change, Unit unit, Instant now, Actor by, CancellationToken cancellationToken)
    {
        var terms = ChangeDesk.DetailsOf<SwapTerms>(change);
        if (unit.RefusesSwapAway(change.Subject!.Value) is { } stays)
            return stays;
        // Both units are locked by now; what has become of the other since it was asked for counts.
        var target = (await desk.LockAsync(terms.UnitId, cancellationToken, UnitParts.All))!;
        if (target.RefusesSwapTo(now, settings) is { } taken)
            return taken;
        var site = await desk.ProjectOfAsync(unit, cancellationToken);
        var from = unit.Sales.Single(s => s.Id == change.Subject);
        var swapped = await book.SwapAsync(from, target, terms, change.ApprovalKey, site, now, by, cancellationToken);
        if (swapped.Refusal is { } refusal)
            return refusal;

        unit.SwapAway(change.Id, from.Id, swapped.Value, target, change.Reason, now, by.Id);
        await open.CloseAsync(unit, from.Id, change.Id, $"The sale was swapped for {target.Code}.", now, by.Id, cancellationToken);
        await open.CloseAsync(target, subject: null, change.Id, "The unit was taken in a swap.", now, by.Id, cancellationToken);
        desk.Follow(target);
        return null;
    }
}

/// <summary>RES-4: a swap is asked for.</summary>
internal static class AskForSwap
{
    public static void MapAskForSwap(this IEndpointRouteBuilder api) =>
        api.MapPost("subscriptions/{id:guid}/swap", HandleAsync).AsCommand(SalesControlPermissions.AskForChange)
            .WithSummary("Ask that a sale move to another unit").Produces<ChangeView>(StatusCodes.Status201Created);

    /// <summary>Which unit, under which agreement, and why.</summary>
    /// <param name="Unit">The code of another available unit of the project.</param>
    /// <param name="AgreementNumber">The number on the new subscription agreement.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Discount">Per cent off the other unit's price; the limit of who agrees to the swap must cover it. The old unit's discount is not carried over.</param>
    internal sealed record Request(string Unit, string AgreementNumber, string Reason, decimal Discount = 0);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Unit).NotEmpty().WithMessage("Which unit is taken instead is missing.").WithState(_ => "RES-4").MaximumLength(50);
            RuleFor(r => r.AgreementNumber).NotEmpty().WithMessage("The number of the new agreement is missing.").WithState(_ => "RES-4").MaximumLength(50);
            RuleFor(r => r.Reason).NotEmpty().WithMessage("A swap needs its reason.").WithState(_ => "RES-4").MaximumLength(500);
            RuleFor(r => r.Discount).Must(DiscountLimits.IsDiscount).WithMessage("A discount is in per cent below 100, with at most two decimals.").WithState(_ => "CS-4");
        }
    }

    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(
        Guid id, Request request, IfMatch ifMatch, Actor actor, SaleDesk desk, SaleBook book, SalesControlDb db, PriceBook prices, ReservationSettings settings, CancellationToken cancellationToken) => desk.AskAsync<SwapTerms>(
        id, ifMatch, actor, ChangeKind.Swap, request.Reason,
        async hand =>
        {
            if (hand.Unit.RefusesSwapAway(id) is { } stays)
                return stays;
            // Looked at and not locked: who is first is decided when it is granted.
            if (await db.Units.AsNoTracking().Include(u => u.Reservations.Where(r => r.EndedAt == null)).SingleOrDefaultAsync(u => u.Project == hand.Unit.Project && u.Code == request.Unit, cancellationToken) is not { } target)
                return Refused.Input("RES-4", "unit", $"There is no unit {request.Unit} in project {hand.Unit.Project}.");
            if (target.Id == hand.Unit.Id)
                return Refused.Input("RES-4", "unit", "A unit is swapped for another.");
            if (target.RefusesSwapTo(hand.Now, settings) is { } taken)
                return taken;
            if (await prices.GetAsync(target.Id, hand.Now, cancellationToken) is null)
                return SaleBook.NoPrice(target);
            var number = request.AgreementNumber.Trim();
            return await book.RefusesAgreementAsync(hand.Unit.Project, number, cancellationToken) is { } used ? used : new SwapTerms(target.Id, target.Code, number, request.Discount);
        },
        cancellationToken);
}
