using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Reports;

/// <summary>
/// ATT-III.1: today's report as the registers fill it in, those that were closed, and a day's summary for whoever leads
/// the site.
/// </summary>
internal static class ReadReports
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/daily-reports/draft", DraftAsync)
            .RequirePermission(ClientAttributionPermissions.OwnClients)
            .WithSummary("report.draft.summary").AnswersOutcome<Draft>();
        api.MapGet("projects/{project}/daily-reports/summary", SummaryAsync)
            .RequirePermission(ClientAttributionPermissions.LeadClients)
            .WithSummary("report.summary.summary").AnswersOutcome<Summary>();
        api.MapGet("projects/{project}/daily-reports", ListAsync)
            .RequirePermission(ClientAttributionPermissions.ReadClients)
            .WithSummary("report.list.summary").AnswersOutcome<Page>();
        api.MapRead<ReportingDay, ReportView>("daily-reports/{id:guid}", ClientAttributionPermissions.ReadClients)
            .WithSummary("report.read.summary");
    }

    /// <summary>Today's report before it is closed.</summary>
    /// <param name="Day">Today.</param>
    /// <param name="Closed">The report, where it was closed already; null where not.</param>
    /// <param name="Visits">How many visitors one received and entered.</param>
    /// <param name="Calls">How many calls.</param>
    /// <param name="Clients">One's clients, those who lapse first first.</param>
    internal sealed record Draft(
        LocalDate Day, Guid? Closed, int Visits, int Calls, IReadOnlyList<DraftLine> Clients);

    /// <summary>A client to report on.</summary>
    /// <param name="Client">Who.</param>
    /// <param name="Name">The name.</param>
    /// <param name="ValidUntil">The last day; null where it does not lapse.</param>
    /// <param name="CameToday">Whether they came or called today.</param>
    internal sealed record DraftLine(Guid Client, string Name, LocalDate? ValidUntil, bool CameToday);

    /// <summary>A day of a site.</summary>
    /// <param name="Day">The day.</param>
    /// <param name="Consultants">Whoever received somebody that day, or closed a report.</param>
    internal sealed record Summary(LocalDate Day, IReadOnlyList<OfConsultant> Consultants);

    /// <summary>A consultant's day.</summary>
    /// <param name="Consultant">Who.</param>
    /// <param name="Visits">How many visitors they received and entered.</param>
    /// <param name="Calls">How many calls.</param>
    /// <param name="Clients">On how many clients they reported; null where they closed no report.</param>
    internal sealed record OfConsultant(string Consultant, int Visits, int Calls, int? Clients);

    /// <summary>A page of reports, the newest first.</summary>
    /// <param name="Items">The reports.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<ReportView> Items, Guid? Next);

    [Rule("ATT-III.1", "the report is filled in from the registers")]
    private static async Task<Outcome<Draft>> DraftAsync(
        string project, Actor actor, ClientAttributionDb db, ReportSource reports, CompanyTime company, IClock clock,
        CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        var today = company.DateOf(clock.GetCurrentInstant());
        var received = await reports.ReceivedAsync(project, actor.Id, today, cancellationToken);
        var came = received.Select(one => one.ClientId).ToHashSet();
        var own = await (
            from award in db.ClientAwards.AsNoTracking()
            join client in db.Clients.AsNoTracking() on award.ClientId equals client.Id
            where award.Project == project && award.Kind == AwardKind.Consultants
                && award.Consultants.Contains(actor.Id) && (award.ValidUntil == null || award.ValidUntil >= today)
            orderby award.ValidUntil, client.Id
            select new { client.Id, client.Name, award.ValidUntil }).ToListAsync(cancellationToken);
        return new Draft(
            today, await reports.ClosedAsync(project, actor.Id, today, cancellationToken),
            received.Count(one => one.Channel == Channel.Visit), received.Count(one => one.Channel == Channel.Call),
            own.ConvertAll(one => new DraftLine(one.Id, one.Name, one.ValidUntil, came.Contains(one.Id))));
    }

    [Rule("ATT-III.1", "a day's summary for the supervisor")]
    private static async Task<Outcome<Summary>> SummaryAsync(
        string project, Day? day, Actor actor, ClientAttributionDb db, CompanyTime company, IClock clock,
        CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        var on = day?.Date ?? company.DateOf(clock.GetCurrentInstant());
        var received = await db.Contacts.AsNoTracking()
            .Where(one => one.Project == project && one.Day == on && one.EnteredAt != null)
            .GroupBy(one => new { one.Consultant, one.Channel })
            .Select(of => new { of.Key.Consultant, of.Key.Channel, Count = of.Count() })
            .ToListAsync(cancellationToken);
        var closed = await db.DailyReports.AsNoTracking().Where(one => one.Project == project && one.Day == on)
            .Select(one => new { one.Consultant, Clients = one.Lines.Count(line => line.ClientId != null) })
            .ToDictionaryAsync(one => one.Consultant, one => one.Clients, cancellationToken);
        return new Summary(
            on,
            [
                .. received.Select(one => one.Consultant!).Concat(closed.Keys).Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal)
                    .Select(one => new OfConsultant(
                        one, Of(one, Channel.Visit), Of(one, Channel.Call),
                        closed.TryGetValue(one, out var clients) ? clients : null)),
            ]);

        int Of(string consultant, Channel channel) =>
            received.Where(one => one.Consultant == consultant && one.Channel == channel).Sum(one => one.Count);
    }

    private static async Task<Outcome<Page>> ListAsync(
        string project, string? consultant, Day? day, Guid? after, PageSize? limit, Actor actor,
        ClientAttributionDb db, CompanyTime company, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        // Who does not lead sees their own.
        var of = ReportSource.MaySee(actor, consultant ?? "") ? consultant : actor.Id;
        var (size, on) = (limit.Rows(), day?.Date);
        var reports = await db.DailyReports.AsNoTracking()
            .Where(one => one.Project == project && (of == null || one.Consultant == of)
                && (on == null || one.Day == on) && (after == null || one.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(one => one.Id).Take(size).ToListAsync(cancellationToken);
        return new Page(
            reports.ConvertAll(one => ReportView.Of(one, company)), reports.Count == size ? reports[^1].Id : null);
    }
}
