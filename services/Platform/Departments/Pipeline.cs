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
public sealed class Pipeline : IDueEvents
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
        _reactions = new Reactions(this, deadlines, tasks, approvals);
    }

    /// <summary>What may follow, for what happens by itself.</summary>
    internal Reactions Reactions => _reactions;

    /// <summary>What an actor is about to change, at this instant of business time.</summary>
    public Change Begin(Actor actor) => new(actor, _clock.GetCurrentInstant(), NewId);

    /// <summary>Lets happen what is due on a thing.</summary>
    public void ApplyDue(IState state, Instant now)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.ApplyDue(now, this);
    }

    /// <summary>Something happened: it has its effect, and is noted with what others are told of it.</summary>
    public void Apply<TState>(TState state, IHappened<TState> happened, Occurrence when)
        where TState : class, IState
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(happened);
        foreach (var one in happened.All)
        {
            state.Happen(one, when);
            _freeTexts.Keep(_change, one);
            _following.Enqueue(follow => one.React(state, when, follow));
        }
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

    void IDueEvents.Happened<TState>(TState state, IEvent<TState> due, Instant at) =>
        Apply(state, due, new Occurrence(at, Occurrence.Clock));

    internal void Register(RegisterNote note) => _notes.Add(note);

    private Guid NewId() => Guid.CreateVersion7(_time.GetUtcNow());
}
