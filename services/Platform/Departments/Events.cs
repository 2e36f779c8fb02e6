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
    IEnumerable<IEvent<TState>> IHappened<TState>.All => [this];
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
    /// <summary>All of them, in the order in which they happened.</summary>
    IEnumerable<IEvent<TState>> All { get; }
}

/// <summary>Several events of one decision.</summary>
/// <typeparam name="TState">The part of the thing that they happen to.</typeparam>
/// <param name="All">In the order in which they happened; at least one.</param>
public sealed record Events<TState>(params IReadOnlyList<IEvent<TState>> All) : IHappened<TState>
    where TState : class
{
    IEnumerable<IEvent<TState>> IHappened<TState>.All => All;
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
