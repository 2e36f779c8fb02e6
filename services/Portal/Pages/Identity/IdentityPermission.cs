namespace Ops.Portal.Pages.Identity;

/// <summary>What the menu and the buttons of what no thing offers look for in the token; the services decide.</summary>
internal static class IdentityPermission
{
    public const string ReadStaff = "identity.staff.read";
    public const string ManageStaff = "identity.staff.manage";
    public const string ManagePosts = "identity.post.manage";
    public const string RecordLeave = "identity.leave.record";
    public const string SetAdvertisingDays = "identity.advertising.set";
    public const string NameCustodians = "identity.custodian.name";
    public const string Delegate = "identity.delegation.give";
    public const string ManageKeys = "identity.key.manage";
}
