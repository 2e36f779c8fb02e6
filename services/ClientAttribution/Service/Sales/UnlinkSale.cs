using FluentValidation;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Sales;

/// <summary>REC-3.1: what was said of who bought was wrong, and is taken back with a reason.</summary>
internal static class UnlinkSale
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<SaleCase, Request, SaleUnlinked>(
                "sales/{id:guid}/unlink", ClientAttributionPermissions.LinkSales, Decide)
            .OfferedOn<SaleCase>((state, _) => Refuses(state))
            .Answers<SaleView>()
            .WithSummary("sale.unlink.summary");

    /// <summary>Why.</summary>
    /// <param name="Reason">What was wrong, in a sentence.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("REC-3.1", "client.reason-missing");
    }

    [Rule("REC-3.1", "who bought is taken back with a reason")]
    internal static Outcome<SaleUnlinked> Decide(SaleCase state, Request request, Change change) =>
        Refuses(state) is { } refusal
            ? refusal
            : new SaleUnlinked(
                state.Sale.Id, state.Sale.Project, change.NewId(), state.Sale.LinkId!.Value,
                change.Wrote(request.Reason));

    private static Refused? Refuses(SaleCase state) =>
        state.Sale.LinkId is null ? state.Sale.Refuse("REC-3.1", "sale.not-linked") : null;
}

/// <summary>It was another who bought than was said.</summary>
/// <param name="SaleId">The sale.</param>
/// <param name="Project">The project's code.</param>
/// <param name="FactId">That it is so.</param>
/// <param name="LinkId">What was said.</param>
/// <param name="Reason">What was wrong.</param>
[HappensUnder("REC-3.1")]
internal sealed record SaleUnlinked(Guid SaleId, string Project, Guid FactId, Guid LinkId, FreeText Reason)
    : IEvent<SaleCase>
{
    public void Apply(SaleCase state, Occurrence when)
    {
        var sale = state.Sale;
        (sale.LinkId, sale.LinkBasis, sale.LinkReason, sale.LinkedAt, sale.LinkedBy) = (null, null, null, null, null);
        foreach (var follows in state.Chain)
            follows.ClientId = null;
    }

    public void React(SaleCase state, Occurrence when, Reactions follow)
    {
        var client = state.Client!;
        follow.Happen(client, new BuyerLost(FactId, client.Client.Id, Project, LinkId, when.At), when);
        follow.Look<ISaleAccounts>((accounts, cancellationToken) =>
            accounts.OfSaleAsync(SaleId, when, cancellationToken));
    }
}
