using FluentValidation;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Links;

/// <summary>
/// ATT-1: the same person under a second number or an old registration 判客: somebody says that two clients are one, and
/// how that is known. Nothing changes until another has agreed.
/// </summary>
internal static class AskMerge
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<LinkToAsk, Request, MergeAsked>(
                "clients/{id:guid}/links", ClientAttributionPermissions.KeepClients, Decide)
            .OfferedOn<ClientEntry>((state, _) => AddIdentifier.RefusesMerged(state.Client))
            .Makes<LinkedClients, LinkView>((state, _) => state, state => state.Link.Path)
            .WithSummary("link.ask-merge.summary");

    /// <summary>Who it is.</summary>
    /// <param name="Into">The client who stays.</param>
    /// <param name="Reason">How it is known.</param>
    internal sealed record Request(Guid Into, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("ATT-1", "link.reason-missing");
    }

    [Rule("ATT-1", "nobody is merged without two people's word")]
    internal static Outcome<MergeAsked> Decide(LinkToAsk state, Request request, Change change)
    {
        var link = state.Link;
        if (RefusesToBeOne(state) is { } refusal)
            return refusal;
        return state.AskedAlready is { } asked
            ? new Refused("ATT-1", Text.Of("link.asked-already")) { Evidence = [$"client-link/{asked}"] }
            : new MergeAsked(link.Id, link.From, link.Into, link.Project, change.Wrote(request.Reason));
    }

    /// <summary>
    /// Whether two clients can be one: not one and itself, nor one who is another already, nor two who show two
    /// documents of one kind.
    /// </summary>
    public static Refused? RefusesToBeOne(LinkedClients state)
    {
        var (from, into) = (state.From.Client, state.Into.Client);
        if (from.Id == into.Id)
            return Refused.Input("ATT-1", "into", Text.Of("link.into-itself"));
        if (AddIdentifier.RefusesMerged(from) is { } merged)
            return merged;
        return from.Identifiers.Any(one => one.Document is { } kind
            && into.Identifiers.Any(other => other.Document == kind)
            && into.Identifiers.All(other => other.Hash != one.Hash))
                ? new Refused("ATT-1", Text.Of("link.two-documents")) { Evidence = [from.Evidence, into.Evidence] }
                : null;
    }
}

/// <summary>Two clients of whom it is to be said that they are one.</summary>
internal sealed class LinkToAsk(ClientLink link, ClientCase from, ClientCase into) : LinkedClients(link, from, into)
{
    /// <summary>A link of the same two that is open or in force; null for none.</summary>
    public Guid? AskedAlready { get; init; }
}

/// <summary>Somebody says that two clients are one.</summary>
/// <param name="LinkId">The link.</param>
/// <param name="From">Who turned out to be another.</param>
/// <param name="Into">The other.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Reason">How it is known.</param>
[HappensUnder("ATT-1")]
internal sealed record MergeAsked(Guid LinkId, Guid From, Guid Into, string Project, FreeText Reason)
    : IEvent<LinkedClients>
{
    public void Apply(LinkedClients state, Occurrence when)
    {
        var link = state.Link;
        (link.State, link.AskedAt, link.AskedBy, link.Reason) =
            (LinkState.MergeAsked, when.At, when.By, Reason.Words!);
    }

    public void React(LinkedClients state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Link);
        follow.Approvals.Ask(state.Terms);
        follow.Register(LinkRegister.Noted(state.Link, "mergeAsked", Reason, when.By));
    }
}
