using System.Text.Json.Serialization;
using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.RecordsArchive.Contracts;

namespace Ops.RecordsArchive.Handovers;

/// <summary>
/// DOC-5.2.2: the owing department hands the papers over, with their list; the register of handovers has it from then
/// on.
/// </summary>
internal static class MakeHandover
{
    private const int MostPapers = 200, MostPages = 10_000;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<OwedHandover, Request, HandoverMade>(
                "handovers/{id:guid}/hand-over", RecordsArchivePermissions.HandOver, Decide)
            .OfferedOn<OwedHandover>(Refuses)
            .Answers<HandoverView>()
            .WithSummary("handover.make.summary");

    /// <summary>The list of papers.</summary>
    /// <param name="Papers">Each paper: kind, title, carrier, pages.</param>
    internal sealed record Request(IReadOnlyList<HandoverPaper> Papers);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Papers).NotEmpty().Refuses(null, "handover.papers-missing")
                .Must(p => p is null || p.Count <= MostPapers)
                .Refuses(null, "handover.papers-too-many", ("most", MostPapers));
            RuleForEach(r => r.Papers).ChildRules(paper =>
            {
                paper.RuleFor(p => p.Title).NotEmpty().IsOneLine(200);
                paper.RuleFor(p => p.Pages).InclusiveBetween(1, MostPages);
                paper.RuleFor(p => p.Kind).IsInEnum();
                paper.RuleFor(p => p.Carrier).IsInEnum();
            });
        }
    }

    internal static Outcome<HandoverMade> Decide(OwedHandover state, Request request, Change change)
    {
        var handover = state.Handover;
        return Refuses(state, change) is { } refusal
            ? refusal
            : new HandoverMade(
                handover.Id, handover.FileId, handover.Project, handover.Unit, request.Papers.Count, handover.Round + 1,
                change.At > state.Deadline.DueAt ? change.At - state.Deadline.DueAt : null, request.Papers);
    }

    /// <summary>Only the department that owes hands over, and only what is owed still.</summary>
    [Rule("DOC-5.2.2", "a handover is made")]
    private static Refused? Refuses(OwedHandover state, Change change)
    {
        var handover = state.Handover;
        if (change.Actor.Department != handover.OwedBy)
        {
            return new Refused("CS-7", Text.Of(
                "handover.not-yours-to-make", ("owedBy", Text.NameOf("department", handover.OwedBy)),
                ("department", Text.NameOf("department", change.Actor.Department))), RefusalKind.Forbidden);
        }

        return handover.State switch
        {
            HandoverState.Accepted => state.Refuse("handover.made-and-accepted", ("by", handover.HandedOverBy)),
            HandoverState.HandedOver => state.Refuse("handover.made-already", ("by", handover.HandedOverBy)),
            _ => null,
        };
    }
}

/// <summary>The papers were handed over, with their list; the receiver has yet to accept.</summary>
/// <param name="HandoverId">The obligation.</param>
/// <param name="FileId">The unit's file.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Items">How many papers.</param>
/// <param name="Round">The how many-th time papers were handed over.</param>
/// <param name="Late">By how much it missed its due time; null when it was in time.</param>
/// <param name="Papers">The list; its titles may name a person, and so it lies in the table of papers alone.</param>
[HappensUnder("DOC-5.2.2")]
internal sealed record HandoverMade(
    Guid HandoverId,
    Guid FileId,
    string Project,
    string Unit,
    int Items,
    int Round,
    Duration? Late,
    [property: JsonIgnore] IReadOnlyList<HandoverPaper> Papers) : IEvent<OwedHandover>
{
    public void Apply(OwedHandover state, Occurrence when)
    {
        var h = state.Handover;
        h.Round = Round;
        foreach (var paper in Papers)
            h.Add(paper);
        (h.State, h.HandedOverAt, h.HandedOverBy, h.Late) = (HandoverState.HandedOver, when.At, when.By, Late);
        (h.AnsweredAt, h.AnsweredBy, h.RejectionReason) = (null, null, null);
    }

    public void React(OwedHandover state, Occurrence when, Reactions follow)
    {
        var h = state.Handover;
        follow.Deadlines.Meet(h.DeadlineKey, when.At);
        state.Deadline = state.Deadline with { MetAt = when.At };
        follow.Tasks.Done(HandoverTasks.OwedKey(h, Round - 1), when.At, when.By);
        follow.Tasks.AskForAnswer(h, when.At);
        follow.Register(new(HandoverRegister.Name, h.Project, when.By, HandoverRegister.Made(h, Papers), Titles()));
    }

    private Dictionary<string, string> Titles() => Papers.Select((paper, index) => (paper.Title, Place: index + 1))
        .ToDictionary(one => $"title{one.Place}", one => one.Title, StringComparer.Ordinal);
}
