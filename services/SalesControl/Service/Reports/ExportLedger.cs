using Microsoft.EntityFrameworkCore;
using NodaTime;
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

    /// <summary>An entry, with its time at the site.</summary>
    private sealed record Line(LedgerLeg Leg, OffsetDateTime At);

    private static readonly ReportColumn<Line>[] Columns =
    [
        new("report.time", l => l.At), new("report.movement", l => Text.NameOf(l.Leg.Kind)),
        new("report.account", l => Text.NameOf(l.Leg.Account)), new("report.amount", l => l.Leg.Amount),
        new("report.receipt", l => l.Leg.Receipt), new("report.by", l => ReportFormats.StaffOf(l.Leg.By)),
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
        return desk.Answer(format, new ReportFile<Line>(
            $"ledger-{project}", legs.ConvertAll(leg => new Line(leg, site.At(leg.At))), Columns));
    }
}
