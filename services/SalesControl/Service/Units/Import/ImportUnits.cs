using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Units.Import;

/// <summary>
/// RES-2: the units that can be reserved come from the project's list; all of it is good, or nothing of it is taken. It may be looked at first: what would be added and changed, and
/// what is wrong. Units that are there are described anew; what has been sold stays as it was sold.
/// </summary>
internal static class ImportUnits
{
    private const long MostBytes = 20L * 1024 * 1024;
    private const int MostErrors = 200;

    public static void MapImportUnits(this IEndpointRouteBuilder api) =>
        api.MapPost("projects/{project}/units/import", HandleAsync).AsCommand(SalesControlPermissions.ImportUnits)
            .WithSummary("Import a project's units from XLSX or CSV")
            .WithDescription("The body is the file. With preview=true it only says what would change.")
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes)).Produces<View>();

    /// <summary>What was imported, or would be.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Preview">Whether nothing was changed: it was only looked at.</param>
    /// <param name="Imported">How many units are new.</param>
    /// <param name="PriceList">The draft that the list's new prices went into, to be approved and published (CS-4); null where it named none, and in a preview.</param>
    /// <param name="Added">The new units' codes.</param>
    /// <param name="Changed">What changes of units that are there.</param>
    /// <param name="Unchanged">How many units are there and stay as they are.</param>
    /// <param name="Total">How many things are wrong; in an import none.</param>
    /// <param name="Lines">What is wrong, line by line; the first of them.</param>
    internal sealed record View(
        string Project, bool Preview, int Imported, Guid? PriceList, IReadOnlyList<string> Added, IReadOnlyList<ChangedUnit> Changed, int Unchanged, int Total, IReadOnlyList<SheetError> Lines);

    private static async Task<IResult> HandleAsync(
        string project, bool? preview, HttpRequest request, Actor actor, SalesControlDb db, PriceBook book, PriceDesk prices, Pipeline pipeline, IClock clock, TimeProvider time, CancellationToken cancellationToken)
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

        var now = clock.GetCurrentInstant();
        var by = new Occurrence(now, actor.Id);
        if (preview == true)
            return Results.Ok(Show(project, await ReadAsync(tracked: false), null, preview: true));

        // One list of a project at a time; then the batches whose day must not begin meanwhile, and the units that are described anew, in the order of their ids.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({project}, 13))", cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM batches WHERE project = {project} ORDER BY id FOR SHARE", cancellationToken);
        if ((await ReadAsync(tracked: false)).Described.Select(one => one.Unit.Id).ToArray() is { Length: > 0 } described)
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM units WHERE id = ANY ({described}) ORDER BY id FOR UPDATE", cancellationToken);
        var import = await ReadAsync(tracked: true);
        if (import.Errors.Count > 0)
            return Spreadsheet.Problem(import.Errors);

        foreach (var (unit, description) in import.Described)
        {
            pipeline.Apply(
                new UnitAlone(unit), UnitDescribed.By(unit, unit.ChangedBy(description), description), by);
        }

        // A price is the price list's to say: what the list names is a draft, for others to approve.
        var priced = new Dictionary<Guid, decimal>(import.Priced);
        foreach (var (line, batch) in import.Added)
        {
            var unit = db.Units.Add(new Unit(Guid.CreateVersion7(time.GetUtcNow()), project, line.Unit, now)).Entity;
            pipeline.Apply(new UnitAlone(unit), UnitListed.Of(unit), by);
            if (batch is not null)
                pipeline.Apply(new UnitAlone(unit), UnitDescribed.ByBatch(unit, batch), by);
            if (line.Unit.ListPrice is { } price)
                priced.Add(unit.Id, price);
        }

        await pipeline.ReactAsync(cancellationToken);
        if (priced.Count == 0)
            return Results.Ok(Show(project, import, null, preview: false));
        var draft = await prices.DraftAsync(project, "Prices of the imported list of units", priced, actor.Id, cancellationToken);
        return draft.ToResult(list => Results.Ok(Show(project, import, list.Id, preview: false)));

        async Task<UnitImport> ReadAsync(bool tracked) => UnitImport.Of(lines, places, await WhatIsThereAsync(db, book, project, now, tracked, cancellationToken));
    }

    private static async Task<WhatIsThere> WhatIsThereAsync(SalesControlDb db, PriceBook book, string project, Instant now, bool tracked, CancellationToken cancellationToken)
    {
        var units = db.Units.Where(u => u.Project == project);
        var known = await (tracked ? units : units.AsNoTracking()).ToListAsync(cancellationToken);
        return new(
            known.ToDictionary(unit => unit.Code, StringComparer.OrdinalIgnoreCase), await db.Batches.AsNoTracking().Where(b => b.Project == project).ToListAsync(cancellationToken),
            (await book.AllAsync(project, now, cancellationToken)).ToDictionary(price => price.Key, price => price.Value.Price));
    }

    private static View Show(string project, UnitImport import, Guid? draft, bool preview) => new(
        project, preview, import.Added.Count, draft, [.. import.Added.Select(one => one.Line.Unit.Code)], import.Changed, import.Unchanged, import.Errors.Count, [.. import.Errors.Take(MostErrors)]);
}
