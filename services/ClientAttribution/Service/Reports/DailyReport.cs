using NodaTime;
using Ops.ClientAttribution.Clients;
using Ops.Platform.Departments;
using Ops.Platform.Storage;

namespace Ops.ClientAttribution.Reports;

/// <summary>
/// A consultant's daily report 日报表 of one day at a site: closed on that day by the consultant, once, and never after
/// it.
/// </summary>
internal sealed class DailyReport : Aggregate
{
    private readonly List<ReportLine> _lines = [];

    private DailyReport()
    {
    }

    /// <summary>One that is being closed (<see cref="DailyReportClosed"/>).</summary>
    public DailyReport(Guid id, string project, string consultant, LocalDate day) =>
        (Id, Project, Consultant, Day) = (id, project, consultant, day);

    public override string StreamKind => "daily-report";

    public string Project { get; private init; } = "";

    public string Consultant { get; private init; } = "";

    public LocalDate Day { get; private init; }

    public Instant ClosedAt { get; internal set; }

    /// <summary>How many visitors the consultant received that day, by the register.</summary>
    public int Visits { get; internal set; }

    /// <summary>How many calls the consultant answered that day, by the register.</summary>
    public int Calls { get; internal set; }

    /// <summary>What was reported, client by client, and of competitors.</summary>
    public IReadOnlyList<ReportLine> Lines => _lines;

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/clients/daily-reports/{Id}";

    internal void Add(ReportLine line) => _lines.Add(line);
}

/// <summary>A line of a daily report, in the consultant's words: about a client, or about a competitor.</summary>
internal sealed class ReportLine
{
    private ReportLine()
    {
    }

    public ReportLine(Guid id, Guid reportId, Guid? clientId) => (Id, ReportId, ClientId) = (id, reportId, clientId);

    public Guid Id { get; private init; }

    public Guid ReportId { get; private init; }

    /// <summary>The client; null of a competitor.</summary>
    public Guid? ClientId { get; private init; }

    /// <summary>How it goes with the client; of a competitor, what was seen.</summary>
    public string Words { get; internal init; } = "";

    /// <summary>满意点.</summary>
    public string? Likes { get; internal init; }

    /// <summary>不满意点.</summary>
    public string? Dislikes { get; internal init; }

    /// <summary>购买抗性: what holds them back.</summary>
    public string? Hindrances { get; internal init; }

    /// <summary>Where the archive has a competitor's material; null where none was brought.</summary>
    public string? Attachment { get; internal init; }
}

/// <summary>The report of today, with the clients whom it is about.</summary>
internal sealed class ReportingDay(DailyReport report, IReadOnlyDictionary<Guid, ClientCase> clients) : IState
{
    public DailyReport Report => report;

    /// <summary>By the ids that the report names them by.</summary>
    public IReadOnlyDictionary<Guid, ClientCase> Clients => clients;

    /// <summary>The report of that day, where it was closed before; null where not.</summary>
    public Guid? ClosedAlready { get; init; }

    public Aggregate Root => report;

    public void ApplyDue(Instant now, IHappenings happenings)
    {
        foreach (var one in clients.Values.DistinctBy(one => one.Client.Id))
            one.ApplyDue(now, happenings);
    }
}
