using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-1: a special extension needs the marketing manager's approval: once, for at most three days, and not while others wait who have not yielded.</summary>
internal sealed class ExtendReservation(SalesControlDb db, ReservationSettings settings) : IChangeKind
{
    public ChangeKind Kind => ChangeKind.Extension;

    public string Rule => "RES-1";

    public IReadOnlyList<Need> Needs { get; } = [new(SalesControlPermissions.ApproveReservation)];

    public UnitParts Parts => UnitParts.Line;

    public string What(ChangeRequest change, Unit unit) => $"An extension of the reservation of {unit.Code} by {ChangeDesk.DetailsOf<Details>(change).Hours} hours";

    [Rule("RES-1")]
    public async Task<Refused?> DoAsync(ChangeRequest change, Unit unit, Instant now, Actor by, CancellationToken cancellationToken)
    {
        await db.KnowAsync(change.Subject!.Value, cancellationToken);
        return unit.Extend(
            change.Subject.Value, Duration.FromHours(ChangeDesk.DetailsOf<Details>(change).Hours), await db.YieldsToAsync(change.Subject.Value, cancellationToken), now, by.Id, settings).Refusal;
    }

    /// <summary>What is asked for.</summary>
    internal sealed record Details(int Hours);
}

/// <summary>RES-1: the consultant asks for a special extension.</summary>
internal static class AskForExtension
{
    /// <summary>What no setting allows, and no calendar could carry.</summary>
    private const int MostHours = 10_000;

    public static void MapAskForExtension(this IEndpointRouteBuilder api) =>
        api.MapPost("reservations/{id:guid}/extension", HandleAsync)
            .AsCommand(SalesControlPermissions.RegisterReservation)
            .WithSummary("Ask the marketing manager for a special extension").Produces<ChangeView>(StatusCodes.Status201Created);

    /// <summary>How much longer, and why.</summary>
    /// <param name="Hours">Whole hours, at most 72.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Request(int Hours, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Hours).InclusiveBetween(1, MostHours).WithMessage("An extension is at least an hour, and at most what the project allows.").WithState(_ => "RES-1");
            RuleFor(r => r.Reason).MustBeAReason("RES-1", "A special extension needs its reason.");
        }
    }

    [Rule("RES-1")]
    private static async Task<IResult> HandleAsync(
        Guid id, Request request, IfMatch ifMatch, Actor actor, UnitDesk desk, ChangeDesk changes, SalesControlDb db, ReservationSettings settings, IClock clock, CancellationToken cancellationToken)
    {
        if (await desk.LockForAsync(id, actor, cancellationToken) is not var (unit, found))
            return UnitDesk.UnknownReservation(id).ToProblem();
        if (ReservationDesk.RefusesOther(found, actor) is { } other)
            return other.ToProblem();
        if (ifMatch.Check(unit.Version) is { } stale)
            return stale;

        var now = clock.GetCurrentInstant();
        if (unit.RefusesExtension(id, Duration.FromHours(request.Hours), await db.YieldsToAsync(id, cancellationToken), now, settings) is { } refusal)
            return refusal.ToProblem();
        var asked = await changes.AskAsync(unit, ChangeKind.Extension, id, new ExtendReservation.Details(request.Hours), request.Reason, now, actor, cancellationToken);
        if (asked.Refusal is { } already)
            return already.ToProblem();
        return Results.Created(asked.Value.Path, ChangeView.Of(asked.Value, unit, await desk.ProjectOfAsync(unit, cancellationToken))).WithETag(unit.Version);
    }

    /// <summary>Those who wait and have yielded to a holder (RES-4).</summary>
    public static async Task<IReadOnlySet<Guid>> YieldsToAsync(this SalesControlDb db, Guid holder, CancellationToken cancellationToken) =>
        (await db.Yields.AsNoTracking().Where(y => y.To == holder).Select(y => y.ReservationId).ToListAsync(cancellationToken)).ToHashSet();

    /// <summary>Loads a reservation into its unit, over or not: an entity that is asked for it must know it.</summary>
    public static Task KnowAsync(this SalesControlDb db, Guid reservation, CancellationToken cancellationToken) => db.Reservations.SingleAsync(r => r.Id == reservation, cancellationToken);
}
