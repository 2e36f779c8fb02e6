using FluentValidation;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// REC-3.2: whoever stood in has none of the commission unless the first receiver agrees, and two fifths where that one
/// was on a trip or home leave; the first receiver agrees here, to more than is due and never to less.
/// </summary>
internal static class ConsentToStandIn
{
    private const decimal Least = 0.01m, Most = 100;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ClientCase, Request, StandInConsented>(
                "clients/{id:guid}/consents", ClientAttributionPermissions.OwnClients, Decide)
            .OfferedOn<ClientCase>((state, change) => state.RefusesUnheld() ?? state.RefusesOthers(change))
            .Answers<AttributionView>()
            .WithSummary("client.consent.summary");

    /// <summary>Who has how much.</summary>
    /// <param name="StandIn">The consultant who stood in.</param>
    /// <param name="Percent">Of one's own commission.</param>
    internal sealed record Request(string StandIn, decimal Percent);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.StandIn).IsCode("desk.staff-number");
            RuleFor(r => r.Percent).Must(percent => percent is >= Least and <= Most
                && decimal.Round(percent, 2) == percent).Refuses("REC-3.2", "client.consent-percent");
        }
    }

    [Rule("REC-3.2", "the first receiver's consent is on record")]
    internal static Outcome<StandInConsented> Decide(ClientCase state, Request request, Change change)
    {
        if ((state.RefusesUnheld() ?? state.RefusesOthers(change)) is { } refusal)
            return refusal;
        var consent = new StandInConsented(
            change.NewId(), state.Client.Id, state.Client.Project, change.Actor.Id, request.StandIn, request.Percent);
        return state.RefusesAsVoid(consent.FactOf(state, change.Now), change) is { } isVoid ? isVoid : consent;
    }

    /// <summary>Only those whose client it is have to do with it.</summary>
    public static Refused? RefusesOthers(this ClientCase state, Change change) =>
        state.Award.Consultants.Contains(change.Actor.Id)
            ? null
            : new Refused("CS-7", Text.Of("client.not-yours"), RefusalKind.Forbidden)
            {
                Evidence = [state.Client.Evidence],
            };
}

/// <summary>A first receiver agreed that whoever stood in has a part of the commission.</summary>
/// <param name="ConsentId">The consent.</param>
/// <param name="ClientId">On whose sale.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">The first receiver.</param>
/// <param name="StandIn">Who stood in.</param>
/// <param name="Percent">How much.</param>
[HappensUnder("REC-3.2")]
internal sealed record StandInConsented(
    Guid ConsentId, Guid ClientId, string Project, string Consultant, string StandIn, decimal Percent)
    : IEvent<ClientCase>
{
    public void Apply(ClientCase state, Occurrence when) => state.Add(FactOf(state, when));

    public void React(ClientCase state, Occurrence when, Reactions follow) =>
        follow.Record(state, ConsentId, FactOf(state, when), reason: null, when);

    public Fact.Consented FactOf(ClientCase state, Occurrence when) =>
        new($"consent/{ConsentId}", when.At, state.Name, Consultant, StandIn, Percent);
}
