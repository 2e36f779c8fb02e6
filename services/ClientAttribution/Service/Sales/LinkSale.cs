using FluentValidation;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Sales;

/// <summary>
/// REC-3.1, ATT-III.6: somebody says which client bought, and how that is known. From then on the sale is the credit of
/// whoever's client it was at the subscription; a buyer whom nobody had registered by then is nobody's.
/// </summary>
internal static class LinkSale
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<SaleToLink, Request, SaleLinked>(
                "sales/{id:guid}/client", ClientAttributionPermissions.LinkSales, Decide)
            .OfferedOn<SaleCase>((state, _) => Refuses(state))
            .Answers<SaleCase, SaleView>((state, _) => state)
            .WithSummary("sale.link.summary");

    /// <summary>Who bought.</summary>
    /// <param name="Client">The client.</param>
    /// <param name="Basis">How that is known.</param>
    /// <param name="Reason">What was looked at, in a sentence.</param>
    internal sealed record Request(Guid Client, LinkBasis Basis, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("ATT-III.6", "client.reason-missing");
    }

    [Rule("REC-3.1", "a sale is the credit of whose client the buyer was at the subscription")]
    internal static Outcome<SaleLinked> Decide(SaleToLink state, Request request, Change change)
    {
        if (Refuses(state) is { } refusal)
            return refusal;
        var client = state.Client!;
        if (Shown(request.Basis) is { } kind && client.Client.Identifiers.All(one => one.Kind != kind))
            return Refused.Input("ATT-III.6", "basis", Text.Of("sale.basis-not-known"));
        var linked = new SaleLinked(
            state.Sale.Id, state.Sale.Project, change.NewId(), client.Client.Id, request.Basis,
            change.Wrote(request.Reason));
        return RefusesUnregistered(client, linked.FactOf(state)) is { } nobodys ? nobodys : linked;
    }

    /// <summary>What the directory must have of the client for that to be known so; null for nothing.</summary>
    private static IdentifierKind? Shown(LinkBasis basis) => basis switch
    {
        LinkBasis.Document => IdentifierKind.Document,
        LinkBasis.Phone => IdentifierKind.Phone,
        _ => null,
    };

    private static Refused? Refuses(SaleCase state)
    {
        var sale = state.Sale;
        if (sale.SignedAt is null)
            return sale.Refuse("REC-3.1", "sale.not-heard-of");
        // A sale follows a swap: whose it is was said of the first.
        return state.Chain[0].Id != sale.Id ? state.Chain[0].Refuse("REC-3.1", "sale.link-the-first")
            : sale.LinkId is not null ? sale.Refuse("REC-3.1", "sale.linked-already")
            : null;
    }

    [Rule("ATT-III.6", "who was nobody's client at the subscription is nobody's credit")]
    private static Refused? RefusesUnregistered(ClientCase client, Fact.Sold sold)
    {
        var decided = AttributionDecision.Decide(
            client.Facts.All.Append(sold), new(client.Name, sold.At, client.Terms) { Sale = sold.Sale });
        if (decided.Award.Kind != AwardKind.Nobody)
            return null;
        var why = decided.Steps[^1];
        return new Refused(why.Rule, why.Text) { Evidence = why.Evidence };
    }
}

/// <summary>A sale with the client of whom it is to be said that they bought.</summary>
internal sealed class SaleToLink(Sale sale, IReadOnlyList<Sale> chain, ClientCase? client)
    : SaleCase(sale, chain, client);

/// <summary>Somebody said which client bought.</summary>
/// <param name="SaleId">The sale.</param>
/// <param name="Project">The project's code.</param>
/// <param name="LinkId">That it was said.</param>
/// <param name="ClientId">The client.</param>
/// <param name="Basis">How it is known.</param>
/// <param name="Reason">What was looked at.</param>
[HappensUnder("REC-3.1")]
internal sealed record SaleLinked(
    Guid SaleId, string Project, Guid LinkId, Guid ClientId, LinkBasis Basis, FreeText Reason) : IEvent<SaleCase>
{
    public void Apply(SaleCase state, Occurrence when)
    {
        var sale = state.Sale;
        (sale.LinkId, sale.ClientId, sale.LinkBasis, sale.LinkReason) = (LinkId, ClientId, Basis, Reason.Words);
        (sale.LinkedAt, sale.LinkedBy) = (when.At, when.By);
        foreach (var follows in state.Chain)
            follows.ClientId = ClientId;
        state.Client!.Add(FactOf(state));
    }

    public void React(SaleCase state, Occurrence when, Reactions follow)
    {
        var client = state.Client!;
        follow.Record(client, LinkId, FactOf(state), Reason, when);
        if (state.Chain[^1] is { IsUndone: true } undone)
        {
            follow.Happen(
                client, new BuyerLost(follow.NewId(), client.Client.Id, Project, LinkId, undone.EndedAt!.Value), when);
        }

        follow.Look<ISaleAccounts>((accounts, cancellationToken) =>
            accounts.OfSaleAsync(SaleId, when, cancellationToken));
    }

    public Fact.Sold FactOf(SaleCase state) => new(
        $"sale-link/{LinkId}", state.Sale.SignedAt!.Value, state.Client!.Name, $"{LinkId}", state.Sale.Consultant!);
}

/// <summary>Who had bought has not after all: the sale was undone, or was another's.</summary>
/// <param name="FactId">That it is so.</param>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
/// <param name="LinkId">Under which link they had bought.</param>
/// <param name="At">Since when.</param>
[HappensUnder("ATT-III.3")]
internal sealed record BuyerLost(
    Guid FactId, Guid ClientId, string Project, Guid LinkId, Instant At) : IEvent<ClientCase>
{
    public void Apply(ClientCase state, Occurrence when) => state.Add(FactOf(state));

    public void React(ClientCase state, Occurrence when, Reactions follow) =>
        follow.Record(state, FactId, FactOf(state), reason: null, when);

    private Fact.SaleEnded FactOf(ClientCase state) => new($"sale-end/{FactId}", At, state.Name, $"{LinkId}");
}
