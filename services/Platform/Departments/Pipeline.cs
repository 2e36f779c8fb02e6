using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Deadlines;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Storage;
using Ops.Platform.Tasks;
using Ops.ServiceDefaults;

namespace Ops.Platform.Departments;

/// <summary>
/// One change of a department's things, whoever causes it: a command, a deadline, a message. It applies what is due and
/// what was decided, notes each event on its thing, and runs what follows once.
/// </summary>
public sealed class Pipeline : IHappenings
{
    private readonly Queue<Action<Reactions>> _following = [];
    private readonly List<RegisterNote> _notes = [];
    private readonly UnitOfWork _change;
    private readonly IRegisterBook _registers;
    private readonly FreeTexts _freeTexts;
    private readonly Reactions _reactions;
    private readonly IClock _clock;
    private readonly TimeProvider _time;

    internal Pipeline(
        UnitOfWork change, IDeadlineBook deadlines, ITaskList tasks, IApprovals approvals, IRegisterBook registers,
        FreeTexts freeTexts, IClock clock, TimeProvider time)
    {
        (_change, _registers, _freeTexts, _clock, _time) = (change, registers, freeTexts, clock, time);
        _reactions = new Reactions(change, this, deadlines, tasks, approvals);
    }

    /// <summary>What may follow, for what happens by itself.</summary>
    internal Reactions Reactions => _reactions;

    /// <summary>What an actor is about to change.</summary>
    public Change Begin(Actor actor) => new(actor, _clock, NewId);

    /// <summary>Lets happen what is due on a thing.</summary>
    public void ApplyDue(IState state, Instant now)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.ApplyDue(now, this);
    }

    /// <summary>
    /// What was decided happens: each event has its effect, and is noted with what others are told of it.
    /// </summary>
    public void Apply<TState>(TState state, IHappened<TState> happened, Occurrence when)
        where TState : class, IState
    {
        ArgumentNullException.ThrowIfNull(happened);
        happened.HappenTo(state, when, this);
    }

    /// <inheritdoc />
    public void Happen<TState>(TState state, IEvent<TState> happened, Occurrence when)
        where TState : class, IState
    {
        Happening.Happen(state, happened, when);
        _freeTexts.Keep(_change, happened);
        _following.Enqueue(follow => happened.React(state, when, follow));
    }

    /// <summary>
    /// What follows from all that happened, in its order; called once, when everything has been applied.
    /// </summary>
    public async Task ReactAsync(CancellationToken cancellationToken)
    {
        while (_following.TryDequeue(out var following))
            following(_reactions);
        foreach (var note in _notes)
        {
            await _registers.AppendAsync(
                note.Register, note.Site, note.By, note.Entry, note.Personal, cancellationToken);
        }

        _notes.Clear();
    }

    internal void Register(RegisterNote note) => _notes.Add(note);

    internal Guid NewId() => Guid.CreateVersion7(_time.GetUtcNow());
}
