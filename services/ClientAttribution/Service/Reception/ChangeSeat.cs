using FluentValidation;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reception;

/// <summary>
/// ATT-II.2, REC-1.2: a consultant says whether they are ready, on a call, at a meal, out or on leave; the supervisor
/// says it of others. Whoever becomes ready receives the first who waits.
/// </summary>
internal static class ChangeSeat
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Desk, Request, Events<Desk>>(
                "desk-days/{id:guid}/seat", ClientAttributionPermissions.OwnSeat, Decide)
            .OfferedOn<Desk>((desk, change) => desk.RefusesClosed() ?? RefusesSeat(desk, change.Actor.Id, change))
            // What one says of oneself does not rest on what else has happened at the desk.
            .WithoutIfMatch()
            .Answers<DeskView>()
            .WithSummary("seat.change.summary");

    /// <summary>What a consultant does now.</summary>
    /// <param name="State">What: receiving is not said, it is assigned.</param>
    /// <param name="Leave">What kind of leave; null where it is none.</param>
    /// <param name="Consultant">Whose seat, for a supervisor; null for one's own.</param>
    internal sealed record Request(SeatState State, LeaveKind? Leave = null, string? Consultant = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.State).NotEqual(SeatState.Receiving).Refuses("REC-1.1", "seat.receiving-is-assigned");
            RuleFor(r => r.Leave).NotNull().Refuses("REC-2.2", "seat.leave-kind-missing")
                .When(r => r.State == SeatState.OnLeave);
            RuleFor(r => r.Leave).Null().Refuses("REC-2.2", "seat.leave-kind-without-leave")
                .When(r => r.State != SeatState.OnLeave);
            RuleFor(r => r.Consultant!).IsCode("desk.staff-number").When(r => r.Consultant is not null);
        }
    }

    [Rule("ATT-III.8", "nobody leaves a customer to take another's turn")]
    internal static Outcome<Events<Desk>> Decide(Desk state, Request request, Change change)
    {
        var consultant = request.Consultant ?? change.Actor.Id;
        if ((state.RefusesClosed() ?? RefusesSeat(state, consultant, change)) is { } refusal)
            return refusal;
        var seat = state.Day.SeatOf(consultant)!;
        if ((seat.State, seat.Leave) == (request.State, request.Leave))
        {
            return new Refused("ATT-II.2", Text.Of(
                "seat.so-already", ("consultant", consultant), ("state", Text.NameOf(seat.State))));
        }

        var changed = new SeatChanged(consultant, request.State, request.Leave);
        return request.State == SeatState.Ready && state.AssignWaiting(consultant, change.At) is { } assigned
            ? new Events<Desk>(changed, assigned)
            : new Events<Desk>(changed);
    }

    /// <summary>
    /// One has a seat on the day's list, speaks for oneself but for a supervisor, and is not with somebody.
    /// </summary>
    private static Refused? RefusesSeat(Desk state, string consultant, Change change)
    {
        if (consultant != change.Actor.Id
            && !change.Actor.PermissionsAt(change.At).Contains(ClientAttributionPermissions.LeadDesk))
            return new Refused("CS-7", Text.Of("seat.not-yours", ("consultant", consultant)), RefusalKind.Forbidden);
        if (state.Day.SeatOf(consultant) is not { } seat)
        {
            return new Refused(
                "REC-1.2", Text.Of("seat.not-on-list", ("consultant", consultant), ("day", state.Day.Day)),
                RefusalKind.Missing);
        }

        return seat.ContactId is { } busy
            ? new Refused("ATT-III.8", Text.Of(
                "seat.busy", ("consultant", consultant), ("number", state.ContactOf(busy).Number)))
            {
                Evidence = [$"contact/{busy}"],
            }
            : null;
    }
}

/// <summary>A consultant does something else from now on.</summary>
/// <param name="Consultant">Who.</param>
/// <param name="State">What.</param>
/// <param name="Leave">What kind of leave; null where it is none.</param>
[HappensUnder("ATT-II.2")]
internal sealed record SeatChanged(string Consultant, SeatState State, LeaveKind? Leave) : IEvent<Desk>
{
    public void Apply(Desk state, Occurrence when) => state.Day.SeatOf(Consultant)!.Become(State, Leave, when.At);

    public void React(Desk state, Occurrence when, Reactions follow) =>
        follow.Moves(state.Day.Project, Consultant, Absence.Of(State, Leave), when);
}
