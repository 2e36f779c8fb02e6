using FluentValidation;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.RecordsArchive.Contracts;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// DOC-5.2.2: the receiving department rejects what was handed over, with its reason: it is owed still, and counted
/// from the same signing.
/// </summary>
internal static class RejectHandover
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<OwedHandover, Request, HandoverRejected>(
                "handovers/{id:guid}/reject", RecordsArchivePermissions.ReceiveHandover, Decide)
            .OfferedOn<OwedHandover>((owed, change) => AcceptHandover.RefusesAnswer(owed, change.Actor.Department))
            .Answers<HandoverView>()
            .WithSummary("handover.reject.summary");

    /// <summary>Why the papers are rejected.</summary>
    /// <param name="Reason">What is missing or wrong.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Reason).MustBeAReason("DOC-5.2.2", "handover.reason-missing");
    }

    [Rule("DOC-5.2.2", "a handover is rejected")]
    internal static Outcome<HandoverRejected> Decide(OwedHandover state, Request request, Change change) =>
        AcceptHandover.RefusesAnswer(state, change.Actor.Department) is { } refusal
            ? refusal
            : new HandoverRejected(
                state.Handover.Id, state.Handover.FileId, state.Handover.Project, state.Handover.Unit,
                change.Wrote(request.Reason));
}

/// <summary>The receiver rejected what was handed over, with the reason; it is owed still.</summary>
[HappensUnder("DOC-5.2.2")]
internal sealed record HandoverRejected(Guid HandoverId, Guid FileId, string Project, string Unit, FreeText Reason)
    : IEvent<OwedHandover>
{
    public void Apply(OwedHandover state, Occurrence when)
    {
        var h = state.Handover;
        h.State = h.OverdueSince is null ? HandoverState.Owed : HandoverState.Overdue;
        (h.AnsweredAt, h.AnsweredBy, h.RejectionReason) = (when.At, when.By, Reason.Words);
    }

    public void React(OwedHandover state, Occurrence when, Reactions follow)
    {
        var h = state.Handover;
        follow.Tasks.Done(HandoverTasks.AnswerKey(h), when.At, when.By);
        follow.Register(new(
            HandoverRegister.Name, h.Project, when.By, HandoverRegister.Answered(h, "rejected"),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = Reason.Words! }));
        // Counted from the same signing: what was due meanwhile falls due at once.
        state.Deadline = follow.Deadlines.Set(
            OweHandover.TermsOf(h.Id, h.Since, h.Site, h.OwedBy, h.OwedTo, h.CauseEvent));
        follow.Tasks.AskForPapers(state, when.At);
    }
}
