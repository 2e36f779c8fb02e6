using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// ATT-III.3: a site's clients, a consultant's own among them, each with the days that are left; what has lapsed is
/// shown as nobody's.
/// </summary>
internal static class ListClients
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/clients", ListAsync)
            .RequirePermission(ClientAttributionPermissions.ReadClients)
            .WithSummary("client.list.summary")
            .AnswersOutcome<Page>();

    /// <summary>A page of clients, the newest first.</summary>
    /// <param name="Items">The clients.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<Line> Items, Guid? Next);

    /// <summary>A client.</summary>
    /// <param name="Client">The name in full for whose client it is.</param>
    /// <param name="Kind">Whose the client is.</param>
    /// <param name="Consultants">The consultants.</param>
    /// <param name="ValidUntil">The last day; null where it does not lapse.</param>
    /// <param name="DaysLeft">How many days are left, the last one counted; null where it does not lapse.</param>
    internal sealed record Line(
        ClientView Client, AwardKind Kind, IReadOnlyList<string> Consultants, LocalDate? ValidUntil, int? DaysLeft);

    [Rule("ATT-III.3", "the days that are left are counted down")]
    private static async Task<Outcome<Page>> ListAsync(
        string project, string? consultant, Word<AwardKind>? kind, Guid? after, PageSize? limit, Actor actor,
        ClientAttributionDb db, ClientSource clients, CompanyTime company, IClock clock,
        CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        var (size, now) = (limit.Rows(), clock.GetCurrentInstant());
        var (today, whose) = (company.DateOf(now), kind?.Value);
        string[]? of = consultant is null ? null : [consultant];
        // A function of time: what has lapsed is nobody's, whether or not the deadline has fired.
        var found = await (
            from award in db.ClientAwards.AsNoTracking()
            join client in db.Clients.AsNoTracking() on award.ClientId equals client.Id
            let isHeld = award.ValidUntil == null || award.ValidUntil >= today
            where award.Project == project && client.MergedInto == null
                && (of == null || (isHeld && of.All(one => award.Consultants.Contains(one))))
                && (whose == null || (isHeld ? award.Kind : AwardKind.Nobody) == whose)
                && (after == null || client.Id.CompareTo(after.Value) < 0)
            orderby client.Id descending
            select new { Award = award, Client = client }).Take(size).ToListAsync(cancellationToken);
        return new Page(
            found.ConvertAll(one => LineOf(one.Client, one.Award)), found.Count == size ? found[^1].Client.Id : null);

        Line LineOf(Client client, ClientAward award)
        {
            var (isHeld, view) = (award.ValidUntil is not { } last || last >= today, clients.Show(client));
            return new(
                CaseSource.MaySeeName(award, actor, now) ? view with { Name = client.Name } : view,
                isHeld ? award.Kind : AwardKind.Nobody, isHeld ? award.Consultants : [],
                isHeld ? award.ValidUntil : null,
                isHeld && award.ValidUntil is { } until ? Period.DaysBetween(today, until) + 1 : null);
        }
    }
}
