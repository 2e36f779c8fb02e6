namespace Ops.Identity.Contracts;

/// <summary>What Identity's routes ask for; a post is given some of these.</summary>
public static class IdentityPermissions
{
    /// <summary>See the company, its departments, posts and staff.</summary>
    public const string ReadStaff = "identity.staff.read";

    /// <summary>Learn by a staff number who a colleague is: the name and the post, and nothing else.</summary>
    public const string ReadColleagues = "identity.colleague.read";

    /// <summary>Let staff join, move and leave; suspend them; invite them to sign in.</summary>
    public const string ManageStaff = "identity.staff.manage";

    /// <summary>Say what a post may do, and which post a machine has.</summary>
    public const string ManagePosts = "identity.post.manage";

    /// <summary>Record and withdraw leave of the staff of one's sites.</summary>
    public const string RecordLeave = "identity.leave.record";

    /// <summary>Set the advertising days on which nobody takes leave (REC-5).</summary>
    public const string SetAdvertisingDays = "identity.advertising.set";

    /// <summary>
    /// Name the custodians of one's own department; the general manager's office names everybody's (DOC-5.1.6).
    /// </summary>
    public const string NameCustodians = "identity.custodian.name";

    /// <summary>Give another some of one's own permissions for some days, and take them back.</summary>
    public const string Delegate = "identity.delegation.give";

    /// <summary>Rotate and withdraw signing keys.</summary>
    public const string ManageKeys = "identity.key.manage";

    /// <summary>Read the audit register, export and verify registers.</summary>
    public const string ReadAudit = "identity.audit.read";

    /// <summary>Read and close one's own tasks.</summary>
    public const string OwnTasks = "identity.task.own";

    /// <summary>List, replay and discard failed messages and deadline handlers.</summary>
    public const string Operate = "identity.operate";
}
