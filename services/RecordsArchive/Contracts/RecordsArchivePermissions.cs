namespace Ops.RecordsArchive.Contracts;

/// <summary>What RecordsArchive's routes ask for; a post is given some of these.</summary>
public static class RecordsArchivePermissions
{
    /// <summary>See unit files and handovers of one's own department; the general manager's office sees all.</summary>
    public const string ReadFiles = "archive.file.read";

    /// <summary>Hand papers over for one's department.</summary>
    public const string HandOver = "archive.handover.make";

    /// <summary>Accept or reject what one's department receives.</summary>
    public const string ReceiveHandover = "archive.handover.receive";

    /// <summary>Export and verify registers.</summary>
    public const string ReadRegisters = "archive.register.read";

    /// <summary>Read and close one's own tasks.</summary>
    public const string OwnTasks = "archive.task.own";

    /// <summary>List, replay and discard failed messages and deadline handlers.</summary>
    public const string Operate = "archive.operate";
}
