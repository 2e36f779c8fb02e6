using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Prices;

/// <summary>CS-4: a version of the price list 一房一价 comes and goes as XLSX or CSV; all of a file is good, or nothing of it is taken.</summary>
internal static class PriceListFiles
{
    private const long MostBytes = 20L * 1024 * 1024;
    private const int LongestNote = 200;

    public static void MapPriceListFiles(this IEndpointRouteBuilder api)
    {
        api.MapPost("projects/{project}/price-lists/import", ImportAsync).AsCommand(SalesControlPermissions.DraftPrices)
            .WithSummary("Draft a version of the price list from XLSX or CSV").WithDescription("The body is the file.")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes)).Produces<PriceLists.View>(StatusCodes.Status201Created);
        api.MapGet("price-lists/{id:guid}/export", ExportAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A version of the price list as XLSX or CSV").Produces(StatusCodes.Status200OK);
    }

    /// <param name="project">The project's code.</param>
    /// <param name="note">Why there is a new version.</param>
    /// <param name="request">The file is its body.</param>
    /// <param name="actor">Who drafts.</param>
    /// <param name="desk">Drafts.</param>
    /// <param name="db">The database.</param>
    /// <param name="cancellationToken">Abandons the change.</param>
    [Rule("CS-4")]
    private static async Task<IResult> ImportAsync(string project, string? note, HttpRequest request, Actor actor, PriceDesk desk, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();
        if (note?.Trim() is not { Length: > 0 and <= LongestNote } why || why.Any(char.IsControl))
            return Refused.Input("CS-4", "note", $"Say why there is a new version, in at most {LongestNote} characters.").ToProblem();

        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellationToken);
        var (lines, error) = Spreadsheet.Read(file.ToArray());
        if (error is not null)
            return Spreadsheet.Problem([error]);
        if (lines.Count < 2)
            return Spreadsheet.Problem([new SheetError(0, null, "There is no line below the headings.")]);
        var (places, errors) = Spreadsheet.Head(PriceColumns.All, lines[0]);
        if (errors.Count > 0)
            return Spreadsheet.Problem(errors);

        var units = await db.Units.AsNoTracking().Where(u => u.Project == project).Select(u => new { u.Code, u.Id }).ToListAsync(cancellationToken);
        var (prices, wrong) = PriceColumns.Take(lines, places, units.ToDictionary(u => u.Code, u => u.Id, StringComparer.OrdinalIgnoreCase));
        if (wrong.Count > 0)
            return Spreadsheet.Problem(wrong);

        var list = await desk.DraftAsync(project, why, prices, actor.Id, cancellationToken);
        return list.ToResult(drafted => Results.Created(drafted.Path, PriceLists.Show(drafted, drafted.Lines.Count, site)).WithETag(drafted.Version));
    }

    private static async Task<IResult> ExportAsync(Guid id, Word<SheetFormat>? format, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await db.PriceLists.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken) is not { } list || !actor.MaySee(list.Project))
            return PriceDesk.Unknown(id).ToProblem();

        var lines = await db.PriceLines.AsNoTracking().Where(line => line.PriceListId == id)
            .Join(db.Units, line => line.UnitId, u => u.Id, (line, u) => new { u.Code, u.Building, u.Entrance, u.Room, line.Price }).ToListAsync(cancellationToken);
        return Spreadsheet.Download(
            format?.Value ?? SheetFormat.Xlsx, $"{list.Project}-prices-{list.Number}", [.. PriceColumns.All.Select(column => column.Headings[1])],
            lines.OrderBy(line => line.Code, StringComparer.Ordinal).Select(line => (IReadOnlyList<object?>)[line.Code, line.Building, line.Entrance, line.Room, line.Price]));
    }
}
