using Ops.Platform.Storage;

namespace Ops.Identity.Custodians;

/// <summary>The kinds of record on a customer (DOC-3).</summary>
internal enum RecordKind
{
    /// <summary>销售.</summary>
    Sales,

    /// <summary>签约.</summary>
    Signing,

    /// <summary>办证.</summary>
    Title,

    /// <summary>入伙.</summary>
    MoveIn,

    /// <summary>维修.</summary>
    Repair,

    /// <summary>赔付.</summary>
    Compensation,

    /// <summary>诉讼.</summary>
    Litigation,

    /// <summary>商铺租赁.</summary>
    ShopLease,

    /// <summary>其他.</summary>
    Other,
}

/// <summary>
/// A duty of the regulation on customer records 职责 (DOC-4), and the department that has it: a company without the
/// department that the text names gives it to another.
/// </summary>
internal sealed class Duty : Aggregate
{
    /// <summary>
    /// 客户文档主管 (DOC-4, 4.1): the department that has it owns the archive, and names every department's custodians.
    /// </summary>
    public const string ArchiveOwner = "archive-owner";

    private Duty()
    {
    }

    /// <summary>One that a new installation begins with (<see cref="DutyAssigned"/>).</summary>
    public Duty(Guid id, string code, string clause, IReadOnlyList<RecordKind> kinds) =>
        (Id, Code, Clause, Kinds) = (id, code, clause, kinds);

    public override string StreamKind => "duty";

    /// <summary>The company whose duty it is.</summary>
    public string Company { get; private init; } = Organisation.Company.First;

    public string Code { get; private init; } = "";

    /// <summary>The clause of the source: <c>4.3.1</c>.</summary>
    public string Clause { get; private init; } = "";

    /// <summary>
    /// The kinds of record that it keeps, each of which needs a custodian; none for a duty that keeps no records of its
    /// own.
    /// </summary>
    public IReadOnlyList<RecordKind> Kinds { get; private init; } = [];

    public string Department { get; internal set; } = "";
}

/// <summary>Who keeps a kind of record for a department (DOC-5.1.6).</summary>
internal sealed class Custodian
{
    private Custodian()
    {
    }

    public Custodian(string department, RecordKind kind) => (Department, Kind) = (department, kind);

    public string Department { get; private init; } = "";

    public RecordKind Kind { get; private init; }

    /// <summary>The staff number.</summary>
    public string Staff { get; set; } = "";
}
