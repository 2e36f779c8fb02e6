using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Prices;

/// <summary>CS-4: a version of the price list 一房一价 is drafted, approved by another, and published: from then on it answers every question about a price.</summary>
internal static class PriceLists
{
    public static void MapPriceLists(this IEndpointRouteBuilder api)
    {
        api.MapPost("projects/{project}/price-lists", DraftAsync).AsCommand(SalesControlPermissions.DraftPrices)
            .WithSummary("Draft a version of the price list").Produces<View>(StatusCodes.Status201Created);
        api.MapGet("price-lists/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A version of the price list").Produces<View>();
        api.MapPost("price-lists/{id:guid}/approve", ApproveAsync).AsCommand(SalesControlPermissions.ApprovePrices)
            .WithSummary("Approve a version that another drafted").Produces<View>();
        api.MapPost("price-lists/{id:guid}/refuse", RefuseAsync).AsCommand(SalesControlPermissions.ApprovePrices)
            .WithSummary("Refuse a drafted version with a reason").Produces<View>();
        api.MapPost("price-lists/{id:guid}/withdraw", WithdrawAsync).AsCommand(SalesControlPermissions.DraftPrices)
            .WithSummary("Take back a version that one has drafted").Produces<View>();
        api.MapPost("price-lists/{id:guid}/publish", PublishAsync).AsCommand(SalesControlPermissions.ApprovePrices)
            .WithSummary("Publish an approved version").Produces<View>();
    }

    /// <summary>A version: units that it does not name keep their price.</summary>
    /// <param name="Note">Why there is a new version.</param>
    /// <param name="Prices">The units' prices, by code.</param>
    internal sealed record Request(string Note, IReadOnlyDictionary<string, Money> Prices);

    /// <summary>From when it is in force.</summary>
    /// <param name="EffectiveAt">An instant that is not past; at once when not given.</param>
    internal sealed record Publication(OffsetDateTime? EffectiveAt = null);

    /// <summary>Why a version is refused or taken back.</summary>
    /// <param name="Reason">In a sentence.</param>
    internal sealed record Why(string Reason);

    /// <summary>A version as a caller sees it.</summary>
    internal sealed record View(
        Guid Id, string Project, int Version, string Note, PriceListState State, int Units, OffsetDateTime DraftedAt, string DraftedBy, OffsetDateTime? ApprovedAt, string? ApprovedBy, OffsetDateTime? PublishedAt, string? PublishedBy,
        OffsetDateTime? EffectiveAt, string? DroppedWhy);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Note).NotEmpty().WithMessage("Say why there is a new version.").MaximumLength(200);
            RuleFor(r => r.Prices).NotEmpty().WithMessage("A version names at least one unit.").WithState(_ => "CS-4");
            RuleForEach(r => r.Prices).ChildRules(price => price.RuleFor(p => p.Value).SetValidator(new Money.Validator()));
        }
    }

    internal sealed class PublicationValidator : AbstractValidator<Publication>
    {
        public PublicationValidator() => RuleFor(r => r.EffectiveAt).Must(Days.Know).WithMessage(Days.Beyond).WithState(_ => "CS-4");
    }

    internal sealed class WhyValidator : AbstractValidator<Why>
    {
        public WhyValidator() => RuleFor(r => r.Reason).NotEmpty().WithMessage("It needs its reason.").WithState(_ => "CS-4").MaximumLength(500);
    }

    [Rule("CS-4")]
    private static async Task<IResult> DraftAsync(string project, Request request, Actor actor, PriceDesk desk, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();
        var codes = request.Prices.Keys.ToList();
        var known = await db.Units.AsNoTracking().Where(u => u.Project == project && codes.Contains(u.Code)).ToDictionaryAsync(u => u.Code, u => u.Id, cancellationToken);
        if (codes.Find(code => !known.ContainsKey(code)) is { } unknown)
            return Refused.Input(null, $"prices.{unknown}", $"There is no unit {unknown} in project {project}.").ToProblem();

        var list = await desk.DraftAsync(project, request.Note.Trim(), request.Prices.ToDictionary(price => known[price.Key], price => price.Value.ToDecimal()), actor.Id, cancellationToken);
        return list.ToResult(drafted => Results.Created(drafted.Path, Show(drafted, drafted.Lines.Count, site)).WithETag(drafted.Version));
    }

    private static Task<IResult> ApproveAsync(Guid id, IfMatch ifMatch, Actor actor, PriceDesk desk, SalesControlDb db, CancellationToken cancellationToken) =>
        ChangeAsync(id, ifMatch, actor, desk, db, list => desk.DecideAsync(list, actor, reason: null, desk.Now, cancellationToken), cancellationToken);

    private static Task<IResult> RefuseAsync(Guid id, Why request, IfMatch ifMatch, Actor actor, PriceDesk desk, SalesControlDb db, CancellationToken cancellationToken) =>
        ChangeAsync(id, ifMatch, actor, desk, db, list => desk.DecideAsync(list, actor, request.Reason.Trim(), desk.Now, cancellationToken), cancellationToken);

    private static Task<IResult> WithdrawAsync(Guid id, Why request, IfMatch ifMatch, Actor actor, PriceDesk desk, SalesControlDb db, CancellationToken cancellationToken) =>
        ChangeAsync(id, ifMatch, actor, desk, db, list => Task.FromResult(desk.Withdraw(list, actor, request.Reason.Trim(), desk.Now)), cancellationToken);

    private static Task<IResult> PublishAsync(Guid id, Publication request, IfMatch ifMatch, Actor actor, PriceDesk desk, SalesControlDb db, CancellationToken cancellationToken) =>
        ChangeAsync(id, ifMatch, actor, desk, db, list => desk.PublishAsync(list, request.EffectiveAt?.ToInstant(), actor, cancellationToken), cancellationToken);

    private static async Task<IResult> ChangeAsync(Guid id, IfMatch ifMatch, Actor actor, PriceDesk desk, SalesControlDb db, Func<PriceList, Task<Outcome<PriceList>>> change, CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(id, actor, cancellationToken) is not { } list)
            return PriceDesk.Unknown(id).ToProblem();
        if (ifMatch.Check(list.Version) is { } stale)
            return stale;
        var lines = await db.PriceLines.CountAsync(line => line.PriceListId == id, cancellationToken);
        var changed = await change(list);
        var site = await db.Projects.AsNoTracking().SingleAsync(p => p.Code == list.Project, cancellationToken);
        return changed.ToResult(value => Results.Ok(Show(value, lines, site)).WithETag(value.Version));
    }

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        var found = await db.PriceLists.AsNoTracking().Where(p => p.Id == id).Join(db.Projects, p => p.Project, site => site.Code, (p, site) => new { List = p, Site = site, Units = p.Lines.Count }).SingleOrDefaultAsync(cancellationToken);
        return found is null || !actor.MaySee(found.Site.Code) ? PriceDesk.Unknown(id).ToProblem() : Results.Ok(Show(found.List, found.Units, found.Site)).WithETag(found.List.Version);
    }

    internal static View Show(PriceList p, int units, Project site) => new(
        p.Id, p.Project, p.Number, p.Note, p.State, units, site.At(p.DraftedAt), p.DraftedBy, site.At(p.ApprovedAt), p.ApprovedBy, site.At(p.PublishedAt), p.PublishedBy, site.At(p.EffectiveAt), p.DroppedWhy);
}
