using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
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
/// RES-2: a list of units is looked at first: what it would add and change, and what is wrong with it.
/// </summary>
internal static class PreviewUnits
{
    public static void Map(IEndpointRouteBuilder api)
    {
        // It changes nothing; it is a POST because what it looks at is in its body.
        api.MapPost("projects/{project}/units/import/preview", LookAsync)
            .RequirePermission(SalesControlPermissions.ImportUnits).AnswersResult()
            .WithSummary("units.preview.summary").WithDescription("units.import.about").TakesList().Produces<View>();
        api.MapGet("projects/{project}/units/import/template", GetTemplateAsync)
            .RequirePermission(SalesControlPermissions.ImportUnits).AnswersResult()
            .WithSummary("units-template.read.summary").AnswersWorkbook();
    }

    private static async Task<Outcome<IResult>> GetTemplateAsync(
        string project, Actor actor, KnownProjects projects, SalesControlDb db, CancellationToken cancellationToken) =>
        (await projects.FindAsync(project, actor, db, cancellationToken)).Then(
            _ => Spreadsheet.Template($"{project}-units", UnitColumns.All).AsOutcome());

    /// <summary>What a list would do.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Added">The new units' codes.</param>
    /// <param name="Changed">What changes of units that are there.</param>
    /// <param name="Unchanged">How many units are there and stay as they are.</param>
    /// <param name="Total">How many things are wrong: with any, nothing of it is taken.</param>
    /// <param name="Lines">What is wrong, line by line; the first of them.</param>
    /// <param name="Reading">As what the file was read.</param>
    internal sealed record View(
        string Project, IReadOnlyList<string> Added, IReadOnlyList<ChangedUnit> Changed, int Unchanged, int Total,
        IReadOnlyList<WrongLine> Lines, ListReading Reading);

    private static async Task<Outcome<IResult>> LookAsync(
        string project, [AsParameters] SeenInList seen, HttpRequest request, Actor actor, KnownProjects projects,
        UnitLists lists, SalesControlDb db, ITexts texts, IClock clock, CancellationToken cancellationToken)
    {
        var site = await projects.FindAsync(project, actor, db, cancellationToken);
        if (site.Refusal is { } unknown)
            return unknown;
        var (list, errors) = await SentList.ReadAsync(request, UnitColumns.All, seen, cancellationToken);
        if (list is null)
            return Spreadsheet.Problem(errors).AsOutcome();
        var import = await lists.ReadAsync(
            list, project, clock.GetCurrentInstant(), tracked: false, cancellationToken);
        var wrong = list.Wrong(import.Errors);
        return Results.Ok(new View(
            project, [.. import.Added.Select(one => one.Line.Unit.Code)], import.Changed, import.Unchanged, wrong.Count,
            WrongLine.Of(wrong, texts), list.Reading)).AsOutcome();
    }
}

/// <summary>Reads lists of units against what is there.</summary>
internal sealed class UnitLists(PriceBook prices, SalesControlDb db)
{
    /// <summary>What a list would do now; whoever does it has the units tracked.</summary>
    public async Task<UnitImport> ReadAsync(
        SentList list, string project, Instant now, bool tracked, CancellationToken cancellationToken)
    {
        var units = db.ListedUnits(project);
        var known = await (tracked ? units : units.AsNoTracking()).ToListAsync(cancellationToken);
        var batches = await db.Batches.AsNoTracking().Where(b => b.Project == project).ToListAsync(cancellationToken);
        var inForce = await prices.AllAsync(project, now, cancellationToken);
        var proposed = await prices.ProposedAsync(project, now, cancellationToken);
        var kinds = await db.KnownKindsAsync(cancellationToken);
        var places = list.Lines.Select(line => UnitColumns.Take(list, line, kinds).Unit?.Unit.Place)
            .OfType<UnitPlace>();
        return UnitImport.Of(list, new WhatIsThere(
            known.Where(unit => unit.NameKey is not null).ToDictionary(unit => unit.NameKey!, StringComparer.Ordinal),
            await db.KeysAsync(project, places, cancellationToken), batches,
            inForce.ToDictionary(price => price.Key, price => price.Value.Price), proposed, kinds));
    }
}
