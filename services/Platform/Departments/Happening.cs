using NodaTime;

namespace Ops.Platform.Departments;

/// <summary>How a state changes: by its events, and by nothing else.</summary>
public static class Happening
{
    /// <summary>An event has its effect, and is noted on its thing with what others are told of it.</summary>
    public static void Happen<TState>(this TState state, IEvent<TState> happened, Occurrence when)
        where TState : class, IState
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(happened);
        happened.Apply(state, when);
        state.Root.Note(happened, when.At, when.By, (happened as ITold<TState>)?.ToContract(state, when));
    }

    /// <summary>What was decided has its effect: for tests.</summary>
    public static void Happen<TState>(this TState state, IHappened<TState> happened, Occurrence when)
        where TState : class, IState
    {
        ArgumentNullException.ThrowIfNull(happened);
        happened.HappenTo(state, when, AtOnce.Instance);
    }

    /// <summary>It happens by itself, at its time.</summary>
    public static void Happened<TState>(
        this IHappenings happenings, TState state, IEvent<TState> due, Instant at)
        where TState : class, IState
    {
        ArgumentNullException.ThrowIfNull(happenings);
        happenings.Happen(state, due, new Occurrence(at, Occurrence.Clock));
    }

    /// <summary>What is due by now has its effect: for what is only shown, and for tests.</summary>
    public static void LetDueHappen(this IState state, Instant now)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.ApplyDue(now, AtOnce.Instance);
    }

    private sealed class AtOnce : IHappenings
    {
        public static readonly AtOnce Instance = new();

        public void Happen<TState>(TState state, IEvent<TState> happened, Occurrence when)
            where TState : class, IState => Happening.Happen(state, happened, when);
    }
}
