using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Prices;

/// <summary>CS-4: a version of the price list 一房一价 is taken out as it came: as XLSX or CSV.</summary>
internal static class ExportPriceList
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("price-lists/{id:guid}/export", ExportAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .AnswersResult()
            .WithSummary("price-list.export.summary").AnswersList();

    private static async Task<Outcome<IResult>> ExportAsync(
        Guid id, Word<SheetFormat>? format, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        var list = await db.PriceLists.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (list is null || !actor.MaySee(list.Project))
            return PriceListSource.Unknown(id);

        var lines = await db.PriceLines.AsNoTracking().Where(line => line.PriceListId == id)
            .Join(
                db.OnTheList, line => line.UnitId, u => u.Id,
                (line, u) => new { u.Code, u.Building, u.Entrance, u.Room, line.Price })
            .ToListAsync(cancellationToken);
        return Spreadsheet.Download(
            format?.Value ?? SheetFormat.Xlsx, $"{list.Project}-prices-{list.Number}", PriceColumns.All.Headings(),
            lines.OrderBy(line => line.Code, StringComparer.Ordinal).Select(line =>
                (IReadOnlyList<object?>)[line.Code, line.Building, line.Entrance, line.Room, line.Price]))
            .AsOutcome();
    }
}
