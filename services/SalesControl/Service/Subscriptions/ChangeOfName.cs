using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>RES-4: others buy 更名, or with other shares, once a manager has agreed.</summary>
internal sealed class ChangeOfName(SaleSource sales, SalesControlDb db)
    : ChangeKind<RenamedSale, ChangeOfName.Details>(
        ChangeKind.ChangeOfName, "RES-4", SalesControlPermissions.ApproveChange)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapAsk<RenamedSale, Request, Details>(
                "subscriptions/{id:guid}/change-of-name", SalesControlPermissions.AskForChange,
                (ChangeKind.ChangeOfName, state => state.Sale.Id), Ask)
            .OfferedUnlessAsked<RenamedSale, Request, StandingSale>(
                (ChangeKind.ChangeOfName, sale => sale.Sale.Id), (sale, _) => sale.Forbids(UnitActs.ChangeBuyers))
            .WithSummary("change-of-name.ask-for.summary");

    /// <summary>Who is to buy, and why.</summary>
    /// <param name="Buyers">All of them, with their shares; the first stands for all.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Request(IReadOnlyList<BuyerForm> Buyers, string Reason) : IAsks;

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Buyers).MustBeSomeBuyers();
            RuleForEach(r => r.Buyers).NotNull().SetValidator(new BuyerForm.Validator());
            RuleFor(r => r.Reason).MustBeAReason("RES-4", "change-of-name.reason-missing");
        }
    }

    /// <summary>What is asked for: the customers' entries, and not what is known of them.</summary>
    /// <param name="Buyers">Who is to buy.</param>
    internal sealed record Details(IReadOnlyList<BuyerShare> Buyers);

    internal sealed class Load(SaleSource sales, CustomerBook customers) : ILoad<RenamedSale, Request>
    {
        public async Task<Outcome<RenamedSale>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var parts = await sales.FindPartsAsync(named, Access.Change, cancellationToken);
            if (parts.Refusal is { } missing)
                return missing;
            return new RenamedSale(parts.Value, await customers.ReadBuyersAsync(
                request.Buyers, [.. parts.Value.Sale.Shares().Select(b => b.CustomerId)], parts.Value.Unit.Project,
                change, cancellationToken));
        }
    }

    internal static Outcome<Details> Ask(RenamedSale state, Request request, Change change) =>
        Refuses(state) is { } refusal ? refusal : new Details(state.Buyers.Value);

    /// <summary>Why others cannot buy; null where they can.</summary>
    [Rule("RES-4", "a change of name")]
    internal static Refused? Refuses(RenamedSale state)
    {
        if (state.Buyers.Refusal is { } who)
            return who;
        if (state.Forbids(UnitActs.ChangeBuyers) is { } refusal)
            return refusal;
        var buyers = state.Buyers.Value;
        if (buyers.Select(b => b.CustomerId).Distinct().Count() < buyers.Count)
            return BuyerForm.Twice();
        return state.Sale.Shares().ToHashSet().SetEquals(buyers)
            ? state.Refuse("RES-4", "change-of-name.buy-already") with { Field = "buyers" }
            : null;
    }

    protected override Text What(Details details, Unit unit) =>
        Text.Of("change-of-name.what", ("unit", unit.Code), ("count", details.Buyers.Count));

    protected override async Task<RenamedSale> LockAsync(
        ChangeRequest request, Details details, CancellationToken cancellationToken)
    {
        var parts = await sales.LockPartsAsync(request, cancellationToken);
        // Two entries may have turned out to be one person since it was asked for.
        var buyers = new List<BuyerShare>();
        foreach (var buyer in details.Buyers)
        {
            var id = buyer.CustomerId;
            while (await db.Customers.AsNoTracking().Where(c => c.Id == id).Select(c => c.MergedInto)
                .SingleAsync(cancellationToken) is { } into)
            {
                id = into;
            }

            buyers.Add(buyer with { CustomerId = id });
        }

        return new(parts, buyers);
    }

    protected override Outcome<Events<RenamedSale>> Grant(RenamedSale state, Granted<Details> granted, Change by)
    {
        var unit = state.Unit;
        return Refuses(state) is { } refusal
            ? refusal
            : new Events<RenamedSale>(new BuyersChanged(
                granted.Id, state.Sale.Id, unit.Id, unit.Project, unit.Code, state.Sale.Shares(), state.Buyers.Value,
                by.Wrote(granted.Request.Reason))
            {
                BuyerIds = [.. state.Buyers.Value.Select(_ => by.NewId())],
            });
    }
}

/// <summary>A sale, with who is to buy; or why they cannot.</summary>
internal sealed class RenamedSale(SaleParts parts, Outcome<List<BuyerShare>> buyers) : StandingSale(parts)
{
    /// <summary>Who is to buy.</summary>
    public Outcome<List<BuyerShare>> Buyers => buyers;
}

/// <summary>Other people buy 更名: a change of name was granted (DOC-5.2.1). Who bought before keeps the entry.</summary>
[HappensUnder("DOC-5.2.1")]
internal sealed record BuyersChanged(
    Guid ChangeId, Guid SubscriptionId, Guid UnitId, string Project, string Unit, IReadOnlyList<BuyerShare> From,
    IReadOnlyList<BuyerShare> To, FreeText Reason) : IEvent<StandingSale>, ITold<StandingSale>
{
    /// <summary>The ids of the buyers' entries, in their order.</summary>
    [JsonIgnore]
    public IReadOnlyList<Guid> BuyerIds { get; init; } = [];

    public void Apply(StandingSale state, Occurrence when)
    {
        foreach (var leaving in state.Sale.Buyers.Where(b => b.Until is null))
            leaving.Leave(when.At);
        state.Sale.Add(To, new Queue<Guid>(BuyerIds).Dequeue, when.At);
        state.Unit.HolderId = To[0].CustomerId;
    }

    public void React(StandingSale state, Occurrence when, Reactions follow) => follow.Tell(
        state, $"buyers/{ChangeId}", Text.Of("sale.task.others-buy", ("unit", Unit)), when.At);

    public object ToContract(StandingSale state, Occurrence when) =>
        new Contracts.BuyersChanged(SubscriptionId, UnitId, Project, Unit, To);
}
