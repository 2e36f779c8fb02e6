using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>RES-4: the contract 买卖合同 is signed 签约; its number stands on one contract of the project.</summary>
internal static class SignContract
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ContractedSale, Request, ContractSigned>(
                "subscriptions/{id:guid}/contract", SalesControlPermissions.SignContract, Decide)
            .OfferedOn<StandingSale>((sale, _) => sale.Forbids(UnitActs.Contract))
            .Answers<StandingSale, SaleView>((state, _) => state)
            .WithSummary("contract.sign.summary");

    /// <summary>The contract. Its time is the server's.</summary>
    /// <param name="ContractNumber">The number on it.</param>
    internal sealed record Request(string ContractNumber);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.ContractNumber).NotEmpty().Refuses("RES-4", "contract.number-missing").IsOneLine(50);
    }

    internal sealed class Load(SaleSource sales, SalesControlDb db) : ILoad<ContractedSale, Request>
    {
        public async Task<Outcome<ContractedSale>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var parts = await sales.FindPartsAsync(named, Access.Change, cancellationToken);
            if (parts.Refusal is { } missing)
                return missing;
            var (project, number) = (parts.Value.Unit.Project, request.ContractNumber.Trim());
            db.LockNumber(Paper.Contract, project, number);
            return new ContractedSale(parts.Value, await db.Subscriptions.AsNoTracking()
                .Where(s => s.Project == project
                    && SalesControlDb.PlainText(s.ContractNumber!) == SalesControlDb.PlainText(number))
                .OrderBy(s => s.Id).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(cancellationToken));
        }
    }

    [Rule("RES-4", "a contract's number is used once")]
    internal static Outcome<ContractSigned> Decide(ContractedSale state, Request request, Change change)
    {
        var (unit, number) = (state.Unit, request.ContractNumber.Trim());
        if (state.Forbids(UnitActs.Contract) is { } refusal)
            return refusal;
        return state.ContractOf is { } other
            ? new Refused("RES-4", Text.Of("contract.number-used", ("number", number)), Field: "contractNumber")
            {
                Evidence = [$"subscription/{other}"],
            }
            : new ContractSigned(state.Sale.Id, unit.Id, unit.Project, unit.Code, number, change.At);
    }
}

/// <summary>A sale, with the sale that has a contract's number already.</summary>
internal sealed class ContractedSale(SaleParts parts, Guid? contractOf) : StandingSale(parts)
{
    /// <summary>The sale that has the number; null for none.</summary>
    public Guid? ContractOf => contractOf;
}

/// <summary>The contract 买卖合同 was signed (DOC-5.3.1).</summary>
[HappensUnder("DOC-5.3.1")]
internal sealed record ContractSigned(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, string ContractNumber, Instant SignedAt)
    : IEvent<StandingSale>, ITold<StandingSale>
{
    public void Apply(StandingSale state, Occurrence when)
    {
        state.Sale.SignContract(ContractNumber, when.At);
        state.Unit.Enter(UnitState.Contracted, when.At, new Held(state.Unit.Consultant, state.Unit.HolderId));
    }

    public void React(StandingSale state, Occurrence when, Reactions follow)
    {
        follow.Deadlines.Meet(state.Sale.ContractKey, when.At);
        follow.CloseImpossible(state, when);
    }

    public object ToContract(StandingSale state, Occurrence when) =>
        new Contracts.ContractSigned(SubscriptionId, UnitId, Project, Unit);
}
