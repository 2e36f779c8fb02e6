using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Batches;

/// <summary>How far a release batch has come.</summary>
internal enum BatchState
{
    /// <summary>Its units are withheld; queue numbers may be given.</summary>
    Planned,

    /// <summary>The day: queue numbers are called and choose, in their order; nobody else may buy yet.</summary>
    Choosing,

    /// <summary>Its units are on sale to everyone.</summary>
    Open,
}

/// <summary>A release batch 开盘批次: units that come on sale together.</summary>
internal sealed class Batch : Aggregate
{
    private Batch()
    {
    }

    public Batch(Guid id, string project, string code, string name, Occurrence planned)
    {
        Id = id;
        (Project, Code, Name, PlannedAt, PlannedBy) = (project, code, name, planned.At, planned.By);
    }

    public override string StreamKind => "batch";

    public string Project { get; private init; } = "";

    /// <summary>Lower-case letters, digits and hyphens, unique in the project.</summary>
    public string Code { get; private init; } = "";

    public string Name { get; private init; } = "";

    public BatchState State { get; private set; }

    public Instant PlannedAt { get; private init; }

    public string PlannedBy { get; private init; } = "";

    /// <summary>When the choice of queue numbers began.</summary>
    public Instant? ChoosingAt { get; private set; }

    /// <summary>When its units came on sale to everyone.</summary>
    public Instant? OpenedAt { get; private set; }

    /// <summary>The queue number that was given last.</summary>
    public int LastNumber { get; internal set; }

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/batches/{Id}";

    /// <summary>The name of the deadline that opens it by itself.</summary>
    public string OpensKey => $"batch-opens/{Id}";

    /// <summary>The key of the task to refund the deposits of those who chose nothing.</summary>
    public string RefundKey => $"refund-queue/{Id}";

    /// <summary>A refusal that rests on the batch, and says how it stands as {state}.</summary>
    public Refused Refuse(string rule, string code) =>
        new(rule, Text.Of(code, ("batch", Code), ("state", Text.NameOf(State)))) { Evidence = [Stream] };

    internal void Enter(BatchState state, Instant at)
    {
        if (state == State)
            return;
        State = state;
        if (state == BatchState.Choosing)
            ChoosingAt = at;
        else
            OpenedAt = at;
    }
}
