using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.ServiceDefaults;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// DOC-5.2.2: the receiving department accepts what was handed over, and the obligation is met; or rejects it with a
/// reason, and it is owed still, counted from the same signing.
/// </summary>
internal static class HandoverAnswer
{
    public static void MapHandoverAnswer(this IEndpointRouteBuilder api)
    {
        api.MapPost("handovers/{id:guid}/accept", AcceptAsync).AsCommand(RecordsArchivePermissions.ReceiveHandover)
            .WithSummary("Accept the papers: the obligation is met").Produces<HandoverView>();
        api.MapPost("handovers/{id:guid}/reject", RejectAsync).AsCommand(RecordsArchivePermissions.ReceiveHandover)
            .WithSummary("Reject the papers with a reason: they are owed still").Produces<HandoverView>();
    }

    /// <summary>Why the papers are rejected.</summary>
    /// <param name="Reason">What is missing or wrong.</param>
    internal sealed record Rejection(string Reason);

    internal sealed class Validator : AbstractValidator<Rejection>
    {
        public Validator() => RuleFor(r => r.Reason).NotEmpty().MaximumLength(500);
    }

    private static Task<IResult> AcceptAsync(Guid id, IfMatch ifMatch, Actor actor, Answering answering, CancellationToken cancellationToken) =>
        answering.AnswerAsync(id, ifMatch, actor, (handover, now) => handover.Accept(now, actor.Id, actor.Department), cancellationToken);

    private static Task<IResult> RejectAsync(Guid id, Rejection request, IfMatch ifMatch, Actor actor, Answering answering, CancellationToken cancellationToken) =>
        answering.AnswerAsync(id, ifMatch, actor, (handover, now) => handover.Reject(now, actor.Id, actor.Department, request.Reason), cancellationToken);

    /// <summary>What both answers have in common: the lock, the register's entry, the tasks, and the deadline when it is owed again.</summary>
    internal sealed class Answering(RecordsArchiveDb db, IDeadlineBook deadlines, IRegisterBook registers, ITaskList tasks, HandoverViews views, IClock clock)
    {
        public async Task<IResult> AnswerAsync(Guid id, IfMatch ifMatch, Actor actor, Func<Handover, Instant, Outcome<Handover>> answer, CancellationToken cancellationToken)
        {
            await db.LockHandoverAsync(id, cancellationToken);
            if (await views.FindAsync(id, actor, cancellationToken) is not { } handover)
                return HandoverViews.Unknown(id).ToProblem();
            if (ifMatch.Check(handover.Version) is { } stale)
                return stale;

            var now = clock.GetCurrentInstant();
            var deadline = await views.DeadlineOfAsync(handover, cancellationToken);
            if (answer(handover, now).Refusal is { } refusal)
                return refusal.ToProblem();

            await registers.AppendAsync(HandoverRegister.Name, handover.Project, actor.Id, HandoverRegister.Answered(handover), personal: null, cancellationToken);
            tasks.Done(HandoverNotices.AnswerKey(handover), now, actor.Id);
            if (handover.State != HandoverState.Accepted)
            {
                // Owed again, and counted from the same signing: what was due meanwhile falls due at once.
                deadline = deadlines.Set(OweHandover.TermsOf(handover));
                tasks.Ask(handover, deadline, now);
            }

            return views.Result(handover, deadline);
        }
    }
}
