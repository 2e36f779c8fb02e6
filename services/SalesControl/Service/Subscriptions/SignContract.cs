using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>RES-4: the contract 买卖合同 is signed 签约; its number stands on one contract of the project.</summary>
internal static class SignContract
{
    public static void MapSignContract(this IEndpointRouteBuilder api) =>
        api.MapPost("subscriptions/{id:guid}/contract", HandleAsync).AsCommand(SalesControlPermissions.SignContract)
            .WithSummary("Record the signed contract").Produces<SaleView>();

    /// <summary>The contract. Its time is the server's.</summary>
    /// <param name="ContractNumber">The number on it.</param>
    internal sealed record Request(string ContractNumber);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.ContractNumber).NotEmpty().WithMessage("The number of the contract is missing.").WithState(_ => "RES-4").MaximumLength(50);
    }

    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(Guid id, Request request, IfMatch ifMatch, Actor actor, SaleDesk desk, SalesControlDb db, CancellationToken cancellationToken) => desk.ChangeAsync(
        id, ifMatch, actor,
        async hand =>
        {
            var number = request.ContractNumber.Trim();
            if (hand.Unit.SignContract(id, number, hand.Now, actor.Id) is { } refusal)
                return refusal;
            return await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.Project == hand.Unit.Project && s.ContractNumber == number, cancellationToken) is { } other
                ? new Refused("RES-4", $"There is a contract {number} in this project already.", Field: "contractNumber") { Evidence = [other.Evidence] }
                : null;
        },
        cancellationToken);
}
