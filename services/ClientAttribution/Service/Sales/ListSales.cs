using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Sales;

/// <summary>A site's sales, as SalesControl tells of them. Prices and payments are for whoever leads.</summary>
internal static class ListSales
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/sales", ListAsync)
            .RequirePermission(ClientAttributionPermissions.LeadClients)
            .WithSummary("sale.list.summary").AnswersOutcome<Page>();

    /// <summary>A page of sales, the newest first.</summary>
    /// <param name="Items">The sales.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<Line> Items, Guid? Next);

    /// <summary>A sale.</summary>
    /// <param name="Id">The subscription's id in SalesControl.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="AgreementNumber">The number on the subscription agreement.</param>
    /// <param name="Consultant">Whose sale it is by SalesControl.</param>
    /// <param name="Price">CNY; null where the sale was agreed before prices were kept.</param>
    /// <param name="Paid">CNY that the buyers have paid.</param>
    /// <param name="SignedAt">When the subscription was signed.</param>
    /// <param name="ContractedAt">When the contract was signed; null before.</param>
    /// <param name="Ending">How it ended; null while it stands.</param>
    /// <param name="EndedAt">When it ended; null while it stands.</param>
    /// <param name="SwappedFrom">The sale that it replaces by a swap; null without one.</param>
    internal sealed record Line(
        Guid Id, string Unit, string AgreementNumber, string Consultant, decimal? Price, decimal Paid,
        OffsetDateTime SignedAt, OffsetDateTime? ContractedAt, SaleEnding? Ending, OffsetDateTime? EndedAt,
        Guid? SwappedFrom);

    /// <summary>A sale whose subscription has not been heard of yet is not shown.</summary>
    private static async Task<Outcome<Page>> ListAsync(
        string project, string? consultant, Guid? after, PageSize? limit, Actor actor, ClientAttributionDb db,
        CompanyTime company, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        var size = limit.Rows();
        var found = await db.Sales.AsNoTracking()
            .Where(one => one.Project == project && one.SignedAt != null
                && (consultant == null || one.Consultant == consultant)
                && (after == null || one.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(one => one.Id).Take(size).ToListAsync(cancellationToken);
        return new Page(
            found.ConvertAll(one => new Line(
                one.Id, one.Unit, one.AgreementNumber!, one.Consultant!, one.Price, one.Paid,
                company.At(one.SignedAt!.Value), At(one.ContractedAt), one.Ending, At(one.EndedAt), one.SwappedFrom)),
            found.Count == size ? found[^1].Id : null);

        OffsetDateTime? At(Instant? at) => at is { } then ? company.At(then) : null;
    }
}
