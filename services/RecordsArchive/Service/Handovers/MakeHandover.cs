using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Registers;
using Ops.Platform.Tasks;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.ServiceDefaults;

namespace Ops.RecordsArchive.Handovers;

/// <summary>DOC-5.2.2: the owing department hands the papers over, with their list; the register of handovers has it from then on.</summary>
internal static class MakeHandover
{
    public static void MapMakeHandover(this IEndpointRouteBuilder api) =>
        api.MapPost("handovers/{id:guid}/hand-over", HandleAsync).AsCommand(RecordsArchivePermissions.HandOver)
            .WithSummary("Hand the papers of a unit over to the department that is owed them").Produces<HandoverView>();

    /// <summary>The list of papers.</summary>
    /// <param name="Papers">Each paper: kind, title, carrier, pages.</param>
    internal sealed record Request(IReadOnlyList<HandoverPaper> Papers);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Papers).NotEmpty().WithMessage("A handover needs the list of its papers.")
                .Must(p => p is null || p.Count <= 200).WithMessage("At most 200 papers in one list.");
            RuleForEach(r => r.Papers).ChildRules(paper =>
            {
                paper.RuleFor(p => p.Title).NotEmpty().MaximumLength(200);
                paper.RuleFor(p => p.Pages).InclusiveBetween(1, 10_000);
                paper.RuleFor(p => p.Kind).IsInEnum();
                paper.RuleFor(p => p.Carrier).IsInEnum();
            });
        }
    }

    private static async Task<IResult> HandleAsync(
        Guid id, Request request, IfMatch ifMatch, Actor actor, RecordsArchiveDb db, Departments departments, IDeadlineBook deadlines, IRegisterBook registers, ITaskList tasks, HandoverViews views, IClock clock,
        CancellationToken cancellationToken)
    {
        await db.LockHandoverAsync(id, cancellationToken);
        if (await views.FindAsync(id, actor, cancellationToken) is not { } handover)
            return HandoverViews.Unknown(id).ToProblem();
        if (ifMatch.Check(handover.Version) is { } stale)
            return stale;

        var now = clock.GetCurrentInstant();
        var deadline = await views.DeadlineOfAsync(handover, cancellationToken);
        if (handover.ApplyDue(now, deadline.DueAt, deadline.CalendarCertain))
            tasks.TellOverdue(handover, deadline, await departments.WithAsync(Duty.ArchiveOwner, cancellationToken));
        var round = handover.Round;
        if (handover.HandOver(now, deadline.DueAt, actor.Id, actor.Department, request.Papers).Refusal is { } refusal)
            return refusal.ToProblem();

        deadlines.Meet(handover.DeadlineKey, now);
        await registers.AppendAsync(HandoverRegister.Name, handover.Project, actor.Id, HandoverRegister.Made(handover, request.Papers), personal: null, cancellationToken);
        tasks.Done(HandoverNotices.OwedKey(handover, round), now, actor.Id);
        tasks.AskForAnswer(handover, now);
        return views.Result(handover, deadline with { MetAt = now });
    }
}
