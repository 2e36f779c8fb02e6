using FluentValidation;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// ATT-III.X: the marketing manager finds that a consultant grabbed a client from another 抢单: the grabber's entries
/// count for nothing from the beginning.
/// </summary>
internal static class FindGrabbing
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ClientCase, Request, GrabbingEstablished>(
                "clients/{id:guid}/grabbing", ClientAttributionPermissions.ManageClients, Decide)
            .Answers<AttributionView>()
            .WithSummary("client.grabbing.summary");

    /// <summary>Who grabbed.</summary>
    /// <param name="Consultant">The staff number.</param>
    /// <param name="Reason">What was found, in a sentence.</param>
    internal sealed record Request(string Consultant, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Consultant).IsCode("desk.staff-number");
            RuleFor(r => r.Reason).MustBeAReason("ATT-III.X", "client.reason-missing");
        }
    }

    [Rule("ATT-III.X", "grabbing is found by the manager, on the entries that there are")]
    internal static Outcome<GrabbingEstablished> Decide(ClientCase state, Request request, Change change)
    {
        if (request.Consultant == change.Actor.Id)
            return Refused.Input("CS-7", "consultant", Text.Of("client.grabbing-by-oneself"));
        if (state.Facts.All.OfType<Fact.GrabbingFound>().Any(one =>
            one.Client == state.Name && one.Consultant == request.Consultant))
            return Refused.Input("ATT-III.X", "consultant", Text.Of("client.grabbing-found-already"));
        return state.Facts.All.Any(fact => fact is Fact.Registered or Fact.PreRegistered && fact.Client == state.Name
            && ClientRegisters.ConsultantOf(fact) == request.Consultant)
                ? new GrabbingEstablished(
                    change.NewId(), state.Client.Id, state.Client.Project, request.Consultant,
                    change.Wrote(request.Reason))
                : Refused.Input("ATT-III.X", "consultant", Text.Of("client.grabbing-without-entry"));
    }
}

/// <summary>It was found that a consultant grabbed a client.</summary>
/// <param name="FindingId">The finding.</param>
/// <param name="ClientId">Whom.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">Who grabbed.</param>
/// <param name="Reason">What was found.</param>
[HappensUnder("ATT-III.X")]
internal sealed record GrabbingEstablished(
    Guid FindingId, Guid ClientId, string Project, string Consultant, FreeText Reason) : IEvent<ClientCase>
{
    public void Apply(ClientCase state, Occurrence when) => state.Add(FactOf(state, when));

    public void React(ClientCase state, Occurrence when, Reactions follow) =>
        follow.Record(state, FindingId, FactOf(state, when), Reason, when);

    private Fact.GrabbingFound FactOf(ClientCase state, Occurrence when) =>
        new($"grabbing/{FindingId}", when.At, state.Name, Consultant);
}
