using System.Text.Json;
using Ops.Identity.Client;
using Ops.Platform.Rules;
using Ops.Platform.Storage;

namespace Ops.RecordsArchive.Duties;

/// <summary>A duty of the regulation on customer records (DOC-4) that the archive goes by.</summary>
/// <param name="Code">Its code in Identity.</param>
internal sealed record Duty(string Code)
{
    private static readonly Dictionary<string, string> OfTheRegulation = Read();

    /// <summary>客户文档主管, the general manager's office: owns the archive and sees every department's list.</summary>
    public static readonly Duty ArchiveOwner = new("archive-owner");

    /// <summary>销售资料, the project sales group: hands over what a subscription is made of.</summary>
    public static readonly Duty SalesRecords = new("sales-records");

    /// <summary>签约及办证资料, the customer affairs group of Sales Operations: receives it.</summary>
    public static readonly Duty SigningRecords = new("signing-and-title-records");

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Duty> All = [ArchiveOwner, SalesRecords, SigningRecords];

    /// <summary>
    /// The department that the regulation names (duties.json): it has the duty until Identity has said otherwise.
    /// </summary>
    public string Department => OfTheRegulation[Code];

    private static Dictionary<string, string> Read()
    {
        using var file = typeof(Duty).Assembly.GetManifestResourceStream("duties.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
    }
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
