using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Batches;

/// <summary>
/// RES-4, CS-4: whoever was called chooses a unit of the batch 选房 and signs its subscription at the price in force; the
/// deposit becomes part of the price. Only the order of the call decides who chooses.
/// </summary>
internal static class ChooseUnit
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ChoosingNumber, Request, Events<ChoosingNumber>>(
                "queue-numbers/{id:guid}/choose", SalesControlPermissions.RegisterQueueNumber, Decide)
            .Answers<NamedNumber, QueueNumberView>(
                (state, _) => state, shown => ((ChoosingNumber)shown).Unit!.Sale!.Path)
            .OfferedOn<NamedNumber>((number, _) => Refuses(number))
            .WithSummary("unit.choose.summary");

    /// <summary>What is chosen.</summary>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="AgreementNumber">The number on the signed subscription.</param>
    internal sealed record Request(string Unit, string AgreementNumber);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Unit).NotEmpty().Refuses(null, "queue-number.unit-missing");
            RuleFor(r => r.AgreementNumber).NotEmpty().Refuses(null, "sale.agreement-missing").IsOneLine(50);
        }
    }

    internal static Outcome<Events<ChoosingNumber>> Decide(ChoosingNumber state, Request request, Change change)
    {
        var (batch, number) = (state.Batch, state.Number);
        if (Refuses(state) is { } notNow)
            return notNow;
        if (state.Unit is not { } unit)
        {
            return Refused.Input(null, "unit", Text.Of(
                "unit.not-in-project", ("unit", request.Unit), ("project", batch.Project)));
        }

        if (unit.Unit.BatchId != batch.Id)
        {
            return unit.Unit.Refuse("RES-4", "queue-number.unit-of-another", ("unit", unit.Unit.Code)) with
            {
                Kind = RefusalKind.Input,
                Field = "unit",
            };
        }

        if (unit.Unit.Forbids(UnitActs.Choose) is { } refusal)
            return refusal;
        var signing = new Signing(
            request.AgreementNumber.Trim(), number.Customer, [new BuyerShare(state.CustomerId, 100m)])
        {
            QueueNumber = (number.Id, number.Number),
            Deposits = [state.Deposit],
            Consultant = number.Consultant,
        };
        return Agreement.Sign(unit, signing, change).Then<Events<ChoosingNumber>>(signed => new Events<ChoosingNumber>(
            new Elsewhere<ChoosingNumber, UnitForSale>(one => one.Unit!, new Events<UnitForSale>(
                [
                    signed,
                    .. unit.CloseAsked(Text.Of("change.closed.subscribed")),
                ])),
            QueueNumberMoved.Of(state, number, QueueNumberState.Chosen) with
            {
                SubscriptionId = signed.SubscriptionId,
            }));
    }

    /// <summary>Why it is not this number that chooses; null where it is.</summary>
    [Rule("RES-4", "the order of the call decides who chooses")]
    private static Refused? Refuses(NamedNumber state) =>
        CallQueueNumber.RefusesChoosing(state.Batch)
        ?? (state.Number.State == QueueNumberState.Called ? null : RefuseTurn(state));

    private static Refused RefuseTurn(NamedNumber state)
    {
        var number = state.Number;
        if (number.EndedAt is not null)
        {
            return state.Refuse(
                number.State == QueueNumberState.Chosen
                    ? "queue-number.chosen-already"
                    : "queue-number.given-back-already",
                ("number", number.Number));
        }

        if (state.Numbers.FirstOrDefault(n => n.State == QueueNumberState.Called) is { } called)
        {
            return state.Refuse(
                "queue-number.anothers-turn", ("called", called.Number), ("number", number.Number)) with
            {
                Evidence = [called.Evidence, number.Evidence],
            };
        }

        var next = CallQueueNumber.NextOf(state.Numbers);
        return state.Refuse("queue-number.was-not-called", ("number", number.Number)) with
        {
            Evidence = next is null || next == number ? [number.Evidence] : [number.Evidence, next.Evidence],
        };
    }
}
