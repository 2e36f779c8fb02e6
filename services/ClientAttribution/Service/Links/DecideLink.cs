using FluentValidation;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Links;

/// <summary>
/// ATT-1, CS-7: that two clients are one, or two after all, is agreed to or refused by somebody else than who says so;
/// whose clients they are is decided anew in the same change.
/// </summary>
internal static class DecideLink
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<LinkedClients, LinkDecided>(
                "links/{id:guid}/approve", ClientAttributionPermissions.DecideLinks, Approve)
            .IsWordOn(state => state.Terms, agrees: true)
            .OfferedOn<LinkedClients>((state, _) => RefusesApproval(state))
            .Answers<LinkView>().WithSummary("link.approve.summary");
        api.MapCommand<LinkedClients, Why, LinkDecided>(
                "links/{id:guid}/refuse", ClientAttributionPermissions.DecideLinks, Refuse)
            .IsWordOn(state => state.Terms, agrees: false, request => request.Reason.Trim())
            .OfferedOn<LinkedClients>((state, _) => state.RefusesDecision())
            .Answers<LinkView>().WithSummary("link.refuse.summary");
    }

    /// <summary>Why.</summary>
    /// <param name="Reason">In a sentence that whoever asked is told.</param>
    internal sealed record Why(string Reason);

    internal sealed class Validator : AbstractValidator<Why>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("ATT-1", "link.reason-missing");
    }

    [Rule("ATT-1", "another agrees that two clients are one, or two after all")]
    internal static Outcome<LinkDecided> Approve(LinkedClients state, Change change) =>
        RefusesApproval(state) is { } refusal
            ? refusal
            : LinkDecided.Of(state, state.Link.State == LinkState.MergeAsked ? LinkState.Merged : LinkState.Split);

    [Rule("ATT-1", "another does not agree, and nothing changes")]
    internal static Outcome<LinkDecided> Refuse(LinkedClients state, Why request, Change change) =>
        state.RefusesDecision() is { } refusal
            ? refusal
            : LinkDecided.Of(state, state.Link.State == LinkState.MergeAsked ? LinkState.Refused : LinkState.Merged);

    /// <summary>Meanwhile one of them may have turned out to be a third.</summary>
    private static Refused? RefusesApproval(LinkedClients state) => state.RefusesDecision()
        ?? (state.Link.State == LinkState.MergeAsked ? AskMerge.RefusesToBeOne(state) : null);
}

/// <summary>What was said of two clients was agreed to, or refused.</summary>
/// <param name="LinkId">The link.</param>
/// <param name="From">Who turned out to be another.</param>
/// <param name="Into">The other.</param>
/// <param name="Project">The project's code.</param>
/// <param name="State">What they are by now.</param>
/// <param name="Changed">Whether that is another than before.</param>
[HappensUnder("ATT-1")]
internal sealed record LinkDecided(Guid LinkId, Guid From, Guid Into, string Project, LinkState State, bool Changed)
    : IEvent<LinkedClients>
{
    public static LinkDecided Of(LinkedClients state, LinkState becomes) => new(
        state.Link.Id, state.Link.From, state.Link.Into, state.Link.Project, becomes,
        (state.Link.State, becomes) is (LinkState.MergeAsked, LinkState.Merged)
            or (LinkState.SplitAsked, LinkState.Split));

    public void Apply(LinkedClients state, Occurrence when) =>
        (state.Link.State, state.Link.DecidedAt, state.Link.DecidedBy) = (State, when.At, when.By);

    public void React(LinkedClients state, Occurrence when, Reactions follow)
    {
        follow.Register(LinkRegister.Noted(state.Link, "decided", reason: null, when.By));
        if (!Changed)
            return;
        follow.Happen<ClientEntry>(state.From, State == LinkState.Merged
            ? new ClientMerged(From, Into, Project)
            : (IEvent<ClientEntry>)new ClientSplit(From, Into, Project), when);
        // Whose the two are follows from their facts, together or apart.
        state.Anew(State == LinkState.Merged).Reconsider(when, follow);
    }
}

/// <summary>A client turned out to be another, and is read there from now on.</summary>
/// <param name="ClientId">Who.</param>
/// <param name="Into">The other.</param>
/// <param name="Project">The project's code.</param>
[HappensUnder("ATT-1")]
internal sealed record ClientMerged(Guid ClientId, Guid Into, string Project) : IEvent<ClientEntry>
{
    public void Apply(ClientEntry state, Occurrence when) => state.Client.MergedInto = Into;
}

/// <summary>A client is by themselves again.</summary>
/// <param name="ClientId">Who.</param>
/// <param name="From">With whom they had been merged.</param>
/// <param name="Project">The project's code.</param>
[HappensUnder("ATT-1")]
internal sealed record ClientSplit(Guid ClientId, Guid From, string Project) : IEvent<ClientEntry>
{
    public void Apply(ClientEntry state, Occurrence when) => state.Client.MergedInto = null;
}
