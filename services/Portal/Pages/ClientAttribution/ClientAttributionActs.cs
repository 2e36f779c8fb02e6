using Ops.Portal.Acts;
using Ops.Portal.Clients.ClientAttribution;
using Ops.Portal.Pages.ClientAttribution.Reception;

namespace Ops.Portal.Pages.ClientAttribution;

/// <summary>The commands of client attribution.</summary>
internal sealed class ClientAttributionActs : IActs
{
    public IReadOnlyList<Act> All { get; } =
    [
        new Act<ClientAttributionClient, OpenDeskRequest>(
            DeskDaysPage.Open, async (clients, on, form, key) =>
                await clients.OpenDeskDayAsync(on.Project, form, idempotency_Key: key)),
        new Act<ClientAttributionClient>("EndContact", async (clients, on, key) =>
            await clients.EndContactAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<ClientAttributionClient, EnterContactRequest>("EnterContact", async (clients, on, form, key) =>
            await clients.EnterContactAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<ClientAttributionClient>("CallBackContact", async (clients, on, key) =>
            await clients.CallBackContactAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<ClientAttributionClient, ClientForm>("FilePreRegistration", async (clients, on, form, key) =>
            await clients.FilePreRegistrationAsync(on.Project, form, idempotency_Key: key)),
        new Act<ClientAttributionClient>("ConfirmNotice", async (clients, on, key) =>
            await clients.ConfirmNoticeAsync(on.Id, idempotency_Key: key)),
        new Act<ClientAttributionClient, ReassignClientRequest>("ReassignClient", async (clients, on, form, key) =>
            await clients.ReassignClientAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<ClientAttributionClient, ConsentToStandInRequest>("ConsentClient", async (clients, on, form, key) =>
            await clients.ConsentClientAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<ClientAttributionClient, ConfirmMajorRequest>("DivideClient", async (clients, on, form, key) =>
            await clients.DivideClientAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<ClientAttributionClient, JoinHouseholdRequest>("JoinHousehold", async (clients, on, form, key) =>
            await clients.JoinHouseholdAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<ClientAttributionClient, OpenDisputeRequest>("OpenDispute", async (clients, on, form, key) =>
            await clients.OpenDisputeAsync(on.Id, form, idempotency_Key: key)),
        new Act<ClientAttributionClient, AgreeOnDisputeRequest>("ProposeDispute", async (clients, on, form, key) =>
            await clients.ProposeDisputeAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<ClientAttributionClient, RuleOnDisputeRequest>("RuleDispute", async (clients, on, form, key) =>
            await clients.RuleDisputeAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<ClientAttributionClient, AppealRulingRequest>("AppealDispute", async (clients, on, form, key) =>
            await clients.AppealDisputeAsync(on.Id, on.Version, form, idempotency_Key: key)),
        new Act<ClientAttributionClient>("AgreeDispute", async (clients, on, key) =>
            await clients.AgreeDisputeAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<ClientAttributionClient>("ObjectDispute", async (clients, on, key) =>
            await clients.ObjectDisputeAsync(on.Id, on.Version, idempotency_Key: key)),
    ];
}
