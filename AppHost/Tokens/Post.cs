using Ops.RecordsArchive.Contracts;
using Ops.SalesControl.Contracts;

namespace Ops.Tokens;

/// <summary>A post, the department that it belongs to, and what its holder may do. Until there is an identity service, this is the list of staff.</summary>
internal sealed record Post(string Name, string Title, string Department, params IReadOnlyList<string> Permissions)
{
    private const string MoveClock = "simulation.clock";

    private static readonly string[] Sells =
    [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.RegisterReservation, SalesControlPermissions.SignSubscription, SalesControlPermissions.OwnTasks,
        RecordsArchivePermissions.HandOver, RecordsArchivePermissions.ReadFiles, RecordsArchivePermissions.OwnTasks,
    ];

    private static readonly string[] Oversees =
    [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.OwnTasks,
        RecordsArchivePermissions.ReadFiles, RecordsArchivePermissions.ReadRegisters, RecordsArchivePermissions.OwnTasks,
    ];

    /// <summary>All posts.</summary>
    public static IReadOnlyList<Post> All { get; } =
    [
        new("consultant", "置业顾问", "project-sales-group", Sells),
        new("sales-assistant", "助理", "project-sales-group", SalesControlPermissions.ReadBoard, SalesControlPermissions.OwnTasks),
        new("sales-supervisor", "销售主管", "project-sales-group", Sells),
        new("marketing-manager", "营销经理", "project-sales-group", SalesControlPermissions.ReadBoard, SalesControlPermissions.ApproveReservation, SalesControlPermissions.OwnTasks),
        new("customer-affairs-clerk", "客户事务专员", "customer-affairs-group", RecordsArchivePermissions.ReadFiles, RecordsArchivePermissions.ReceiveHandover, RecordsArchivePermissions.OwnTasks),
        new("archivist", "档案管理员", "general-manager-office", Oversees),
        new("general-manager", "总经理", "general-manager-office", Oversees),
        new("operations", "系统运维", "operations", [
            SalesControlPermissions.ImportUnits, SalesControlPermissions.Operate, RecordsArchivePermissions.Operate, MoveClock, .. Oversees]),
    ];
}
