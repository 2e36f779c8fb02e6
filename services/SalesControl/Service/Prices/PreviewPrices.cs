using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Prices;

/// <summary>
/// CS-4: a file of prices is looked at first: which prices it would change, and what is wrong with it.
/// </summary>
internal static class PreviewPrices
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // It changes nothing; it is a POST because what it looks at is in its body.
        api.MapPost("projects/{project}/price-lists/import/preview", LookAsync)
            .RequirePermission(SalesControlPermissions.DraftPrices).AnswersResult()
            .WithSummary("price-list.preview.summary").WithDescription("prices.import.about").TakesList()
            .Produces<View>();
        api.MapGet("projects/{project}/price-lists/import/template", GetTemplateAsync)
            .RequirePermission(SalesControlPermissions.DraftPrices).AnswersResult()
            .WithSummary("price-list-template.read.summary").AnswersWorkbook();
    }

    private static async Task<Outcome<IResult>> GetTemplateAsync(
        string project, Actor actor, KnownProjects projects, SalesControlDb db, CancellationToken cancellationToken) =>
        (await projects.FindAsync(project, actor, db, cancellationToken)).Then(
            _ => Spreadsheet.Template($"{project}-prices", PriceColumns.All).AsOutcome());

    /// <summary>What a version with these prices would change.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Units">How many units it would name.</param>
    /// <param name="Changed">The prices that differ from those in force.</param>
    /// <param name="Unchanged">How many units would keep the price that they have.</param>
    /// <param name="Total">How many things are wrong: with any, nothing of it is taken.</param>
    /// <param name="Lines">What is wrong, line by line; the first of them.</param>
    /// <param name="Reading">As what the file was read.</param>
    internal sealed record View(
        string Project, int Units, IReadOnlyList<ChangedPrice> Changed, int Unchanged, int Total,
        IReadOnlyList<WrongLine> Lines, ListReading Reading);

    /// <summary>A price that would change.</summary>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="Line">The line as people count.</param>
    /// <param name="From">The price in force; null for none.</param>
    /// <param name="To">The price that the file says.</param>
    internal sealed record ChangedPrice(string Unit, int Line, Money? From, Money To);

    private static async Task<Outcome<IResult>> LookAsync(
        string project, [AsParameters] SeenInList seen, HttpRequest request, Actor actor, KnownProjects projects,
        PriceFiles files, SalesControlDb db, ITexts texts, CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(project, actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        var (list, errors) = await SentList.ReadAsync(request, PriceColumns.All, seen, cancellationToken);
        if (list is null)
            return Spreadsheet.Problem(errors).AsOutcome();
        var (priced, found) = await files.TakeAsync(list, project, cancellationToken);
        var (changed, sold) = await files.CompareAsync(priced, project, cancellationToken);
        var wrong = list.Wrong(found.Concat(sold));
        return Results.Ok(new View(
            project, priced.Count, changed, priced.Count - changed.Count, wrong.Count, WrongLine.Of(wrong, texts),
            list.Reading)).AsOutcome();
    }
}

/// <summary>Reads files of prices against the project's units.</summary>
internal sealed class PriceFiles(PriceBook prices, SoldUnits soldUnits, SalesControlDb db, IClock clock)
{
    /// <summary>The prices that a file names, by unit; or all that is wrong with it.</summary>
    public async Task<(IReadOnlyDictionary<Guid, PricedLine> Priced, IReadOnlyList<SheetError> Errors)> TakeAsync(
        SentList list, string project, CancellationToken cancellationToken)
    {
        var units = await db.ListedUnits(project).AsNoTracking()
            .Select(u => new { u.Id, u.Code, u.NameKey }).ToListAsync(cancellationToken);
        var keys = await db.KeysAsync(
            project, list.Lines.Select(line => PriceColumns.PlaceOf(list, line)).OfType<UnitPlace>(),
            cancellationToken);
        return PriceColumns.Take(
            list,
            // Two codes that differ in case or width alone are older than the one form of names, and its key is one's.
            units.OrderBy(u => u.NameKey is null).DistinctBy(u => u.Code, HalfWidth.Comparer)
                .ToDictionary(u => u.Code, u => u.Id, HalfWidth.Comparer),
            keys.Join(units, place => place.Value, u => u.NameKey, (place, u) => (place.Key, u.Code)).ToDictionary());
    }

    /// <summary>What differs from the prices in force, and what a sold unit forbids.</summary>
    public async Task<(IReadOnlyList<PreviewPrices.ChangedPrice> Changed, IReadOnlyList<SheetError> Sold)> CompareAsync(
        IReadOnlyDictionary<Guid, PricedLine> priced, string project, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var inForce = await prices.AllAsync(project, now, cancellationToken);
        var sold = (await soldUnits.AmongAsync(project, [.. priced.Keys], now, cancellationToken))
            .Where(unit => unit.Price != priced[unit.Id].Price).ToList();
        var changed = priced.Where(one => inForce.GetValueOrDefault(one.Key)?.Price != one.Value.Price)
            .OrderBy(one => one.Value.Line)
            .Select(one => new PreviewPrices.ChangedPrice(
                one.Value.Unit, one.Value.Line, Money.Of(inForce.GetValueOrDefault(one.Key)?.Price),
                Money.Of(one.Value.Price)));
        return (
            [.. changed],
            sold.ConvertAll(unit => new SheetError(
                priced[unit.Id].Line, "price", Text.Of("prices.sold-keeps", ("units", new[] { unit.Code })))));
    }
}
