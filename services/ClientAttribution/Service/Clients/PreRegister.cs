using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// ATT-III.2: a consultant files an old customer or acquaintance with the marketing manager before they come 备案. It
/// counts from now on; of somebody else's client it is a collision, of which both are told.
/// </summary>
internal static class PreRegister
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<RegisteringCase, ClientForm, Events<ClientCase>>(
                "projects/{project}/pre-registrations", ClientAttributionPermissions.OwnClients, Decide)
            .Makes<ClientCase, AttributionView>((state, _) => state, state => state.AttributionPath)
            .WithSummary("pre-registration.file.summary");

    [Rule("ATT-III.2", "filing a pre-registration")]
    internal static Outcome<Events<ClientCase>> Decide(RegisteringCase state, ClientForm request, Change change) =>
        state.Facts.All.OfType<Fact.PreRegistered>().Any(one =>
            one.Client == state.Name && one.Consultant == change.Actor.Id)
        && state.Award.Consultants.Contains(change.Actor.Id)
            ? new Refused("ATT-III.2", Text.Of("pre-registration.filed-already")) { Evidence = [state.Client.Evidence] }
            : state.With(RegisteredBy.PreRegistration, change, new PreRegistrationFiled(
                change.NewId(), state.Client.Id, state.Client.Project, change.Actor.Id));
}

/// <summary>A consultant filed an old customer or acquaintance with the marketing manager.</summary>
/// <param name="PreRegistrationId">The entry.</param>
/// <param name="ClientId">Who may come.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">Whose acquaintance.</param>
[HappensUnder("ATT-III.2")]
internal sealed record PreRegistrationFiled(
    Guid PreRegistrationId, Guid ClientId, string Project, string Consultant) : IEvent<ClientCase>
{
    public void Apply(ClientCase state, Occurrence when) => state.Add(FactOf(state, when));

    public void React(ClientCase state, Occurrence when, Reactions follow)
    {
        follow.Record(state, PreRegistrationId, FactOf(state, when), reason: null, when);
        follow.Tasks.Add(new NewTask(
            $"pre-registration/{PreRegistrationId}",
            Addressee.ForPermission(ClientAttributionPermissions.ManageClients), Project,
            Text.Of("pre-registration.task.filed", ("consultant", Consultant)), "ATT-III.2", state.AttributionPath,
            when.At));
    }

    private Fact.PreRegistered FactOf(ClientCase state, Occurrence when) =>
        new($"pre-registration/{PreRegistrationId}", when.At, state.Name, Consultant);
}
