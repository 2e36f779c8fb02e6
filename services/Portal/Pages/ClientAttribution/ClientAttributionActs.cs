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
    ];
}
