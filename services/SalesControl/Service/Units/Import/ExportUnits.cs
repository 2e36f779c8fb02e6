using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Units.Import;

/// <summary>RES-2: the project's list of units as it stands, with the columns in which a list comes: what is taken out and sent back changes nothing.</summary>
internal static class ExportUnits
{
    public static void MapExportUnits(this IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/units/export", HandleAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A project's units as XLSX or CSV").Produces(StatusCodes.Status200OK);

    private static async Task<IResult> HandleAsync(string project, Word<SheetFormat>? format, Actor actor, SalesControlDb db, PriceBook prices, IClock clock, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || !await db.Projects.AnyAsync(p => p.Code == project, cancellationToken))
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();

        var inForce = await prices.AllAsync(project, clock.GetCurrentInstant(), cancellationToken);
        var batches = await db.Batches.AsNoTracking().Where(b => b.Project == project).ToDictionaryAsync(b => b.Id, b => b.Code, cancellationToken);
        var units = await db.Units.AsNoTracking().Where(u => u.Project == project).ToListAsync(cancellationToken);
        return Spreadsheet.Download(
            format?.Value ?? SheetFormat.Xlsx, $"{project}-units", [.. UnitColumns.All.Select(column => column.Headings[1])],
            units.OrderBy(u => u.Building, StringComparer.Ordinal).ThenBy(u => u.Entrance, StringComparer.Ordinal).ThenBy(u => u.Floor).ThenBy(u => u.Room, StringComparer.Ordinal).Select(unit =>
            {
                var listed = unit.AsListed(inForce.TryGetValue(unit.Id, out var price) ? price.Price : null);
                return (IReadOnlyList<object?>)[.. UnitColumns.All.Select(column => UnitColumns.Cell(listed, unit.State, unit.BatchId is { } batch ? batches[batch] : null, column.Name))];
            }));
    }
}
