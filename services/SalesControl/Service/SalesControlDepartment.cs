using Ops.Platform.Departments;
using Ops.RecordsArchive.Contracts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl;

/// <summary>Sales control 销控: how units are put on sale, reserved, subscribed, delivered and let.</summary>
internal static class SalesControlDepartment
{
    public static readonly Department Definition = new(SalesControlEvents.Service, "/api/sales", "salesdb")
    {
        Tells = SalesControlEvents.Subscribers,
        HeadsKeptBy = [RecordsArchiveEvents.Service],
        KeepsHeadsOf = [RecordsArchiveEvents.Service],
        Permissions = new(
            Tasks: SalesControlPermissions.OwnTasks, Registers: SalesControlPermissions.ReadRegisters,
            Operate: SalesControlPermissions.Operate, Approvals: SalesControlPermissions.ReadApprovals),
        Grants = SalesControlDb.Grants,
    };
}
