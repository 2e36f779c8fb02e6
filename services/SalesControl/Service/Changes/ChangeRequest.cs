using System.Text.Json;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Tasks;

namespace Ops.SalesControl.Changes;

/// <summary>What kind of change of a sale is asked for.</summary>
internal enum ChangeKind
{
    /// <summary>A special extension of a reservation (RES-1).</summary>
    Extension,

    /// <summary>Withholding a unit from sale 销控.</summary>
    Withholding,

    /// <summary>A discount above one's own limit (CS-4).</summary>
    Discount,

    /// <summary>A late payment plan 延期付款.</summary>
    LatePayment,

    /// <summary>A swap to another unit 换房.</summary>
    Swap,

    /// <summary>Other buyers 更名.</summary>
    ChangeOfName,

    /// <summary>Giving a unit back 退房.</summary>
    Cancellation,

    /// <summary>Taking a unit back after the payment term 挞定.</summary>
    Forfeiture,

    /// <summary>Taking a wrongly listed unit off the list 撤出 (RES-2).</summary>
    TakingOff,
}

/// <summary>What became of it.</summary>
internal enum ChangeState
{
    /// <summary>Waits for those who must agree.</summary>
    Pending,

    /// <summary>All agreed, and it was done.</summary>
    Granted,

    /// <summary>Somebody refused.</summary>
    Refused,

    /// <summary>Whoever asked took it back.</summary>
    Withdrawn,

    /// <summary>What it was about has ended.</summary>
    Closed,
}

/// <summary>
/// A change of a sale 销售变更审批: somebody asks, others agree, and it is done in the change of the last agreement.
/// Always a unit's, and changed under that unit's lock.
/// </summary>
internal sealed class ChangeRequest : ITaskSubject
{
    private static readonly JsonSerializerOptions Json = MakeJson();

    private ChangeRequest()
    {
    }

    public ChangeRequest(ChangeAsked asked, Occurrence when)
    {
        (Id, UnitId, Project) = (asked.ChangeId, asked.UnitId, asked.Project);
        (Kind, Subject, Details) = (Enum.Parse<ChangeKind>(asked.Kind), asked.Subject, asked.Details!);
        (Reason, AskedAt, AskedBy) = (asked.Reason.Words!, when.At, when.By);
    }

    public Guid Id { get; private init; }

    public Guid UnitId { get; private init; }

    public string Project { get; private init; } = "";

    public ChangeKind Kind { get; private init; }

    /// <summary>The reservation or the sale that it is about; null where it is about the unit itself.</summary>
    public Guid? Subject { get; private init; }

    /// <summary>What exactly is asked for: the kind's own JSON, without personal data.</summary>
    public string Details { get; private init; } = "{}";

    public string Reason { get; private init; } = "";

    public Instant AskedAt { get; private init; }

    public string AskedBy { get; private init; } = "";

    /// <summary>Who has taken it over from a leaver; null while it is theirs who asked.</summary>
    public string? PassedTo { get; private set; }

    /// <summary>
    /// Who sees it through 经办人, and is told what becomes of it: who asked, or their successor (CS-7).
    /// </summary>
    public string Handler => PassedTo ?? AskedBy;

    public ChangeState State { get; private set; }

    public Instant? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }

    public string? EndedWhy { get; private set; }

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/changes/{Id}";

    /// <summary>The name of its request among the approvals.</summary>
    public string ApprovalKey => $"change/{Id}";

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"change/{Id}";

    IEnumerable<string> ITaskSubject.OpenMatters => State == ChangeState.Pending ? [Path] : [];

    /// <summary>Reads what exactly is asked for.</summary>
    public TDetails DetailsAs<TDetails>() => JsonSerializer.Deserialize<TDetails>(Details, Json)!;

    internal static string Write(object details) => JsonSerializer.Serialize(details, Json);

    internal void PassTo(string handler) => PassedTo = handler;

    internal void End(ChangeState state, Occurrence when, string? why) =>
        (State, EndedAt, EndedBy, EndedWhy) = (state, when.At, when.By, why);

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(json);
        return json;
    }
}
