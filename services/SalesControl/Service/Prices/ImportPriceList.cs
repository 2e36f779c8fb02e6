using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;
using Ops.ServiceDefaults.Description;

namespace Ops.SalesControl.Prices;

/// <summary>
/// CS-4: a version of the price list 一房一价 comes as XLSX or CSV; all of a file is good, or nothing of it is taken.
/// </summary>
internal sealed class ImportPriceList(
    KnownProjects projects, NextPriceLists next, PriceFiles files, IView<ProjectPriceList, PriceListView> lists,
    Pipeline pipeline, SalesControlDb db)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("projects/{project}/price-lists/import", HandleAsync)
            .AsCommand(SalesControlPermissions.DraftPrices)
            .AnswersResult()
            .WithSummary("price-list.import.summary")
            .WithDescription("prices.import.about")
            .TakesList().SendsVersion()
            .Produces<PriceListView>(StatusCodes.Status201Created).Produces<PriceListView>();

    private static Task<Outcome<IResult>> HandleAsync(
        string project, string? note, [AsParameters] SeenInList seen, HttpRequest request, Actor actor,
        ImportPriceList import, CancellationToken cancellationToken) =>
        import.TakeAsync(project, note, seen, request, actor, cancellationToken);

    private async Task<Outcome<IResult>> TakeAsync(
        string project, string? note, SeenInList seen, HttpRequest request, Actor actor,
        CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(project, actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        if (note?.Trim() is not { Length: > 0 and <= DraftPriceList.LongestNote } why || !Visible.IsOneLine(why))
            return Refused.Input("CS-4", "note", Text.Of("prices.note", ("most", DraftPriceList.LongestNote)));

        var (list, errors) = await SentList.ReadAsync(request, PriceColumns.All, seen, cancellationToken);
        if (list is null)
            return Spreadsheet.Problem(errors).AsOutcome();
        var (lines, found) = await files.TakeAsync(list, project, cancellationToken);
        if (list.Wrong(found) is { Count: > 0 } wrong)
            return Spreadsheet.Problem(wrong, list.Reading).AsOutcome();
        var prices = lines.ToDictionary(line => line.Key, line => line.Value.Price);
        if (await NewestAsync(site.Value, prices, cancellationToken) is { } same)
        {
            var known = new ProjectPriceList(same, site.Value, prices.Count);
            return Results.Ok(await lists.ShowAsync(known, actor, cancellationToken))
                .WithETag(same.Version).AsOutcome();
        }

        var drafted = await DraftAsync(site.Value, why, prices, actor, cancellationToken);
        if (drafted.Refusal is { } refusal)
            return refusal;
        var version = drafted.Value;
        return Results.Created(version.List.Path, await lists.ShowAsync(version, actor, cancellationToken))
            .WithETag(version.List.Version).AsOutcome();
    }

    /// <summary>The project's newest version, where it says just this: the same list was sent again.</summary>
    private async Task<PriceList?> NewestAsync(
        Project site, Dictionary<Guid, decimal> prices, CancellationToken cancellationToken)
    {
        await next.LockAsync(site, cancellationToken);
        var newest = await db.PriceLists.AsNoTracking().Include(list => list.Lines)
            .Where(list => list.Project == site.Code && list.State != PriceListState.Dropped)
            .OrderByDescending(list => list.Number).FirstOrDefaultAsync(cancellationToken);
        return newest?.Lines.Count == prices.Count
            && newest.Lines.All(line => prices.TryGetValue(line.UnitId, out var price) && price == line.Price)
            ? newest
            : null;
    }

    /// <summary>Drafts the project's next version with these prices, in the change under way.</summary>
    public async Task<Outcome<ProjectPriceList>> DraftAsync(
        Project site, string note, IReadOnlyDictionary<Guid, decimal> prices, Actor actor,
        CancellationToken cancellationToken)
    {
        var change = pipeline.Begin(actor);
        var state = await next.LoadAsync(site, prices.Keys, change, cancellationToken);
        var drafted = DraftPriceList.Draft(state, note, prices);
        if (drafted.Refusal is { } refusal)
            return refusal;
        pipeline.Apply(state, drafted.Value, change.Now);
        await pipeline.ReactAsync(cancellationToken);
        return state.As(drafted.Value);
    }
}
