using Ops.Portal.Acts;
using Ops.Portal.Clients.Identity;

namespace Ops.Portal.Pages.Identity;

/// <summary>The commands of staff and permissions.</summary>
internal sealed class IdentityActs : IActs
{
    public IReadOnlyList<Act> All { get; } =
    [
        // A member of staff.
        new Act<IdentityClient, JoinStaffRequest>("JoinStaff", async (identity, _, form, key) =>
            await identity.JoinStaffAsync(form, idempotency_Key: key)),
        new Act<IdentityClient, MoveStaffRequest>("MoveStaff", async (identity, on, form, key) =>
            await identity.MoveStaffAsync(on.Code, on.Version, form, idempotency_Key: key)),
        new Act<IdentityClient, LeaveStaffRequest>("LeaveStaff", async (identity, on, form, key) =>
            await identity.LeaveStaffAsync(on.Code, on.Version, form, idempotency_Key: key)),
        new Act<IdentityClient, NameSuccessorRequest>("NameSuccessor", async (identity, on, form, key) =>
            await identity.NameSuccessorAsync(on.Code, on.Version, form, idempotency_Key: key)),
        new Act<IdentityClient, SuspendStaffRequest>("SuspendStaff", async (identity, on, form, key) =>
            await identity.SuspendStaffAsync(on.Code, on.Version, form, idempotency_Key: key)),
        new Act<IdentityClient>("RestoreStaff", async (identity, on, key) =>
            await identity.RestoreStaffAsync(on.Code, on.Version, idempotency_Key: key)),
        new Act<IdentityClient, RenameStaffRequest>("RenameStaff", async (identity, on, form, key) =>
            await identity.RenameStaffAsync(on.Code, on.Version, form, idempotency_Key: key)),
        // What it answers is a secret, which no key keeps: sent once more it is another.
        new Act<IdentityClient, InviteStaffRequest>("InviteStaff", async (identity, on, form, _) =>
            await identity.InviteStaffAsync(on.Code, form)),

        // Leaves and advertising days.
        new Act<IdentityClient, RecordLeaveRequest>("RecordLeave", async (identity, on, form, key) =>
            await identity.RecordLeaveAsync(on.Code, form, idempotency_Key: key)),
        new Act<IdentityClient>("WithdrawLeave", async (identity, on, key) =>
            await identity.WithdrawLeaveAsync(on.Id, idempotency_Key: key)),
        new Act<IdentityClient, SetAdvertisingDayRequest>("SetAdvertisingDay", async (identity, on, form, key) =>
            await identity.SetAdvertisingDayAsync(on.Code, form, idempotency_Key: key)),

        // Posts, departments, companies and sites.
        new Act<IdentityClient, SetUpPostRequest>("SetUpPost", async (identity, _, form, key) =>
            await identity.SetUpPostAsync(form, idempotency_Key: key)),
        new Act<IdentityClient, RenamePostRequest>("RenamePost", async (identity, on, form, key) =>
            await identity.RenamePostAsync(on.Code, on.Version, form, idempotency_Key: key)),
        new Act<IdentityClient, SetUpDepartmentRequest>("SetUpDepartment", async (identity, _, form, key) =>
            await identity.SetUpDepartmentAsync(form, idempotency_Key: key)),
        new Act<IdentityClient, ChangeDepartmentRequest>("ChangeDepartment", async (identity, on, form, key) =>
            await identity.ChangeDepartmentAsync(on.Code, on.Version, form, idempotency_Key: key)),
        new Act<IdentityClient, RenameCompanyRequest>("RenameCompany", async (identity, on, form, key) =>
            await identity.RenameCompanyAsync(on.Code, on.Version, form, idempotency_Key: key)),
        new Act<IdentityClient, OpenSiteRequest>("OpenSite", async (identity, _, form, key) =>
            await identity.OpenSiteAsync(form, idempotency_Key: key)),

        // Duties and custodians.
        new Act<IdentityClient, AssignDutyRequest>("AssignDuty", async (identity, on, form, key) =>
            await identity.AssignDutyAsync(on.Code, on.Version, form, idempotency_Key: key)),
        new Act<IdentityClient, NameCustodianRequest>("NameCustodian", async (identity, on, form, key) =>
            await identity.NameCustodianAsync(on.Code, form, idempotency_Key: key)),

        // Delegations.
        new Act<IdentityClient, GiveDelegationRequest>("GiveDelegation", async (identity, _, form, key) =>
            await identity.GiveDelegationAsync(form, idempotency_Key: key)),
        new Act<IdentityClient>("EndDelegation", async (identity, on, key) =>
            await identity.EndDelegationAsync(on.Id, idempotency_Key: key)),

        // Machines and keys.
        new Act<IdentityClient, RegisterMachineRequest>("RegisterMachine", async (identity, _, form, _) =>
            await identity.RegisterMachineAsync(form)),
        new Act<IdentityClient>("RekeyMachine", async (identity, on, _) =>
            await identity.RekeyMachineAsync(on.Code)),
        new Act<IdentityClient>("WithdrawMachine", async (identity, on, key) =>
            await identity.WithdrawMachineAsync(on.Code, idempotency_Key: key)),
        new Act<IdentityClient>("RotateKey", async (identity, _, key) =>
            await identity.RotateKeyAsync(idempotency_Key: key)),
        new Act<IdentityClient>("WithdrawKey", async (identity, on, key) =>
            await identity.WithdrawKeyAsync(on.Code, idempotency_Key: key)),
    ];
}
