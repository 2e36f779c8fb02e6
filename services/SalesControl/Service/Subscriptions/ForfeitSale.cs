using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>RES-4: after the payment term the company takes the unit back 挞定 (没收), once a manager and finance have agreed: what was paid is forfeited, but for what they give back.</summary>
internal sealed class ForfeitSale(UnitDesk desk, PaymentBook payments, OpenChanges open) : IChangeKind
{
    public ChangeKind Kind => ChangeKind.Forfeiture;

    public string Rule => "RES-4";

    public IReadOnlyList<Need> Needs { get; } = [new(SalesControlPermissions.ApproveChange), new(SalesControlPermissions.SettleChange)];

    public UnitParts Parts => UnitParts.Sale | UnitParts.Lease;

    public string What(ChangeRequest change, Unit unit) => $"The forfeiture of the sale of {unit.Code}: {ChangeDesk.DetailsOf<Settlement>(change)}";

    [Rule("RES-4")]
    public async Task<Refused?> DoAsync(ChangeRequest change, Unit unit, Instant now, Actor by, CancellationToken cancellationToken)
    {
        var (sale, settlement) = (unit.Sales.Single(s => s.Id == change.Subject), ChangeDesk.DetailsOf<Settlement>(change));
        var site = await desk.ProjectOfAsync(unit, cancellationToken);
        if (unit.Forfeit(change.Id, sale.Id, settlement.Refunded, settlement.Forfeited, site.TimeZone, change.Reason, now, by.Id) is { } refusal)
            return refusal;
        payments.Refund(unit.Project, sale.Id, settlement.Refunded, change.ApprovalKey, now, by.Id);
        payments.Forfeit(unit.Project, sale.Id, settlement.Forfeited, change.ApprovalKey, now, by.Id);
        await open.CloseAsync(unit, sale.Id, change.Id, "The sale was forfeited.", now, by.Id, cancellationToken);
        return null;
    }
}

/// <summary>RES-4: a forfeiture is asked for.</summary>
internal static class AskForForfeiture
{
    public static void MapAskForForfeiture(this IEndpointRouteBuilder api) =>
        api.MapPost("subscriptions/{id:guid}/forfeiture", HandleAsync).AsCommand(SalesControlPermissions.AskForChange)
            .WithSummary("Ask that a sale be forfeited, after its payment term")
            .Produces<ChangeView>(StatusCodes.Status201Created);

    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(Guid id, SaleEndingForm request, IfMatch ifMatch, Actor actor, SaleDesk desk, CancellationToken cancellationToken) => desk.AskAsync(
        id, ifMatch, actor, ChangeKind.Forfeiture, request.Reason,
        hand =>
        {
            var settlement = Settlement.Of(request.Refund, hand.Sale.Paid);
            return Task.FromResult<Outcome<Settlement>>(hand.Unit.RefusesForfeiting(id, settlement.Refunded, settlement.Forfeited, hand.Site.TimeZone, hand.Now) is { } refusal ? refusal : settlement);
        },
        cancellationToken);
}
