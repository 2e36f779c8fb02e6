using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.RecordsArchive.Contracts;

namespace Ops.RecordsArchive.Handovers;

/// <summary>DOC-5.2.2: the receiving department accepts what was handed over, and the obligation is met.</summary>
internal static class AcceptHandover
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<OwedHandover, HandoverAccepted>(
                "handovers/{id:guid}/accept", RecordsArchivePermissions.ReceiveHandover, Decide)
            .OfferedOn<OwedHandover>((owed, change) => RefusesAnswer(owed, change.Actor.Department))
            .Answers<HandoverView>()
            .WithSummary("handover.accept.summary");

    [Rule("DOC-5.2.2", "a handover is accepted")]
    internal static Outcome<HandoverAccepted> Decide(OwedHandover state, Change change) =>
        RefusesAnswer(state, change.Actor.Department) is { } refusal
            ? refusal
            : new HandoverAccepted(
                state.Handover.Id, state.Handover.FileId, state.Handover.Project, state.Handover.Unit,
                state.Handover.Late);

    /// <summary>Only the department that it is owed to answers, once, and only what was handed over.</summary>
    public static Refused? RefusesAnswer(OwedHandover state, string department)
    {
        var handover = state.Handover;
        if (department != handover.OwedTo)
        {
            return new Refused("CS-7", Text.Of(
                "handover.not-yours-to-answer", ("owedTo", Text.NameOf("department", handover.OwedTo)),
                ("department", Text.NameOf("department", department))), RefusalKind.Forbidden);
        }

        return handover.State switch
        {
            HandoverState.HandedOver => null,
            HandoverState.Accepted => state.Refuse("handover.accepted-already", ("by", handover.AnsweredBy)),
            _ => state.Refuse("handover.nothing-to-answer", ("owedBy", Text.NameOf("department", handover.OwedBy))),
        };
    }
}

/// <summary>The receiver accepted: the obligation is met.</summary>
/// <param name="HandoverId">The obligation.</param>
/// <param name="FileId">The unit's file.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Late">By how much the handing over missed its due time; null when it was in time.</param>
[HappensUnder("DOC-5.2.2")]
internal sealed record HandoverAccepted(Guid HandoverId, Guid FileId, string Project, string Unit, Duration? Late)
    : IEvent<OwedHandover>
{
    public void Apply(OwedHandover state, Occurrence when)
    {
        var h = state.Handover;
        (h.State, h.AnsweredAt, h.AnsweredBy) = (HandoverState.Accepted, when.At, when.By);
    }

    public void React(OwedHandover state, Occurrence when, Reactions follow)
    {
        var h = state.Handover;
        follow.Tasks.Done(HandoverTasks.AnswerKey(h), when.At, when.By);
        follow.Register(new(HandoverRegister.Name, h.Project, when.By, HandoverRegister.Answered(h, "accepted")));
    }
}
