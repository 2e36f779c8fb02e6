using Ops.Identity.Client;
using Ops.Platform.Rules;
using Ops.Platform.Storage;

namespace Ops.RecordsArchive.Duties;

/// <summary>A duty of the regulation on customer records (DOC-4) that the archive goes by.</summary>
/// <param name="Code">Its code in Identity.</param>
/// <param name="Department">
/// The department that the regulation names: it has the duty until Identity has said otherwise.
/// </param>
internal sealed record Duty(string Code, string Department)
{
    /// <summary>客户文档主管, the general manager's office: owns the archive and sees every department's list.</summary>
    public static readonly Duty ArchiveOwner = new("archive-owner", "general-manager-office");

    /// <summary>销售资料, the project sales group: hands over what a subscription is made of.</summary>
    public static readonly Duty SalesRecords = new("sales-records", "project-sales-group");

    /// <summary>签约及办证资料, the customer affairs group of Sales Operations: receives it.</summary>
    public static readonly Duty SigningRecords = new("signing-and-title-records", "customer-affairs-group");

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Duty> All = [ArchiveOwner, SalesRecords, SigningRecords];
}

/// <summary>
/// Which department has a duty, as Identity last said; a company without the department that the regulation names gives
/// its duty to another (DOC-4). Scoped.
/// </summary>
internal sealed class Departments(DutyBook duties, UnitOfWork change)
{
    private IReadOnlyDictionary<string, string>? _holders;

    /// <summary>The department that has a duty.</summary>
    [Rule("DOC-4", "who has a duty")]
    public async Task<string> WithAsync(Duty duty, CancellationToken cancellationToken)
    {
        _holders ??= await duties.HoldersAsync(change, cancellationToken);
        return _holders.GetValueOrDefault(duty.Code, duty.Department);
    }
}
