using FluentValidation;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Links;

/// <summary>ATT-1: two clients who were merged are said to be two after all; another agrees, and they are.</summary>
internal static class AskSplit
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<LinkedClients, Request, SplitAsked>(
                "links/{id:guid}/split", ClientAttributionPermissions.KeepClients, Decide)
            .OfferedOn<LinkedClients>((state, _) => Refuses(state))
            .Answers<LinkView>()
            .WithSummary("link.ask-split.summary");

    /// <summary>Why.</summary>
    /// <param name="Reason">How it is known.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("ATT-1", "link.reason-missing");
    }

    [Rule("ATT-1", "a merge is undone by two people's word")]
    internal static Outcome<SplitAsked> Decide(LinkedClients state, Request request, Change change) =>
        Refuses(state) is { } refusal
            ? refusal
            : new SplitAsked(state.Link.Id, state.Link.Project, change.Wrote(request.Reason));

    private static Refused? Refuses(LinkedClients state) => state.Link.State == LinkState.Merged
        ? null
        : new Refused("ATT-1", Text.Of("link.not-merged")) { Evidence = [state.Link.Evidence] };
}

/// <summary>Somebody says that two who were merged are two after all.</summary>
/// <param name="LinkId">The link.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Reason">How it is known.</param>
[HappensUnder("ATT-1")]
internal sealed record SplitAsked(Guid LinkId, string Project, FreeText Reason) : IEvent<LinkedClients>
{
    public void Apply(LinkedClients state, Occurrence when)
    {
        var link = state.Link;
        (link.State, link.AskedAt, link.AskedBy, link.Reason) =
            (LinkState.SplitAsked, when.At, when.By, Reason.Words!);
    }

    public void React(LinkedClients state, Occurrence when, Reactions follow)
    {
        follow.Approvals.Ask(state.Terms);
        follow.Register(LinkRegister.Noted(state.Link, "splitAsked", Reason, when.By));
    }
}
