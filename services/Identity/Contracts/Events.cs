using NodaTime;

namespace Ops.Identity.Contracts;

/// <summary>
/// Somebody joined 入职, and works in a post of a department from a day on. Said when that day has come.
/// </summary>
/// <param name="Staff">The staff number, never reused; the <c>sub</c> of the person's tokens.</param>
/// <param name="Name">The name.</param>
/// <param name="Post">The post's code.</param>
/// <param name="Department">The department's or group's code.</param>
/// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
/// <param name="On">The first day.</param>
public sealed record StaffJoined(
    string Staff, string Name, string Post, string Department, IReadOnlyList<string> Sites, LocalDate On);

/// <summary>A member of staff is called otherwise, or was written down wrongly.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Name">The name from then on.</param>
public sealed record StaffRenamed(string Staff, string Name);

/// <summary>A member of staff moved 调动 to another post, department or sites.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Post">The post held from then on.</param>
/// <param name="Department">The department or group from then on.</param>
/// <param name="Sites">The sites from then on; <c>*</c> for all.</param>
/// <param name="On">The first day of it.</param>
public sealed record StaffMoved(
    string Staff, string Post, string Department, IReadOnlyList<string> Sites, LocalDate On);

/// <summary>
/// A member of staff left 离职: no token of theirs is taken from then on. What was theirs (reservations, waits, offers,
/// tickets, tasks) passes to the successor, and is listed as nobody's until one is named.
/// </summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Successor">Who takes over; null when nobody was named yet.</param>
/// <param name="On">The last day.</param>
public sealed record StaffLeft(string Staff, string? Successor, LocalDate On);

/// <summary>Who takes over from one who left without a successor.</summary>
/// <param name="Staff">Who left.</param>
/// <param name="Successor">Who takes over.</param>
public sealed record SuccessorNamed(string Staff, string Successor);

/// <summary>A member of staff may not act for the time being: no token of theirs is taken.</summary>
/// <param name="Staff">The staff number.</param>
public sealed record AccessSuspended(string Staff);

/// <summary>A member of staff may act again.</summary>
/// <param name="Staff">The staff number.</param>
public sealed record AccessRestored(string Staff);

/// <summary>A department named the custodian 档案专管员 of a kind of record (DOC-5.1.6).</summary>
/// <param name="Department">The department.</param>
/// <param name="Kind">The kind of record (DOC-3).</param>
/// <param name="Staff">The custodian.</param>
public sealed record CustodianNamed(string Department, string Kind, string Staff);

/// <summary>A duty of DOC-4 was given to a department.</summary>
/// <param name="Duty">The duty's code.</param>
/// <param name="Department">The department that has it from then on.</param>
/// <param name="Company">The company whose duty it is.</param>
public sealed record DutyAssigned(string Duty, string Department, string Company);

/// <summary>A department or group was set up or changed.</summary>
/// <param name="Department">Its code.</param>
/// <param name="Name">Its name in Chinese.</param>
/// <param name="PartOf">The department that a group belongs to; null for a department.</param>
/// <param name="NameEn">Its name in English; null where it has none.</param>
public sealed record DepartmentChanged(string Department, string Name, string? PartOf, string? NameEn = null);

/// <summary>A post was set up, or is called otherwise.</summary>
/// <param name="Post">Its code.</param>
/// <param name="Name">Its name in Chinese.</param>
/// <param name="NameEn">Its name in English; null where it has none.</param>
public sealed record PostNamed(string Post, string Name, string? NameEn);

/// <summary>Who subscribes to what Identity says.</summary>
public static class IdentityEvents
{
    /// <summary>The service's name as producer and subscriber.</summary>
    public const string Service = "Identity";

    private static readonly IReadOnlyList<string> EveryDepartment =
        ["SalesControl", "RecordsArchive", "ClientAttribution"];

    /// <summary>Each event and the services that subscribe to it.</summary>
    public static IReadOnlyDictionary<Type, IReadOnlyList<string>> Subscribers { get; } =
        new Dictionary<Type, IReadOnlyList<string>>
        {
            [typeof(StaffJoined)] = EveryDepartment,
            [typeof(StaffRenamed)] = EveryDepartment,
            [typeof(StaffMoved)] = EveryDepartment,
            [typeof(StaffLeft)] = EveryDepartment,
            [typeof(SuccessorNamed)] = EveryDepartment,
            [typeof(AccessSuspended)] = EveryDepartment,
            [typeof(AccessRestored)] = EveryDepartment,
            [typeof(CustodianNamed)] = ["RecordsArchive"],
            [typeof(DutyAssigned)] = ["RecordsArchive"],
            [typeof(DepartmentChanged)] = EveryDepartment,
            [typeof(PostNamed)] = EveryDepartment,
        };
}
