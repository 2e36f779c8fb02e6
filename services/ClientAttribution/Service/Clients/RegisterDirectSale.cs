using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// ATT-1: a consultant registers a client whom they won by direct sale 直销, away from the desk: the first who registers
/// a client has them.
/// </summary>
internal static class RegisterDirectSale
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<RegisteringCase, ClientForm, Events<ClientCase>>(
                "projects/{project}/direct-sales", ClientAttributionPermissions.OwnClients, Decide)
            .Makes<ClientCase, AttributionView>((state, _) => state, state => state.AttributionPath)
            .WithSummary("direct-sale.register.summary");

    [Rule("ATT-1", "the first direct sale is a registration")]
    internal static Outcome<Events<ClientCase>> Decide(RegisteringCase state, ClientForm request, Change change) =>
        state.With(RegisteredBy.DirectSale, change, new DirectSaleRegistered(
            change.NewId(), state.Client.Id, state.Client.Project, change.Actor.Id));
}

/// <summary>A consultant registered a client whom they won by direct sale.</summary>
/// <param name="DirectSaleId">The entry.</param>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">Who won them.</param>
[HappensUnder("ATT-1")]
internal sealed record DirectSaleRegistered(Guid DirectSaleId, Guid ClientId, string Project, string Consultant)
    : IEvent<ClientCase>
{
    public void Apply(ClientCase state, Occurrence when) => state.Add(FactOf(state, when));

    public void React(ClientCase state, Occurrence when, Reactions follow) =>
        follow.Record(state, DirectSaleId, FactOf(state, when), reason: null, when);

    private Fact.Registered FactOf(ClientCase state, Occurrence when) =>
        new($"direct-sale/{DirectSaleId}", when.At, state.Name, Consultant, Medium.DirectSale);
}
