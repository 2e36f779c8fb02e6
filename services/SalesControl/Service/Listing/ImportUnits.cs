using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Listing;

/// <summary>
/// RES-2: the units that can be reserved come from the project's list; all of it is good, or nothing of it is taken.
/// Units that are there are described anew; what has been sold stays as it was sold.
/// </summary>
internal sealed class ImportUnits(
    KnownProjects projects, UnitLists lists, ImportPriceList drafts, Pipeline pipeline, SalesControlDb db, ITexts texts,
    IClock clock, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("projects/{project}/units/import", HandleAsync).AsCommand(SalesControlPermissions.ImportUnits)
            .AnswersResult()
            .WithSummary("units.import.summary").WithDescription("units.import.about")
            .TakesList().Produces<View>();

    /// <summary>What was imported.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Imported">How many units are new.</param>
    /// <param name="PriceList">
    /// The draft that the list's new prices went into, to be approved and published (CS-4); null where it named none.
    /// </param>
    /// <param name="Added">The new units' codes.</param>
    /// <param name="Changed">What changes of units that are there.</param>
    /// <param name="Unchanged">How many units are there and stay as they are.</param>
    /// <param name="Reading">As what the file was read.</param>
    internal sealed record View(
        string Project, int Imported, Guid? PriceList, IReadOnlyList<string> Added, IReadOnlyList<ChangedUnit> Changed,
        int Unchanged, ListReading Reading);

    private static Task<Outcome<IResult>> HandleAsync(
        string project, [AsParameters] SeenInList seen, HttpRequest request, Actor actor, ImportUnits import,
        CancellationToken cancellationToken) =>
        import.TakeAsync(project, seen, request, actor, cancellationToken);

    private async Task<Outcome<IResult>> TakeAsync(
        string project, SeenInList seen, HttpRequest request, Actor actor, CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(project, actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        var (list, errors) = await SentList.ReadAsync(request, UnitColumns.All, seen, cancellationToken);
        if (list is null)
            return Spreadsheet.Problem(errors).AsOutcome();

        var now = clock.GetCurrentInstant();
        await LockAsync(list, project, now, cancellationToken);
        var import = await lists.ReadAsync(list, project, now, tracked: true, cancellationToken);
        return list.Wrong(import.Errors) is { Count: > 0 } wrong
            ? Spreadsheet.Problem(wrong, list.Reading).AsOutcome()
            : await DoAsync(site.Value, list, import, actor, now, cancellationToken);
    }

    /// <summary>
    /// One list of a project at a time; then the batches whose day must not begin meanwhile, and the units that are
    /// described anew, in the order of their ids.
    /// </summary>
    private async Task LockAsync(SentList list, string project, Instant now, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended({project}, 13))", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM batches WHERE project = {project} ORDER BY id FOR SHARE", cancellationToken);
        var import = await lists.ReadAsync(list, project, now, tracked: false, cancellationToken);
        if (import.Described.Select(one => one.Unit.Id).ToArray() is { Length: > 0 } described)
        {
            await db.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM units WHERE id = ANY ({described}) ORDER BY id FOR UPDATE", cancellationToken);
        }
    }

    private async Task<Outcome<IResult>> DoAsync(
        Project site, SentList list, UnitImport import, Actor actor, Instant now, CancellationToken cancellationToken)
    {
        var by = new Occurrence(now, actor.Id);
        foreach (var (unit, description) in import.Described)
        {
            pipeline.Apply(
                new UnitAlone(unit), UnitDescribed.By(unit, unit.ChangedBy(description), description), by);
        }

        // A price is the price list's to say: what the list names is a draft, for others to approve.
        var priced = new Dictionary<Guid, decimal>(import.Priced);
        foreach (var (line, key, batch) in import.Added)
        {
            var id = Guid.CreateVersion7(time.GetUtcNow());
            var unit = db.Units.Add(new Unit(id, site.Code, line.Unit, now) { NameKey = key }).Entity;
            pipeline.Apply(new UnitAlone(unit), UnitListed.Of(unit), by);
            if (batch is not null)
                pipeline.Apply(new UnitAlone(unit), UnitDescribed.ByBatch(unit, batch), by);
            if (line.Unit.ListPrice is { } price)
                priced.Add(unit.Id, price);
        }

        await pipeline.ReactAsync(cancellationToken);
        if (priced.Count == 0)
            return Results.Ok(Show(draft: null)).AsOutcome();
        // Whoever imports would write this note themselves, in their own language.
        var note = texts.Render(Text.Of("units.price-note"));
        var draft = await drafts.DraftAsync(site, note, priced, actor, cancellationToken);
        return draft.Then(drafted => Results.Ok(Show(drafted.List.Id)).AsOutcome());

        View Show(Guid? draft) => new(
            site.Code, import.Added.Count, draft, [.. import.Added.Select(one => one.Line.Unit.Code)], import.Changed,
            import.Unchanged, list.Reading);
    }
}
