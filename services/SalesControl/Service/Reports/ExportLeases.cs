using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>DOC-5.6.2: the leases of a project as a file 租赁台账, the newest first, as its reader may see them.</summary>
internal static class ExportLeases
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/leases/export", ExportAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .AnswersResult()
            .WithSummary("lease.export.summary").AnswersList();

    /// <summary>Which of them, as in the list.</summary>
    internal sealed record Query
    {
        public required string Project { get; init; }

        public Word<LeaseState>? State { get; init; }

        public string? Unit { get; init; }

        /// <summary>Those that are not over, and whose last day is before this one.</summary>
        public Day? EndingBefore { get; init; }

        public Word<SheetFormat>? Format { get; init; }
    }

    private static readonly ReportColumn<LeaseView>[] Columns =
    [
        new("report.unit", l => l.Unit), new("report.state", l => Text.NameOf(l.State)),
        new("report.tenant", l => l.Tenant.Name), new("report.phone", l => l.Tenant.Phone),
        new("report.booking", l => l.BookingNumber), new("report.lease", l => l.LeaseNumber),
        new("report.from", l => l.From), new("report.to", l => l.To),
        new("report.monthly-rent", l => l.MonthlyRent.ToDecimal()),
        new("report.by", l => ReportFormats.StaffOf(l.By)), new("report.signed-at", l => l.SignedAt),
        new("report.ended-at", l => l.EndedAt), new("report.reason", l => l.EndReason),
    ];

    private static async Task<Outcome<IResult>> ExportAsync(
        [AsParameters] Query query, Actor actor, ReportDesk desk, SalesControlDb db,
        CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(query.Project, actor, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;
        var found = await db.Leases.AsNoTracking().Where(l => l.Project == query.Project)
            .Wanted(db, query.State?.Value, query.EndingBefore?.Date, query.Unit)
            .OrderByDescending(l => l.Id).Take(ReportFormats.MostLines)
            .Join(db.Units, l => l.UnitId, u => u.Id, (l, u) => new { Lease = l, u.Code, u.Version })
            .OrderByDescending(one => one.Lease.Id).ToListAsync(cancellationToken);
        var reader = new CustomerReader(actor, desk.Now);
        return desk.Answer(query.Format, new ReportFile<LeaseView>(
            $"leases-{query.Project}",
            found.ConvertAll(one => LeaseView.Of(one.Lease, (one.Code, one.Version), opened.Value, reader)), Columns));
    }
}
