using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Sales;

/// <summary>A sale, with those that it followed by a swap and that follow it, and the client who bought.</summary>
/// <param name="sale">The sale.</param>
/// <param name="chain">It and those before and after it, the first first.</param>
/// <param name="client">The client; null where nobody has said who it is.</param>
internal class SaleCase(Sale sale, IReadOnlyList<Sale> chain, ClientCase? client) : IState
{
    public Sale Sale => sale;

    public IReadOnlyList<Sale> Chain => chain;

    public ClientCase? Client => client;

    public Aggregate Root => sale;

    public void ApplyDue(Instant now, IHappenings happenings) => client?.ApplyDue(now, happenings);
}

/// <summary>Goes along the swaps of a sale, in the change's own rows.</summary>
internal sealed class SaleChains(ClientAttributionDb db)
{
    /// <summary>A sale with those before and after it, the first first; what was not heard of is not there.</summary>
    public async Task<IReadOnlyList<Sale>> OfAsync(Sale sale, CancellationToken cancellationToken)
    {
        var first = sale;
        while (first.SwappedFrom is { } before && await db.Sales.SingleOrDefaultAsync(
            one => one.Id == before && one.SignedAt != null, cancellationToken) is { } there)
            first = there;
        List<Sale> chain = [first];
        while (chain[^1].Id is var last && await db.Sales.SingleOrDefaultAsync(
            one => one.SwappedFrom == last && one.SignedAt != null, cancellationToken) is { } next)
            chain.Add(next);
        return chain;
    }

    /// <summary>A site's sales whose first subscription is within a time, each with those that follow it.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<Sale>>> InAsync(
        string project, Instant from, Instant to, CancellationToken cancellationToken)
    {
        var signed = await db.Sales.Where(one => one.Project == project && one.SignedAt >= from && one.SignedAt < to)
            .ToListAsync(cancellationToken);
        var before = signed.ConvertAll(one => one.SwappedFrom).OfType<Guid>().ToList();
        var known = await db.Sales.Where(one => before.Contains(one.Id) && one.SignedAt != null)
            .Select(one => one.Id).ToListAsync(cancellationToken);
        List<List<Sale>> chains =
        [
            .. signed.Where(one => one.SwappedFrom is not { } id || !known.Contains(id)).OrderBy(one => one.Id)
                .Select(one => new List<Sale> { one }),
        ];
        var growing = chains;
        while (growing.Count > 0)
        {
            var last = growing.ConvertAll(chain => (Guid?)chain[^1].Id);
            var next = await db.Sales.Where(one => last.Contains(one.SwappedFrom) && one.SignedAt != null)
                .ToDictionaryAsync(one => one.SwappedFrom!.Value, cancellationToken);
            growing = growing.FindAll(chain => next.ContainsKey(chain[^1].Id));
            growing.ForEach(chain => chain.Add(next[chain[^1].Id]));
        }

        return chains;
    }
}

