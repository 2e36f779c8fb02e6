using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>
/// RES-1: the entries of a project's ledger as a file, in their order: of some days, or of the last ninety-two.
/// </summary>
internal static class ExportLedger
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/ledger/export", ExportAsync)
            .RequirePermission(SalesControlPermissions.ReadLedger)
            .AnswersResult()
            .WithSummary("ledger.export.summary").AnswersList();

    private static readonly ReportColumn<ReadLedger.Leg>[] Columns =
    [
        new("report.time", l => l.At), new("report.movement", l => Text.NameOf(l.Kind)),
        new("report.account", l => Text.NameOf(l.Account)), new("report.amount", l => l.Amount.ToDecimal()),
        new("report.receipt", l => l.Receipt), new("report.by", l => ReportFormats.StaffOf(l.By)),
    ];

    private static async Task<Outcome<IResult>> ExportAsync(
        string project, [AsParameters] ReportDays days, Word<SheetFormat>? format, Actor actor, ReportDesk desk,
        SalesControlDb db, CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(project, actor, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;
        var site = opened.Value;
        var today = site.At(desk.Now).Date;
        var last = days.To?.Date ?? today;
        var period = ReportPeriod.Of(
            site, days.From?.Date ?? last.PlusDays(1 - ReportDesk.MostDays), last, desk.Now, ReportDesk.MostDays);
        if (period.Refusal is { } noDays)
            return noDays;

        var (begins, ends) = (period.Value.Begins, period.Value.Ends);
        var legs = await db.Ledger.AsNoTracking()
            .Where(l => l.Project == project && l.At >= begins && l.At < ends).OrderBy(l => l.Id)
            .ToListAsync(cancellationToken);
        return desk.Answer(format, new ReportFile<ReadLedger.Leg>(
            $"ledger-{project}", legs.ConvertAll(leg => ReadLedger.Leg.Of(leg, site)), Columns));
    }
}
