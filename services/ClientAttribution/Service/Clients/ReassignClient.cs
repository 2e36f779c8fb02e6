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
/// ATT-III.9, REC-2.4: after a complaint or on the customer's wish the marketing manager names another consultant,
/// whoever is at fault; where customer and consultant fell out the supervisor decides.
/// </summary>
internal static class ReassignClient
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ClientCase, Request, ClientReassigned>(
                "clients/{id:guid}/reassignment", ClientAttributionPermissions.LeadClients, Decide)
            .OfferedOn<ClientCase>((state, _) => state.RefusesUnheld())
            .Answers<AttributionView>()
            .WithSummary("client.reassign.summary");

    /// <summary>Who goes on.</summary>
    /// <param name="From">The consultant whose client it is.</param>
    /// <param name="To">The consultant who goes on.</param>
    /// <param name="Grounds">Why.</param>
    /// <param name="Reason">What happened, in a sentence.</param>
    internal sealed record Request(string From, string To, Grounds Grounds, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.From).IsCode("desk.staff-number");
            RuleFor(r => r.To).IsCode("desk.staff-number");
            RuleFor(r => r.To).NotEqual(r => r.From).Refuses("ATT-III.9", "client.reassign-to-another");
            RuleFor(r => r.Reason).MustBeAReason("ATT-III.9", "client.reason-missing");
        }
    }

    [Rule("ATT-III.9", "another consultant is named")]
    [Rule("REC-2.4", "the supervisor decides where they fell out")]
    internal static Outcome<ClientReassigned> Decide(ClientCase state, Request request, Change change)
    {
        if (state.RefusesUnheld() is { } refusal)
            return refusal;
        var naming = new ClientReassigned(
            change.NewId(), state.Client.Id, state.Client.Project, request.From, request.To, request.Grounds,
            change.PostOf(), change.Wrote(request.Reason));
        return state.RefusesAsVoid(naming.FactOf(state, change.Now), change) is { } isVoid ? isVoid : naming;
    }

    /// <summary>Who is nobody's client is not passed on, divided or ruled on.</summary>
    [Rule("ATT-III.6", "who is nobody's client is not passed on")]
    public static Refused? RefusesUnheld(this ClientCase state) => state.Award.Kind == AwardKind.Consultants
        ? null
        : new Refused("ATT-III.6", Text.Of("attribution.nothing-to-decide")) { Evidence = [state.Client.Evidence] };
}

/// <summary>Another consultant goes on with a client.</summary>
/// <param name="ReassignmentId">The naming.</param>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
/// <param name="From">Whose client it was.</param>
/// <param name="To">Whose it is.</param>
/// <param name="Grounds">Why.</param>
/// <param name="Post">As what whoever named them did.</param>
/// <param name="Reason">What happened.</param>
[HappensUnder("ATT-III.9")]
internal sealed record ClientReassigned(
    Guid ReassignmentId, Guid ClientId, string Project, string From, string To, Grounds Grounds, Post Post,
    FreeText Reason) : IEvent<ClientCase>
{
    public void Apply(ClientCase state, Occurrence when) => state.Add(FactOf(state, when));

    public void React(ClientCase state, Occurrence when, Reactions follow) =>
        follow.Record(state, ReassignmentId, FactOf(state, when), Reason, when);

    public Fact.Reassigned FactOf(ClientCase state, Occurrence when) => new(
        $"reassignment/{ReassignmentId}", when.At, state.Name, From, To, Grounds, when.By, Post);
}
