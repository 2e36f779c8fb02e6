using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>RES-4: others buy 更名, or with other shares, once a manager has agreed.</summary>
internal sealed class ChangeOfName(SalesControlDb db, TimeProvider time) : IChangeKind
{
    public ChangeKind Kind => ChangeKind.ChangeOfName;

    public string Rule => "RES-4";

    public IReadOnlyList<Need> Needs { get; } = [new(SalesControlPermissions.ApproveChange)];

    public UnitParts Parts => UnitParts.Sale;

    public string What(ChangeRequest change, Unit unit) => $"A change of name of the sale of {unit.Code}, to {ChangeDesk.DetailsOf<Details>(change).Buyers.Count} buyers";

    [Rule("RES-4")]
    public async Task<Refused?> DoAsync(ChangeRequest change, Unit unit, Instant now, Actor by, CancellationToken cancellationToken)
    {
        // Two entries may have turned out to be one person since it was asked for.
        var buyers = new List<BuyerShare>();
        foreach (var buyer in ChangeDesk.DetailsOf<Details>(change).Buyers)
        {
            var id = buyer.CustomerId;
            while (await db.Customers.AsNoTracking().Where(c => c.Id == id).Select(c => c.MergedInto).SingleAsync(cancellationToken) is { } into)
                id = into;
            buyers.Add(buyer with { CustomerId = id });
        }

        return unit.ChangeBuyers(change.Id, change.Subject!.Value, buyers, change.Reason, now, by.Id, () => Guid.CreateVersion7(time.GetUtcNow()));
    }

    /// <summary>What is asked for: the customers' entries, and not what is known of them.</summary>
    /// <param name="Buyers">Who is to buy.</param>
    internal sealed record Details(IReadOnlyList<BuyerShare> Buyers);
}

/// <summary>RES-4: a change of name is asked for.</summary>
internal static class AskForChangeOfName
{
    public static void MapAskForChangeOfName(this IEndpointRouteBuilder api) =>
        api.MapPost("subscriptions/{id:guid}/change-of-name", HandleAsync)
            .AsCommand(SalesControlPermissions.AskForChange)
            .WithSummary("Ask that others buy").Produces<ChangeView>(StatusCodes.Status201Created);

    /// <summary>Who is to buy, and why.</summary>
    /// <param name="Buyers">All of them, with their shares; the first stands for all.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Request(IReadOnlyList<BuyerForm> Buyers, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Buyers).Must(buyers => buyers.Count is > 0 and <= BuyerForm.Most).WithMessage($"There are 1 to {BuyerForm.Most} buyers.").WithState(_ => "RES-4");
            RuleForEach(r => r.Buyers).NotNull().SetValidator(new BuyerForm.Validator());
            RuleFor(r => r.Reason).NotEmpty().WithMessage("A change of name needs its reason.").WithState(_ => "RES-4").MaximumLength(500);
        }
    }

    [Rule("RES-4")]
    private static Task<IResult> HandleAsync(Guid id, Request request, IfMatch ifMatch, Actor actor, SaleDesk desk, CustomerBook customers, CancellationToken cancellationToken) => desk.AskAsync<ChangeOfName.Details>(
        id, ifMatch, actor, ChangeKind.ChangeOfName, request.Reason,
        async hand =>
        {
            var buyers = await BuyerForm.ReadAsync(request.Buyers, hand.Unit.Project, customers, hand.Now, actor.Id, cancellationToken);
            if (buyers.Refusal is { } who)
                return who;
            return hand.Unit.RefusesOtherBuyers(id, buyers.Value) is { } refusal ? refusal : new ChangeOfName.Details(buyers.Value);
        },
        cancellationToken);
}
