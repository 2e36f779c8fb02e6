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

    /// <summary>What is due by now has its effect: for what is only shown, and for tests.</summary>
    public static void LetDueHappen(this IState state, Instant now)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.ApplyDue(now, AtItsTime.Instance);
    }

    private sealed class AtItsTime : IDueEvents
    {
        public static readonly AtItsTime Instance = new();

        public void Happened<TState>(TState state, IEvent<TState> due, Instant at)
            where TState : class, IState =>
            state.Happen(due, new Occurrence(at, Occurrence.Clock));
    }
}
