using Ops.ClientAttribution.Contracts;
using Ops.Platform.Departments;
using Ops.RecordsArchive.Contracts;

namespace Ops.ClientAttribution;

/// <summary>Client attribution 客户归属: who receives whom, and whose client somebody is.</summary>
internal static class ClientAttributionDepartment
{
    public static readonly Department Definition = new(ClientAttributionEvents.Service, "/api/clients", "clientsdb")
    {
        Tells = ClientAttributionEvents.Subscribers,
        HeadsKeptBy = [RecordsArchiveEvents.Service],
        // A fact that turned out otherwise is another fact; what happened to a sale has happened.
        Grants = "REVOKE UPDATE, DELETE ON client_facts, sale_entries FROM {role};",
        Permissions = new(
            Tasks: ClientAttributionPermissions.OwnTasks, Registers: ClientAttributionPermissions.ReadRegisters,
            Operate: ClientAttributionPermissions.Operate, Approvals: ClientAttributionPermissions.ReadApprovals),
    };
}
