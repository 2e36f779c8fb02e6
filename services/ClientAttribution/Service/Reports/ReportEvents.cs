using System.Text.Json.Serialization;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reports;

/// <summary>A consultant closed the report of a day.</summary>
/// <param name="ReportId">The report.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">Whose.</param>
/// <param name="Day">Of which day.</param>
/// <param name="Clients">How many clients it is about.</param>
[HappensUnder("ATT-III.1")]
internal sealed record DailyReportClosed(
    Guid ReportId, string Project, string Consultant, LocalDate Day, int Clients) : IEvent<ReportingDay>
{
    public void Apply(ReportingDay state, Occurrence when) => state.Report.ClosedAt = when.At;

    public void React(ReportingDay state, Occurrence when, Reactions follow)
    {
        var report = state.Report;
        follow.Add(report);
        follow.Register(new(
            ReportRegister.DailyReports, Project, when.By,
            new ReportRecord("closed", report.Path, Day, report.Visits, report.Calls, Clients)));
        follow.Tasks.Add(new NewTask(
            $"daily-report/{ReportId}", Addressee.ForPermission(ClientAttributionPermissions.LeadClients), Project,
            Text.Of("report.task.closed", ("consultant", Consultant), ("day", Day)), "ATT-III.1", report.Path,
            when.At));
    }

    private sealed record ReportRecord(
        string What, string Subject, LocalDate Day, int Visits, int Calls, int Clients) : IRegisterRecord;
}

/// <summary>A daily report says how it goes with a client: a line of it, and a fact of the client's.</summary>
/// <param name="LineId">The line.</param>
/// <param name="ReportId">The report.</param>
/// <param name="ClientId">Of whom.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">Whose report.</param>
/// <param name="Progress">How it goes.</param>
/// <param name="Likes">What they like.</param>
/// <param name="Dislikes">What they dislike.</param>
/// <param name="Hindrances">What holds them back.</param>
[HappensUnder("ATT-III.3")]
internal sealed record ProgressReported(
    Guid LineId, Guid ReportId, Guid ClientId, string Project, string Consultant, FreeText Progress, FreeText? Likes,
    FreeText? Dislikes, FreeText? Hindrances) : IEvent<ReportingDay>, IEvent<ClientCase>
{
    /// <summary>All of them.</summary>
    [JsonIgnore]
    private IEnumerable<(string Name, FreeText? Words)> Said =>
        [("progress", Progress), ("likes", Likes), ("dislikes", Dislikes), ("hindrances", Hindrances)];

    public static ProgressReported Of(ReportingDay state, ClientCase of, CloseReport.Line line, Change change)
    {
        return new(
            change.NewId(), state.Report.Id, of.Client.Id, of.Client.Project, change.Actor.Id,
            change.Wrote(line.Progress), Wrote(line.Likes), Wrote(line.Dislikes), Wrote(line.Hindrances));

        FreeText? Wrote(string? words) => string.IsNullOrWhiteSpace(words) ? null : change.Wrote(words);
    }

    public void Apply(ReportingDay state, Occurrence when) =>
        state.Report.Add(new ReportLine(LineId, ReportId, ClientId)
        {
            Words = Progress.Words!,
            Likes = Likes?.Words,
            Dislikes = Dislikes?.Words,
            Hindrances = Hindrances?.Words,
        });

    public void Apply(ClientCase state, Occurrence when) => state.Add(FactOf(state, when));

    public void React(ReportingDay state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Report.Lines.Single(line => line.Id == LineId));
        follow.Register(new(
            ReportRegister.DailyReports, Project, when.By, new LineRecord("reported", state.Report.Path, ClientId),
            Said.Where(one => one.Words is not null)
                .ToDictionary(one => one.Name, one => one.Words!.Words!, StringComparer.Ordinal)));
    }

    public void React(ClientCase state, Occurrence when, Reactions follow) =>
        follow.Record(state, LineId, FactOf(state, when), reason: null, when);

    public Fact.Reported FactOf(ClientCase state, Occurrence when) =>
        new($"report-line/{LineId}", when.At, state.Name, Consultant);

    private sealed record LineRecord(string What, string Subject, Guid ClientId) : IRegisterRecord;
}

/// <summary>A daily report says what was seen of a competitor (REC-5).</summary>
/// <param name="LineId">The line.</param>
/// <param name="ReportId">The report.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Seen">What was seen.</param>
/// <param name="Attachment">Where the archive has the material; null where none was brought.</param>
[HappensUnder("REC-5")]
internal sealed record CompetitorSeen(Guid LineId, Guid ReportId, string Project, FreeText Seen, string? Attachment)
    : IEvent<ReportingDay>
{
    public void Apply(ReportingDay state, Occurrence when) =>
        state.Report.Add(new ReportLine(LineId, ReportId, clientId: null)
        {
            Words = Seen.Words!,
            Attachment = Attachment,
        });

    public void React(ReportingDay state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Report.Lines.Single(line => line.Id == LineId));
        follow.Register(new(
            ReportRegister.DailyReports, Project, when.By,
            new CompetitorRecord("competitor", state.Report.Path, Attachment),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["seen"] = Seen.Words! }));
        follow.Tasks.Add(new NewTask(
            $"competitor/{LineId}", Addressee.ForPermission(ClientAttributionPermissions.LeadClients), Project,
            Text.Of("report.task.competitor", ("by", when.By)), "REC-5", state.Report.Path, when.At));
    }

    private sealed record CompetitorRecord(string What, string Subject, string? Attachment) : IRegisterRecord;
}

/// <summary>The register of daily reports 日报表登记, a chain a site.</summary>
internal static class ReportRegister
{
    public const string DailyReports = "daily-reports";
}
