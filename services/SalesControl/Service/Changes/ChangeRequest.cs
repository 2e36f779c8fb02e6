using NodaTime;

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

    /// <summary>A late payment plan 延迟付款.</summary>
    LatePayment,

    /// <summary>A swap to another unit 换房.</summary>
    Swap,

    /// <summary>Other buyers 更名.</summary>
    ChangeOfName,

    /// <summary>Giving a unit back 退房.</summary>
    Cancellation,

    /// <summary>Taking a unit back after the payment term 挞定.</summary>
    Forfeiture,
}

/// <summary>What became of it.</summary>
internal enum ChangeState
{
    /// <summary>Waits for those who must agree.</summary>
    Asked,

    /// <summary>All agreed, and it was done.</summary>
    Granted,

    /// <summary>Somebody refused.</summary>
    Refused,

    /// <summary>Whoever asked took it back.</summary>
    Withdrawn,

    /// <summary>What it was about has ended.</summary>
    Closed,
}

/// <summary>A change of a sale 销售变更审批: somebody asks, others agree, and it is done in the change of the last agreement. Always a unit's, and changed under that unit's lock.</summary>
internal sealed class ChangeRequest
{
    private ChangeRequest()
    {
    }

    public ChangeRequest(Guid id, Guid unitId, string project, ChangeKind kind, Guid? subject, string details, string reason, Instant askedAt, string askedBy) =>
        (Id, UnitId, Project, Kind, Subject, Details, Reason, AskedAt, AskedBy) = (id, unitId, project, kind, subject, details, reason, askedAt, askedBy);

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

    public string AskedBy { get; private set; } = "";

    public ChangeState State { get; private set; }

    public Instant? EndedAt { get; private set; }

    public string? EndedBy { get; private set; }

    public string? EndedWhy { get; private set; }

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/changes/{Id}";

    /// <summary>The name of its request among the approvals.</summary>
    public string ApprovalKey => $"change/{Id}";

    public void End(ChangeState state, Instant at, string by, string? why) => (State, EndedAt, EndedBy, EndedWhy) = (state, at, by, why);
}
