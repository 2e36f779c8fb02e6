using NodaTime;

namespace Ops.Platform.Departments;

/// <summary>
/// Something that happened to a thing of the department: a record in the past tense that holds all that is needed to
/// apply it. Its effect and what follows from it stand together here, so that neither can be forgotten. The sentence
/// that people read of it is the text of its name.
/// </summary>
/// <typeparam name="TState">The part of the thing that must be loaded for it to happen.</typeparam>
public interface IEvent<in TState> : IHappened<TState>
    where TState : class
{
    /// <summary>Changes the state, and touches nothing else. What it may refuse was refused before.</summary>
    void Apply(TState state, Occurrence when);

    /// <summary>
    /// What follows, once in a change and after everything has been applied: deadlines, tasks, registers.
    /// </summary>
    void React(TState state, Occurrence when, Reactions follow)
    {
    }

    /// <inheritdoc />
    IEnumerable<object> IHappened<TState>.All => [this];

    /// <inheritdoc />
    void IHappened<TState>.HappenTo<T>(T state, Occurrence when, IHappenings happenings) =>
        happenings.Happen<T>(state, this, when);
}

/// <summary>What others are told of an event: only this leaves the service.</summary>
/// <typeparam name="TState">The part of the thing that it happens to.</typeparam>
public interface ITold<in TState>
    where TState : class
{
    /// <summary>The record of the Contracts, with all that its subscribers need.</summary>
    object ToContract(TState state, Occurrence when);
}

/// <summary>What a decision came to: an event, or several in their order.</summary>
/// <typeparam name="TState">The part of the thing that they happen to.</typeparam>
public interface IHappened<in TState>
    where TState : class
{
    /// <summary>All of them, in the order in which they happen.</summary>
    IEnumerable<object> All { get; }

    /// <summary>Lets them happen, each to its thing.</summary>
    void HappenTo<T>(T state, Occurrence when, IHappenings happenings)
        where T : class, TState, IState;
}

/// <summary>Several events of one decision.</summary>
/// <typeparam name="TState">The part of the thing that they happen to.</typeparam>
/// <param name="each">In the order in which they happen; at least one.</param>
public sealed class Events<TState>(params IEnumerable<IHappened<TState>> each) : IHappened<TState>
    where TState : class
{
    private readonly IReadOnlyList<IHappened<TState>> _each = [.. each];

    /// <inheritdoc />
    public IEnumerable<object> All => _each.SelectMany(one => one.All);

    /// <inheritdoc />
    public void HappenTo<T>(T state, Occurrence when, IHappenings happenings)
        where T : class, TState, IState
    {
        foreach (var one in _each)
            one.HappenTo(state, when, happenings);
    }
}

/// <summary>What happens to another thing by the same decision: the unit that a sale moves to.</summary>
/// <typeparam name="TState">The thing that is decided on.</typeparam>
/// <typeparam name="TOther">The other.</typeparam>
/// <param name="other">The other, of the state.</param>
/// <param name="what">What happens to it.</param>
public sealed class Elsewhere<TState, TOther>(Func<TState, TOther> other, IHappened<TOther> what) : IHappened<TState>
    where TState : class
    where TOther : class, IState
{
    /// <inheritdoc />
    public IEnumerable<object> All => what.All;

    /// <inheritdoc />
    public void HappenTo<T>(T state, Occurrence when, IHappenings happenings)
        where T : class, TState, IState => what.HappenTo(other(state), when, happenings);
}

/// <summary>When something happened, and by whom.</summary>
/// <param name="At">Business time at which it took effect.</param>
/// <param name="By">A member of staff's id, or <c>system:…</c>.</param>
public readonly record struct Occurrence(Instant At, string By)
{
    /// <summary>Who is named where something happens by itself at its time.</summary>
    public const string Clock = "system:deadlines";
}

/// <summary>The rule under which an event happens, for its history.</summary>
/// <param name="rule">The rule's id.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HappensUnderAttribute(string rule) : Attribute
{
    /// <summary>The rule's id.</summary>
    public string Rule { get; } = rule;
}
