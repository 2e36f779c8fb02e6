using NodaTime;
using Ops.Platform.Departments;

namespace Ops.SalesControl.Batches;

/// <summary>RES-2: a batch opens by itself at the time that was set.</summary>
internal sealed class BatchOpens(BatchSource source, Pipeline pipeline, IClock clock)
    : DeadlineOf<Release>(source, pipeline, clock)
{
    public override string Kind => BatchFollows.OpensKind;
}
