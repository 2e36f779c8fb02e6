using Microsoft.EntityFrameworkCore;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Plans;

/// <summary>REC-3.1: a site's plans; whoever is paid by one sees it.</summary>
internal static class ListPlans
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/commission-plans", ListAsync)
            .RequirePermission(ClientAttributionPermissions.ReadSales)
            .WithSummary("plan.list.summary").AnswersOutcome<Page>();
        api.MapRead<PlanAmongOthers, PlanView>("commission-plans/{id:guid}", ClientAttributionPermissions.ReadSales)
            .WithSummary("plan.read.summary");
    }

    /// <summary>A page of plans, the newest first.</summary>
    /// <param name="Items">The plans.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<PlanView> Items, Guid? Next);

    private static async Task<Outcome<Page>> ListAsync(
        string project, Word<PlanState>? state, Guid? after, PageSize? limit, Actor actor, ClientAttributionDb db,
        CompanyTime company, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        var (size, how) = (limit.Rows(), state?.Value);
        var found = await db.CommissionPlans.AsNoTracking()
            .Where(one => one.Project == project && (how == null || one.State == how)
                && (after == null || one.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(one => one.Id).Take(size).ToListAsync(cancellationToken);
        return new Page(
            found.ConvertAll(one => PlanView.Of(one, company)), found.Count == size ? found[^1].Id : null);
    }
}
