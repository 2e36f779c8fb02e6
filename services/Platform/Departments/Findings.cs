namespace Ops.Platform.Departments;

/// <summary>
/// What was found while a change's things were loaded, and happens with what is decided, or not at all: whoever loads
/// applies nothing. The pipeline lets it happen after what is due, and before what was decided. Scoped.
/// </summary>
public sealed class Findings
{
    private readonly Queue<Action<Occurrence, IHappenings>> _found = [];

    /// <summary>Something was found of a thing.</summary>
    public void Add<TState>(TState state, IHappened<TState> found)
        where TState : class, IState
    {
        ArgumentNullException.ThrowIfNull(found);
        _found.Enqueue((when, happenings) => found.HappenTo(state, when, happenings));
    }

    internal void HappenTo(Occurrence when, IHappenings happenings)
    {
        while (_found.TryDequeue(out var found))
            found(when, happenings);
    }
}
