using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Reports;

/// <summary>A daily report as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">Whose.</param>
/// <param name="Day">Of which day.</param>
/// <param name="ClosedAt">When it was closed.</param>
/// <param name="Visits">How many visitors the consultant received, by the register.</param>
/// <param name="Calls">How many calls, by the register.</param>
/// <param name="Lines">What was reported.</param>
internal sealed record ReportView(
    Guid Id, string Project, string Consultant, LocalDate Day, OffsetDateTime ClosedAt, int Visits, int Calls,
    IReadOnlyList<ReportView.LineView> Lines)
{
    public static ReportView Of(DailyReport report, CompanyTime company) => new(
        report.Id, report.Project, report.Consultant, report.Day, company.At(report.ClosedAt), report.Visits,
        report.Calls,
        [
            .. report.Lines.OrderBy(line => line.Id).Select(line => new LineView(
                line.ClientId, line.Words, line.Likes, line.Dislikes, line.Hindrances, line.Attachment)),
        ]);

    /// <summary>A line.</summary>
    /// <param name="Client">The client; null of a competitor.</param>
    /// <param name="Words">How it goes with the client; of a competitor, what was seen.</param>
    /// <param name="Likes">What they like.</param>
    /// <param name="Dislikes">What they dislike.</param>
    /// <param name="Hindrances">What holds them back.</param>
    /// <param name="Attachment">Where the archive has a competitor's material.</param>
    internal sealed record LineView(
        Guid? Client, string Words, string? Likes, string? Dislikes, string? Hindrances, string? Attachment);
}

/// <summary>Locks the site's clients, and loads the report of today with the clients whom it is about.</summary>
internal sealed class ReportSource(
    ClientAttributionDb db, ClientDirectory directory, CaseLoader cases, CompanyTime company)
    : ISource<ReportingDay>, ILoad<ReportingDay, CloseReport.Request>, IView<ReportingDay, ReportView>
{
    public async Task<Outcome<ReportingDay>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var report = await db.DailyReports.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == named.Id, cancellationToken);
        // One's own, and those of one's site for whoever leads there.
        return report is not null && named.Actor.MaySee(report.Project) && MaySee(named.Actor, report.Consultant)
            ? new ReportingDay(report, new Dictionary<Guid, ClientCase>())
            : Refused.NotFound(Text.Of("report.unknown", ("id", named.Id)));
    }

    public Task<ReportingDay> LockAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A report is over when it is closed: nothing happens to it by itself.");

    public async Task<Outcome<ReportingDay>> LoadAsync(
        Named named, CloseReport.Request request, Change change, CancellationToken cancellationToken)
    {
        var (project, actor) = (named["project"], named.Actor);
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        await directory.LockAsync(project, cancellationToken);
        var today = company.DateOf(change.At);
        Dictionary<Guid, ClientCase> clients = [];
        foreach (var id in request.Lines.Select(line => line.Client))
        {
            if (await cases.FindAsync(project, id, Access.Change, cancellationToken) is { } of)
                clients.Add(id, of);
        }

        var received = await ReceivedAsync(project, actor.Id, today, cancellationToken);
        return new ReportingDay(
            new DailyReport(change.NewId(), project, actor.Id, today)
            {
                Visits = received.Count(one => one.Channel == Channel.Visit),
                Calls = received.Count(one => one.Channel == Channel.Call),
            },
            clients)
        {
            ClosedAlready = await ClosedAsync(project, actor.Id, today, cancellationToken),
        };
    }

    public ValueTask<ReportView> ShowAsync(ReportingDay state, Actor actor, CancellationToken cancellationToken) =>
        ValueTask.FromResult(ReportView.Of(state.Report, company));

    /// <summary>A consultant's own, and everybody's for whoever leads.</summary>
    public static bool MaySee(Actor actor, string consultant) => consultant == actor.Id
        || actor.Permissions.Contains(ClientAttributionPermissions.LeadClients);

    /// <summary>Which report a consultant has closed of a day; null for none.</summary>
    public Task<Guid?> ClosedAsync(
        string project, string consultant, LocalDate day, CancellationToken cancellationToken) =>
        db.DailyReports.AsNoTracking()
            .Where(one => one.Project == project && one.Consultant == consultant && one.Day == day)
            .Select(one => (Guid?)one.Id).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Whom a consultant received on a day, and entered on the register.</summary>
    public Task<List<Contact>> ReceivedAsync(
        string project, string consultant, LocalDate day, CancellationToken cancellationToken) =>
        db.Contacts.AsNoTracking()
            .Where(one => one.Project == project && one.Consultant == consultant && one.Day == day
                && one.EnteredAt != null)
            .OrderBy(one => one.Id).ToListAsync(cancellationToken);
}
