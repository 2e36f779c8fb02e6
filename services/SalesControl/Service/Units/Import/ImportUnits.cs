using Microsoft.AspNetCore.Mvc;
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

/// <summary>RES-2: the units that can be reserved come from the project's list; all of it is good, or nothing of it is taken.</summary>
internal static class ImportUnits
{
    private const long MostBytes = 20L * 1024 * 1024;

    public static void MapImportUnits(this IEndpointRouteBuilder api) =>
        api.MapCommand("projects/{project}/units/import", SalesControlPermissions.ImportUnits, HandleAsync)
            .WithSummary("Import a project's units from XLSX or CSV (the body is the file)").WithMetadata(new RequestSizeLimitAttribute(MostBytes)).Produces<View>();

    /// <summary>What was imported.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Imported">How many units.</param>
    /// <param name="PriceList">The draft that the list's prices went into, to be approved and published (CS-4); null where it named none.</param>
    internal sealed record View(string Project, int Imported, Guid? PriceList);

    private static async Task<IResult> HandleAsync(string project, HttpRequest request, Actor actor, SalesControlDb db, PriceDesk prices, IClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || !await db.Projects.AnyAsync(p => p.Code == project, cancellationToken))
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();

        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellationToken);
        var (lines, error) = Spreadsheet.Read(file.ToArray());
        if (error is not null)
            return Spreadsheet.Problem([error]);
        if (lines.Count < 2)
            return Spreadsheet.Problem([new SheetError(0, null, "There is no line below the headings.")]);

        var (places, errors) = Spreadsheet.Head(UnitColumns.All, lines[0]);
        if (errors.Count > 0)
            return Spreadsheet.Problem(errors);

        var (units, wrong) = Take(lines, places, await KnownAsync(db, project, cancellationToken));
        if (wrong.Count > 0)
            return Spreadsheet.Problem(wrong);

        var now = clock.GetCurrentInstant();
        var listed = units.Select(unit => (Description: unit, Unit: new Unit(Guid.CreateVersion7(time.GetUtcNow()), project, unit, now, actor.Id))).ToList();
        db.Units.AddRange(listed.Select(one => one.Unit));
        // A price is the price list's to say: what the list names is a draft, for others to approve.
        var priced = listed.Where(one => one.Description.ListPrice is not null).ToDictionary(one => one.Unit.Id, one => one.Description.ListPrice!.Value);
        var draft = priced.Count == 0 ? null : (await prices.DraftAsync(project, "Prices of the imported list of units", priced, actor.Id, cancellationToken)).Value;
        return Results.Ok(new View(project, units.Count, draft?.Id));
    }

    private static async Task<Dictionary<string, int>> KnownAsync(SalesControlDb db, string project, CancellationToken cancellationToken) =>
        (await db.Units.Where(u => u.Project == project).Select(u => u.Code).ToListAsync(cancellationToken)).ToDictionary(code => code, _ => 0, StringComparer.OrdinalIgnoreCase);

    /// <param name="lines">The file's lines, the headings first.</param>
    /// <param name="places">Which column is where.</param>
    /// <param name="known">The units that are there already, by code, with the line that named them; 0 for the database.</param>
    private static (List<UnitDescription> Units, List<SheetError> Errors) Take(IReadOnlyList<SheetLine> lines, IReadOnlyDictionary<string, int> places, Dictionary<string, int> known)
    {
        var units = new List<UnitDescription>(lines.Count - 1);
        var errors = new List<SheetError>();
        foreach (var line in lines.Skip(1))
        {
            var (unit, wrong) = UnitColumns.Take(line, places);
            errors.AddRange(wrong);
            if (unit is null)
                continue;
            if (known.TryGetValue(unit.Code, out var before))
                errors.Add(new SheetError(line.Number, "room", before == 0 ? $"Unit {unit.Code} is in the project already." : $"Unit {unit.Code} stands in line {before} already."));
            else
                known.Add(unit.Code, line.Number);
            units.Add(unit);
        }

        return (units, errors);
    }
}