/// <summary>
/// Finds sales: one's own, and all of one's sites for whoever sees all commission; the site's clients are locked
/// where one is to be changed.
/// </summary>
internal sealed class SaleSource(
    ClientAttributionDb db, ClientDirectory directory, SaleChains chains, CaseLoader cases, IActions actions,
    CompanyTime company)
    : ISource<SaleCase>, ILoad<SaleToLink, LinkSale.Request>, IView<SaleCase, SaleView>
{
    public async Task<Outcome<SaleCase>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        if (await MayFindAsync(named, access, cancellationToken) is { } unknown)
            return unknown;
        return await OfAsync(named.Id, access, cancellationToken);
    }

    public async Task<SaleCase> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var project = await db.Sales.Where(one => one.Id == id).Select(one => one.Project)
            .SingleAsync(cancellationToken);
        await directory.LockAsync(project, cancellationToken);
        return await OfAsync(id, Access.Change, cancellationToken);
    }

    public async Task<Outcome<SaleToLink>> LoadAsync(
        Named named, LinkSale.Request request, Change change, CancellationToken cancellationToken)
    {
        if (await MayFindAsync(named, Access.Change, cancellationToken) is { } unknown)
            return unknown;
        var found = await OfAsync(named.Id, Access.Change, cancellationToken);
        return await cases.FindAsync(found.Sale.Project, request.Client, Access.Change, cancellationToken) is { } of
            ? new SaleToLink(found.Sale, found.Chain, of)
            : Refused.Input("REC-3.1", "client", Text.Of("client.unknown", ("id", request.Client)));
    }

    public async ValueTask<SaleView> ShowAsync(SaleCase state, Actor actor, CancellationToken cancellationToken) =>
        SaleView.Of(state.Sale, company) with
        {
            LinkBasis = state.Sale.LinkBasis,
            LinkReason = state.Sale.LinkReason,
            LinkedBy = state.Sale.LinkedBy,
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };

    /// <summary>Whose money somebody may see: one's own sales', and everybody's for whoever may see that.</summary>
    [Rule("CS-7", "whose sales and commission somebody sees")]
    public static IQueryable<Sale> Seen(ClientAttributionDb db, Actor actor) =>
        SeesAll(actor)
            ? db.Sales
            : db.Sales.Where(sale => sale.Consultant == actor.Id || db.CommissionLines.Any(line =>
                line.SaleId == sale.Id && line.Consultant == actor.Id));

    /// <summary>Whether somebody sees everybody's sales and commission.</summary>
    public static bool SeesAll(Actor actor) =>
        actor.Permissions.Contains(ClientAttributionPermissions.ReadCommission);

    private async Task<Refused?> MayFindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var project = await Seen(db, named.Actor).Where(one => one.Id == named.Id).Select(one => one.Project)
            .SingleOrDefaultAsync(cancellationToken);
        if (project is null || !named.Actor.MaySee(project))
            return Unknown(named.Id);
        if (access == Access.Change)
            await directory.LockAsync(project, cancellationToken);
        return null;
    }

    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("sale.unknown", ("id", id)));

    private async Task<SaleCase> OfAsync(Guid id, Access access, CancellationToken cancellationToken)
    {
        var sale = await db.Sales.SingleAsync(one => one.Id == id, cancellationToken);
        return new SaleCase(
            sale, await chains.OfAsync(sale, cancellationToken),
            sale.ClientId is { } client
                ? await cases.FindAsync(sale.Project, client, access, cancellationToken)
                : null);
    }
}

/// <summary>A sale as a caller sees it.</summary>
/// <param name="Id">The subscription's id in SalesControl.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="AgreementNumber">The number on the subscription agreement.</param>
/// <param name="Consultant">Whose sale it is by SalesControl.</param>
/// <param name="Price">CNY; null where the sale was agreed before prices were kept.</param>
/// <param name="Paid">CNY that the buyers have paid.</param>
/// <param name="SignedAt">When the subscription was signed; null where that was not heard of.</param>
/// <param name="ContractedAt">When the contract was signed; null before.</param>
/// <param name="Ending">How it ended; null while it stands.</param>
/// <param name="EndedAt">When it ended; null while it stands.</param>
/// <param name="SwappedFrom">The sale that it replaces by a swap; null without one.</param>
internal sealed record SaleView(
    Guid Id, string Unit, string? AgreementNumber, string? Consultant, decimal? Price, decimal Paid,
    OffsetDateTime? SignedAt, OffsetDateTime? ContractedAt, SaleEnding? Ending, OffsetDateTime? EndedAt,
    Guid? SwappedFrom)
{
    /// <summary>
    /// The client who bought; null where nobody has said who it is: a buyer whom nobody has registered is nobody's
    /// credit (ATT-III.6). What follows a swap has the client of the first sale.
    /// </summary>
    public Guid? Client { get; init; }

    /// <summary>How that is known.</summary>
    public LinkBasis? LinkBasis { get; init; }

    /// <summary>What was looked at.</summary>
    public string? LinkReason { get; init; }

    /// <summary>Who said it.</summary>
    public string? LinkedBy { get; init; }

    /// <summary>What the reader may do to it now, by the names of the operations.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static SaleView Of(Sale one, CompanyTime company)
    {
        return new(
            one.Id, one.Unit, one.AgreementNumber, one.Consultant, one.Price, one.Paid, At(one.SignedAt),
            At(one.ContractedAt), one.Ending, At(one.EndedAt), one.SwappedFrom)
        {
            Client = one.ClientId,
        };

        OffsetDateTime? At(Instant? at) => at is { } then ? company.At(then) : null;
    }
}
