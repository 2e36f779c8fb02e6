using Ops.ClientAttribution.Contracts;
using Ops.Identity.Contracts;
using Ops.Platform.Departments;
using Ops.RecordsArchive.Contracts;
using Ops.SalesControl.Contracts;

namespace Ops.RecordsArchive;

/// <summary>The archive 档案: where each customer's papers lie, who owes them to whom and until when.</summary>
internal static class RecordsArchiveDepartment
{
    public static readonly Department Definition = new(RecordsArchiveEvents.Service, "/api/archive", "archivedb")
    {
        Tells = RecordsArchiveEvents.Subscribers,
        // Its own heads lie beside its own registers here: SalesControl keeps them too.
        HeadsKeptBy = [RecordsArchiveEvents.Service, SalesControlEvents.Service],
        KeepsHeadsOf =
        [
            SalesControlEvents.Service, ClientAttributionEvents.Service, IdentityEvents.Service,
            RecordsArchiveEvents.Service,
        ],
        Permissions = new(
            Tasks: RecordsArchivePermissions.OwnTasks, Registers: RecordsArchivePermissions.ReadRegisters,
            Operate: RecordsArchivePermissions.Operate),
    };
}
