using Microsoft.EntityFrameworkCore;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Sales;

/// <summary>
/// ATT-III.6: a site's sales, as SalesControl tells of them, and of which nobody has said which client bought. A
/// consultant sees their own, and whoever may see everybody's commission all.
/// </summary>
internal static class ListSales
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/sales", ListAsync)
            .RequirePermission(ClientAttributionPermissions.ReadSales)
            .WithSummary("sale.list.summary").AnswersOutcome<Page>();
        api.MapRead<SaleCase, SaleView>("sales/{id:guid}", ClientAttributionPermissions.ReadSales)
            .WithSummary("sale.read.summary");
    }

    /// <summary>A page of sales, the newest first.</summary>
    /// <param name="Items">The sales.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<SaleView> Items, Guid? Next);

    /// <summary>A sale whose subscription has not been heard of yet is not shown.</summary>
    [Rule("ATT-III.6", "a buyer whom nobody has registered is shown as such")]
    private static async Task<Outcome<Page>> ListAsync(
        string project, string? consultant, bool? registered, Guid? after, PageSize? limit, Actor actor,
        ClientAttributionDb db, CompanyTime company, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        var size = limit.Rows();
        var found = await SaleSource.Seen(db, actor).AsNoTracking()
            .Where(one => one.Project == project && one.SignedAt != null
                && (consultant == null || one.Consultant == consultant)
                && (registered == null || (one.ClientId != null) == registered)
                && (after == null || one.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(one => one.Id).Take(size).ToListAsync(cancellationToken);
        return new Page(
            found.ConvertAll(one => SaleView.Of(one, company)), found.Count == size ? found[^1].Id : null);
    }
}
