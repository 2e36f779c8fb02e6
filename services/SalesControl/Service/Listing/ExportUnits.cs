using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Listing;

/// <summary>
/// RES-2: the project's list of units as it stands, with the columns in which a list comes: what is taken out and sent
/// back changes nothing.
/// </summary>
internal static class ExportUnits
{
    public static void MapExportUnits(this IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/units/export", ExportAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .AnswersResult()
            .WithSummary("units.export.summary").AnswersList();

    private static async Task<Outcome<IResult>> ExportAsync(
        string project, Word<SheetFormat>? format, Actor actor, KnownProjects projects, SalesControlDb db,
        PriceQuestions prices, CancellationToken cancellationToken)
    {
        if ((await projects.FindAsync(project, actor, db, cancellationToken)).Refusal is { } unknown)
            return unknown;

        var inForce = await prices.Prices.AllAsync(project, prices.Now, cancellationToken);
        var batches = await db.Batches.AsNoTracking().Where(b => b.Project == project)
            .ToDictionaryAsync(b => b.Id, b => b.Code, cancellationToken);
        var kinds = await db.KnownKindsAsync(cancellationToken);
        var units = await db.ListedUnits(project).AsNoTracking().ToListAsync(cancellationToken);
        var lines = units.OrderBy(u => u.Building, StringComparer.Ordinal)
            .ThenBy(u => u.Entrance, StringComparer.Ordinal).ThenBy(u => u.Floor)
            .ThenBy(u => u.Room, StringComparer.Ordinal)
            .Select(unit => LineOf(
                unit, inForce.GetValueOrDefault(unit.Id)?.Price, unit.BatchId is { } batch ? batches[batch] : null,
                kinds));
        return Spreadsheet.Download(
            format?.Value ?? SheetFormat.Xlsx, $"{project}-units", UnitColumns.All.Headings(), lines).AsOutcome();
    }

    private static IReadOnlyList<object?> LineOf(Unit unit, decimal? price, string? batch, KnownKinds kinds)
    {
        var listed = unit.AsListed(price);
        return [.. UnitColumns.All.Select(column => UnitColumns.Cell(listed, unit.State, batch, column.Name, kinds))];
    }
}
