using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Subscriptions;

/// <summary>CS-4: a discount above one's own limit needs somebody whose limit covers it. What was granted is used once, for that unit, by naming it in the subscription.</summary>
internal sealed class GrantDiscount(SalesControlDb db, DiscountLimits limits, ReservationSettings settings) : IChangeKind
{
    public ChangeKind Kind => ChangeKind.Discount;

    public string Rule => "CS-4";

    public IReadOnlyList<Need> Needs { get; } = [new(SalesControlPermissions.ApproveDiscount)];

    public UnitParts Parts => UnitParts.Line;

    public string What(ChangeRequest change, Unit unit) => $"A discount of {ChangeDesk.DetailsOf<Details>(change).Percent:0.##} % on {unit.Code}";

    [Rule("CS-4")]
    public Refused? RefusesDecider(ChangeRequest change, Actor actor) => limits.RefusesToAgree(ChangeDesk.DetailsOf<Details>(change).Percent, actor.Post);

    [Rule("CS-4")]
    public async Task<Refused?> DoAsync(ChangeRequest change, Unit unit, Instant now, Actor by, CancellationToken cancellationToken)
    {
        if (change.Subject is { } reservation)
            await db.KnowAsync(reservation, cancellationToken);
        return unit.GrantDiscount(change.Id, change.Subject, ChangeDesk.DetailsOf<Details>(change).Percent, change.Reason, now, by.Id, settings);
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Percent">Off the list price.</param>
    internal sealed record Details(decimal Percent);
}

/// <summary>CS-4: a discount above one's own limit is asked for.</summary>
internal static class AskForDiscount
{
    public static void MapAskForDiscount(this IEndpointRouteBuilder api) =>
        api.MapPost("projects/{project}/units/{unit}/discounts", HandleAsync)
            .AsCommand(SalesControlPermissions.AskForChange)
            .WithSummary("Ask for a discount above one's own limit").Produces<ChangeView>(StatusCodes.Status201Created);

    /// <summary>How much, and why.</summary>
    /// <param name="Percent">Per cent off the list price, two decimals.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="ReservationId">For whom, where the unit is held or waited for: nobody else can use it.</param>
    internal sealed record Request(decimal Percent, string Reason, Guid? ReservationId = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Percent).Must(percent => percent > 0 && DiscountLimits.IsDiscount(percent)).WithMessage("A discount is in per cent above nothing and below 100, with at most two decimals.").WithState(_ => "CS-4");
            RuleFor(r => r.Reason).NotEmpty().WithMessage("A discount needs its reason.").WithState(_ => "CS-4").MaximumLength(500);
        }
    }

    [Rule("CS-4")]
    private static async Task<IResult> HandleAsync(
        string project, string unit, Request request, Actor actor, UnitDesk desk, ChangeDesk changes, SalesControlDb db, DiscountLimits limits, ReservationSettings settings, IClock clock, CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(project, unit, actor, cancellationToken) is not { } found)
            return UnitDesk.Unknown(project, unit).ToProblem();
        if (request.ReservationId is { } reservation && await db.Reservations.SingleOrDefaultAsync(r => r.Id == reservation && r.UnitId == found.Id, cancellationToken) is null)
            return Refused.Input("CS-4", "reservationId", $"There is no reservation {reservation} of {unit}.").ToProblem();

        var now = clock.GetCurrentInstant();
        if (found.RefusesDiscount(request.ReservationId, now, settings) is { } refusal)
            return refusal.ToProblem();
        if (limits.Refuses(request.Percent, actor.Post) is null)
            return Refused.Input("CS-4", "percent", $"{request.Percent:0.##} % is within your own limit of {limits.Of(actor.Post):0.##} %: it is written into the subscription, and nobody need agree.").ToProblem();
        var asked = await changes.AskAsync(found, ChangeKind.Discount, request.ReservationId, new GrantDiscount.Details(request.Percent), request.Reason, now, actor, cancellationToken);
        if (asked.Refusal is { } already)
            return already.ToProblem();
        return Results.Created(asked.Value.Path, ChangeView.Of(asked.Value, found, await desk.ProjectOfAsync(found, cancellationToken))).WithETag(found.Version);
    }
}
