using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Changes;

/// <summary>CS-7: changes of a sale 销售变更 are agreed to by others than who asked, and done in the change of the last agreement.</summary>
internal static class DecideChange
{
    private const int MostOnAPage = 200;

    public static void MapDecideChange(this IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/changes", ListAsync).RequirePermission(SalesControlPermissions.ReadApprovals)
            .WithSummary("The changes 销售变更 of a project, the newest first").Produces<Page>();
        api.MapGet("changes/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadApprovals)
            .WithSummary("A change that was asked for").Produces<ChangeView>();
        // Whose word counts is the kind's to say: the route asks for what everybody has who decides on any.
        var words = new FurtherPermissions(
            SalesControlPermissions.ApproveReservation, SalesControlPermissions.ApproveWithholding, SalesControlPermissions.ApproveDiscount, SalesControlPermissions.ApproveChange, SalesControlPermissions.SettleChange);
        api.MapPost("changes/{id:guid}/approve", ApproveAsync).AsCommand(SalesControlPermissions.ReadApprovals)
            .WithSummary("Agree to a change").Produces<ChangeView>().WithMetadata(words);
        api.MapPost("changes/{id:guid}/refuse", RefuseAsync).AsCommand(SalesControlPermissions.ReadApprovals)
            .WithSummary("Refuse a change with a reason").Produces<ChangeView>().WithMetadata(words);
        api.MapPost("changes/{id:guid}/withdraw", WithdrawAsync).AsCommand(SalesControlPermissions.ReadApprovals)
            .WithSummary("Take back what one has asked for").Produces<ChangeView>();
    }

    /// <summary>Why.</summary>
    /// <param name="Reason">In a sentence that whoever asked is told.</param>
    internal sealed record Why(string Reason);

    internal sealed record Page(IReadOnlyList<ChangeView> Items, Guid? Next);

    internal sealed class Validator : AbstractValidator<Why>
    {
        public Validator() => RuleFor(r => r.Reason).NotEmpty().WithMessage("It needs its reason.").WithState(_ => "CS-7").MaximumLength(500);
    }

    [Rule("CS-7")]
    private static Task<IResult> ApproveAsync(Guid id, IfMatch ifMatch, Actor actor, ChangeDesk desk, CancellationToken cancellationToken) =>
        desk.DecideAsync(id, agree: true, reason: null, ifMatch, actor, cancellationToken);

    [Rule("CS-7")]
    private static Task<IResult> RefuseAsync(Guid id, Why request, IfMatch ifMatch, Actor actor, ChangeDesk desk, CancellationToken cancellationToken) =>
        desk.DecideAsync(id, agree: false, request.Reason, ifMatch, actor, cancellationToken);

    private static Task<IResult> WithdrawAsync(Guid id, Why request, IfMatch ifMatch, Actor actor, ChangeDesk desk, CancellationToken cancellationToken) =>
        desk.WithdrawAsync(id, request.Reason, ifMatch, actor, cancellationToken);

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        var found = await db.Changes.AsNoTracking().Where(c => c.Id == id).Join(db.Units, c => c.UnitId, u => u.Id, (c, u) => new { Change = c, Unit = u })
            .Join(db.Projects, one => one.Change.Project, p => p.Code, (one, p) => new { one.Change, one.Unit, Project = p }).SingleOrDefaultAsync(cancellationToken);
        return found is null || !actor.MaySee(found.Change.Project)
            ? ChangeDesk.Unknown(id).ToProblem()
            : Results.Ok(ChangeView.Of(found.Change, found.Unit, found.Project)).WithETag(found.Unit.Version);
    }

    private static async Task<IResult> ListAsync(string project, Word<ChangeState>? state, Word<ChangeKind>? kind, Guid? after, int? limit, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();

        var size = Math.Clamp(limit ?? 50, 1, MostOnAPage);
        var (inState, ofKind) = (state?.Value, kind?.Value);
        var found = await db.Changes.AsNoTracking()
            .Where(c => c.Project == project && (inState == null || c.State == inState) && (ofKind == null || c.Kind == ofKind) && (after == null || c.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(c => c.Id).Take(size).Join(db.Units, c => c.UnitId, u => u.Id, (c, u) => new { Change = c, Unit = u }).OrderByDescending(one => one.Change.Id).ToListAsync(cancellationToken);
        return Results.Ok(new Page([.. found.Select(one => ChangeView.Of(one.Change, one.Unit, site))], found.Count == size ? found[^1].Change.Id : null));
    }
}

/// <summary>A change as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Kind">extension, withholding, discount, latePayment, swap, changeOfName, cancellation or forfeiture.</param>
/// <param name="Subject">The reservation or the sale that it is about.</param>
/// <param name="Details">What exactly is asked for.</param>
/// <param name="Reason">Why.</param>
/// <param name="State">asked, granted, refused, withdrawn or closed.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="EndedBy">Whose word ended it.</param>
/// <param name="EndedAt">When.</param>
/// <param name="EndedWhy">Why, where it was not granted.</param>
internal sealed record ChangeView(
    Guid Id, string Project, string Unit, ChangeKind Kind, Guid? Subject, JsonElement Details, string Reason, ChangeState State, string AskedBy, OffsetDateTime AskedAt, string? EndedBy, OffsetDateTime? EndedAt, string? EndedWhy)
{
    public static ChangeView Of(ChangeRequest c, Unit unit, Project project) => new(
        c.Id, c.Project, unit.Code, c.Kind, c.Subject, ChangeDesk.DetailsOf(c), c.Reason, c.State, c.AskedBy, project.At(c.AskedAt), c.EndedBy, project.At(c.EndedAt), c.EndedWhy);
}
