using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.RecordsArchive.Contracts;

namespace Ops.Identity;

/// <summary>Who works here and who may do what; the authority that signs people and machines in.</summary>
internal static class IdentityDepartment
{
    public static readonly Department Definition = new(IdentityEvents.Service, "/api/identity", "identitydb")
    {
        Tells = IdentityEvents.Subscribers,
        HeadsKeptBy = [RecordsArchiveEvents.Service],
        Permissions = new(
            Tasks: IdentityPermissions.OwnTasks, Registers: IdentityPermissions.ReadAudit,
            Operate: IdentityPermissions.Operate),
        Grants = IdentityDb.Grants,
    };
}
