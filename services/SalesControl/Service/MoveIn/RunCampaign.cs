using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.MoveIn;

/// <summary>DOC-5.3.2: a move-in campaign 集中入伙 is opened and ended; within a month of its end the customer affairs group hands its papers over, and so the archive hears of it.</summary>
internal static class RunCampaign
{
    public static void MapRunCampaign(this IEndpointRouteBuilder api)
    {
        api.MapPost("projects/{project}/move-in-campaigns", OpenAsync).AsCommand(SalesControlPermissions.RecordDelivery)
            .WithSummary("Open a project's move-in campaign").Produces<View>(StatusCodes.Status201Created);
        api.MapGet("projects/{project}/move-in-campaigns", ListAsync)
            .RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A project's move-in campaigns, the newest first").Produces<IReadOnlyList<View>>();
        api.MapGet("move-in-campaigns/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A move-in campaign with what is delivered and what is not").Produces<View>();
        api.MapPost("move-in-campaigns/{id:guid}/end", EndAsync).AsCommand(SalesControlPermissions.RecordDelivery)
            .WithSummary("End a move-in campaign").Produces<View>();
    }

    /// <summary>The campaign.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="From">The first day on which units are delivered.</param>
    internal sealed record Request(string Name, LocalDate From);

    /// <summary>A campaign as a caller sees it.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Project">The project's code.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="From">The first day.</param>
    /// <param name="OpenedAt">When it was opened.</param>
    /// <param name="EndedAt">When it ended.</param>
    /// <param name="Delivered">The units delivered in it, by code.</param>
    /// <param name="Outstanding">The units under contract that are not delivered, by code.</param>
    internal sealed record View(Guid Id, string Project, string Name, LocalDate From, OffsetDateTime OpenedAt, OffsetDateTime? EndedAt, IReadOnlyList<string> Delivered, IReadOnlyList<string> Outstanding);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Name).NotEmpty().WithMessage("A campaign has a name.").WithState(_ => "DOC-5.3.2").MaximumLength(100);
            RuleFor(r => r.From).Must(Days.Know).WithMessage(Days.Beyond).WithState(_ => "DOC-5.3.2");
        }
    }

    [Rule("DOC-5.3.2")]
    private static async Task<IResult> OpenAsync(string project, Request request, Actor actor, SalesControlDb db, IClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();
        if (request.From < site.At(site.CreatedAt).Date)
            return Refused.Input("DOC-5.3.2", "from", "That is before the project.").ToProblem();
        if (await db.MoveInCampaigns.AsNoTracking().Where(c => c.Project == project && c.EndedAt == null).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(cancellationToken) is { } open)
            return new Refused("DOC-5.3.2", "The project has a campaign that is open.") { Evidence = [$"move-in-campaign/{open}"] }.ToProblem();

        var campaign = db.MoveInCampaigns.Add(new MoveInCampaign(Guid.CreateVersion7(time.GetUtcNow()), project, request.Name.Trim(), request.From, clock.GetCurrentInstant(), actor.Id)).Entity;
        return Results.Created(campaign.Path, await ShowAsync(db, campaign, site, cancellationToken)).WithETag(campaign.Version);
    }

    [Rule("DOC-5.3.2")]
    private static async Task<IResult> EndAsync(Guid id, IfMatch ifMatch, Actor actor, SalesControlDb db, IClock clock, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM move_in_campaigns WHERE id = {id} FOR UPDATE", cancellationToken);
        if (await db.MoveInCampaigns.SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } campaign || !actor.MaySee(campaign.Project))
            return Unknown(id).ToProblem();
        if (ifMatch.Check(campaign.Version) is { } stale)
            return stale;

        var site = await db.Projects.AsNoTracking().SingleAsync(p => p.Code == campaign.Project, cancellationToken);
        var now = clock.GetCurrentInstant();
        var (delivered, outstanding) = await UnitsOfAsync(db, campaign, cancellationToken);
        return campaign.End(site, [.. delivered.Select(u => u.Id)], [.. outstanding.Select(u => u.Id)], now, actor.Id).Refusal is { } refusal
            ? refusal.ToProblem()
            : Results.Ok(await ShowAsync(db, campaign, site, cancellationToken)).WithETag(campaign.Version);
    }

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, CancellationToken cancellationToken) =>
        await db.MoveInCampaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } campaign && actor.MaySee(campaign.Project)
            ? Results.Ok(await ShowAsync(db, campaign, await db.Projects.AsNoTracking().SingleAsync(p => p.Code == campaign.Project, cancellationToken), cancellationToken)).WithETag(campaign.Version)
            : Unknown(id).ToProblem();

    private static async Task<IResult> ListAsync(string project, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();
        var views = new List<View>();
        foreach (var campaign in await db.MoveInCampaigns.AsNoTracking().Where(c => c.Project == project).OrderByDescending(c => c.Id).ToListAsync(cancellationToken))
            views.Add(await ShowAsync(db, campaign, site, cancellationToken));
        return Results.Ok(views);
    }

    private static async Task<View> ShowAsync(SalesControlDb db, MoveInCampaign campaign, Project site, CancellationToken cancellationToken)
    {
        var (delivered, outstanding) = await UnitsOfAsync(db, campaign, cancellationToken);
        return new(
            campaign.Id, campaign.Project, campaign.Name, campaign.From, site.At(campaign.OpenedAt), site.At(campaign.EndedAt), [.. delivered.Select(u => u.Code)], [.. outstanding.Select(u => u.Code)]);
    }

    /// <summary>What was delivered while it was open, and what is sold by contract and was not delivered by its end.</summary>
    private static async Task<(List<SoldUnit> Delivered, List<SoldUnit> Outstanding)> UnitsOfAsync(SalesControlDb db, MoveInCampaign campaign, CancellationToken cancellationToken)
    {
        var sold = await db.Subscriptions.AsNoTracking()
            .Where(s => s.Project == campaign.Project && s.EndedAt == null && s.ContractSignedAt != null && (campaign.EndedAt == null || s.ContractSignedAt <= campaign.EndedAt))
            .Join(db.Units, s => s.UnitId, u => u.Id, (s, u) => new { u.Id, u.Code, s.DeliveredAt }).OrderBy(one => one.Code).ToListAsync(cancellationToken);
        return (
            [.. sold.Where(one => one.DeliveredAt >= campaign.OpenedAt && !(one.DeliveredAt > campaign.EndedAt)).Select(one => new SoldUnit(one.Id, one.Code))],
            [.. sold.Where(one => one.DeliveredAt is null || one.DeliveredAt > campaign.EndedAt).Select(one => new SoldUnit(one.Id, one.Code))]);
    }

    private static Refused Unknown(Guid id) => Refused.NotFound($"There is no move-in campaign {id} among those that you may see.");

    private sealed record SoldUnit(Guid Id, string Code);
}
