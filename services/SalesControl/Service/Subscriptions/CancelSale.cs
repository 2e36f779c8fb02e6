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

/// <summary>RES-4: the buyers give the unit back 退房, once a manager and finance have agreed: what was paid goes back or is forfeited, and the unit is open again, or let as before.</summary>
internal sealed class CancelSale(PaymentBook payments, OpenChanges open) : IChangeKind
{
    public ChangeKind Kind => ChangeKind.Cancellation;

    public string Rule => "RES-4";

    public IReadOnlyList<Need> Needs { get; } = [new(SalesControlPermissions.ApproveChange), new(SalesControlPermissions.SettleChange)];

    public UnitParts Parts => UnitParts.Sale | UnitParts.Lease;

    public string What(ChangeRequest change, Unit unit) => $"The cancellation of the sale of {unit.Code}: {ChangeDesk.DetailsOf<Settlement>(change)}";

    [Rule("RES-4")]
    public async Task<Refused?> DoAsync(ChangeRequest change, Unit unit, Instant now, Actor by, CancellationToken cancellationToken)
    {
        var (sale, settlement) = (change.Subject!.Value, ChangeDesk.DetailsOf<Settlement>(change));
        if (unit.Cancel(change.Id, sale, settlement.Refunded, settlement.Forfeited, change.Reason, now, by.Id) is { } refusal)
            return refusal;
        payments.Refund(unit.Project, sale, settlement.Refunded, change.ApprovalKey, now, by.Id);
        payments.Forfeit(unit.Project, sale, settlement.Forfeited, change.ApprovalKey, now, by.Id);
        await open.CloseAsync(unit, sale, change.Id, "The sale was cancelled.", now, by.Id, cancellationToken);
        return null;
    }
}

/// <summary>RES-4: a cancellation is asked for.</summary>
internal static class AskForCancellation
{
    public static void MapAskForCancellation(this IEndpointRouteBuilder api) =>
        api.MapPost("subscriptions/{id:guid}/cancellation", HandleAsync).AsCommand(SalesControlPermissions.AskForChange)
            .WithSummary("Ask that a sale be cancelled").Produces<ChangeView>(StatusCodes.Status201Created);

    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(Guid id, SaleEndingForm request, IfMatch ifMatch, Actor actor, SaleDesk desk, CancellationToken cancellationToken) => desk.AskAsync(
        id, ifMatch, actor, ChangeKind.Cancellation, request.Reason,
        hand =>
        {
            var settlement = Settlement.Of(request.Refund, hand.Sale.Paid);
            return Task.FromResult<Outcome<Settlement>>(hand.Unit.RefusesCancelling(id, settlement.Refunded, settlement.Forfeited) is { } refusal ? refusal : settlement);
        },
        cancellationToken);
}
