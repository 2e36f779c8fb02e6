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

/// <summary>A duty of the regulation on customer records 职责 (DOC-4), and the department that has it: a company without the department that the text names gives it to another.</summary>
internal sealed class Duty
{
    private Duty()
    {
    }

    public Duty(string code, string name, string clause, IReadOnlyList<RecordKind> kinds, string department) =>
        (Code, Name, Clause, Kinds, Department, Version) = (code, name, clause, kinds, department, 1);

    /// <summary>The company whose duty it is.</summary>
    public string Company { get; private init; } = Organisation.Company.First;

    public string Code { get; private init; } = "";

    public string Name { get; private init; } = "";

    /// <summary>The clause of the source: <c>4.3.1</c>.</summary>
    public string Clause { get; private init; } = "";

    /// <summary>The kinds of record that it keeps, each of which needs a custodian; none for a duty that keeps no records of its own.</summary>
    public IReadOnlyList<RecordKind> Kinds { get; private init; } = [];

    public string Department { get; private set; } = "";

    /// <summary>How often it was given, for <c>If-Match</c>.</summary>
    public long Version { get; private set; }

    public void Give(string department)
    {
        Department = department;
        Version++;
    }
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
