using NodaTime;
using Ops.Platform.Deadlines;

namespace Ops.Platform.Departments;

/// <summary>
/// What happens when a mark of a kind of deadline comes: what is due on the thing has its effect, as it would before a
/// command, and whoever is to be warned is told.
/// </summary>
/// <typeparam name="TState">The thing that the deadline is about, with the part that is needed.</typeparam>
public abstract class DeadlineOf<TState>(ISource<TState> source, Pipeline pipeline, IClock clock) : IDeadlineHandler
    where TState : class, IState
{
    private TState? _state;

    /// <inheritdoc />
    public abstract string Kind { get; }

    /// <inheritdoc />
    public async Task LockAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(deadline);
        _state = await source.LockAsync(deadline.Subject, cancellationToken);
    }

    /// <inheritdoc />
    public async Task FireAsync(Firing firing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(firing);
        var state = With(_state!, firing.Deadline);
        pipeline.ApplyDue(state, clock.GetCurrentInstant());
        Fire(state, firing, pipeline.Reactions);
        await pipeline.ReactAsync(cancellationToken);
    }

    /// <summary>The state with the deadline as it stands now that it is locked too.</summary>
    protected virtual TState With(TState state, Deadline deadline) => state;

    /// <summary>What else the mark asks for: a reminder before the time.</summary>
    protected virtual void Fire(TState state, Firing firing, Reactions follow)
    {
    }
}
