using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Disputes;

/// <summary>ATT-6: a site's disputes, and each with its case file.</summary>
internal static class ListDisputes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/disputes", ListAsync)
            .RequirePermission(ClientAttributionPermissions.ReadClients)
            .WithSummary("dispute.list.summary").AnswersOutcome<Page>();
        api.MapRead<DisputeCase, DisputeView>("disputes/{id:guid}", ClientAttributionPermissions.ReadClients)
            .WithSummary("dispute.read.summary");
    }

    /// <summary>A page of disputes, the newest first.</summary>
    /// <param name="Items">The disputes.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<Line> Items, Guid? Next);

    /// <summary>A dispute.</summary>
    /// <param name="Id">Where it is read: <c>disputes/{id}</c>.</param>
    /// <param name="Client">Over whom.</param>
    /// <param name="State">How far it has come.</param>
    /// <param name="Parties">Between whom.</param>
    /// <param name="OpenedAt">When it was opened.</param>
    internal sealed record Line(
        Guid Id, Guid Client, DisputeState State, IReadOnlyList<string> Parties, OffsetDateTime OpenedAt);

    private static async Task<Outcome<Page>> ListAsync(
        string project, Word<DisputeState>? state, Guid? after, PageSize? limit, Actor actor, ClientAttributionDb db,
        CompanyTime company, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        var (size, how) = (limit.Rows(), state?.Value);
        var found = await db.Disputes.AsNoTracking()
            .Where(one => one.Project == project && (how == null || one.State == how)
                && (after == null || one.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(one => one.Id).Take(size).ToListAsync(cancellationToken);
        return new Page(
            found.ConvertAll(one => new Line(
                one.Id, one.ClientId, one.State, one.Parties, company.At(one.OpenedAt))),
            found.Count == size ? found[^1].Id : null);
    }
}
