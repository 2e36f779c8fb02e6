using Microsoft.EntityFrameworkCore;
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
    private readonly HashSet<string> _over = new(StringComparer.Ordinal);
    private readonly UnitOfWork _change;
    private readonly IRegisterBook _registers;
    private readonly FreeTexts _freeTexts;
    private readonly Reactions _reactions;
    private readonly IClock _clock;
    private readonly TimeProvider _time;
    private readonly IServiceProvider _services;
    private readonly Queue<Func<IServiceProvider, CancellationToken, Task>> _looking = [];
    private Occurrence? _last;

    internal Pipeline(
        UnitOfWork change, IDeadlineBook deadlines, ITaskList tasks, IApprovals approvals, IRegisterBook registers,
        FreeTexts freeTexts, IClock clock, TimeProvider time, IServiceProvider services)
    {
        (_change, _registers, _freeTexts, _clock, _time) = (change, registers, freeTexts, clock, time);
        _services = services;
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
        if (_last is { } last && last.By != when.By)
            CloseTasksOfWhatIsOver();
        Happening.Happen(state, happened, when);
        _last = when;
        _freeTexts.Keep(_change, happened);
        _following.Enqueue(follow => happened.React(state, when, follow));
    }

    /// <summary>
    /// What follows from all that happened, in its order; called once, when everything has been applied. First of all
    /// the tasks about what is over by it are.
    /// </summary>
    public async Task ReactAsync(CancellationToken cancellationToken)
    {
        do
        {
            CloseTasksOfWhatIsOver();
            while (_following.TryDequeue(out var following))
            {
                following(_reactions);
                CloseTasksOfWhatIsOver();
            }

            if (_looking.TryDequeue(out var look))
                await look(_services, cancellationToken);
        }
        while (_following.Count > 0 || _looking.Count > 0);
        foreach (var note in _notes)
        {
            await _registers.AppendAsync(
                note.Register, note.Site, note.By, note.Entry, note.Personal, cancellationToken);
        }

        _notes.Clear();
    }

    internal void Look(Func<IServiceProvider, CancellationToken, Task> look) => _looking.Enqueue(look);

    internal void Register(RegisterNote note) => _notes.Add(note);

    /// <summary>A matter that a thing had open before this change, and has not now, is over.</summary>
    private void CloseTasksOfWhatIsOver()
    {
        if (_last is not { } when)
            return;
        _last = null;
        var over = _change.Db.ChangeTracker.Entries<ITaskSubject>()
            .Where(entry => entry.State == EntityState.Modified)
            .SelectMany(entry => ((ITaskSubject)entry.OriginalValues.ToObject()).OpenMatters
                .Except(entry.Entity.OpenMatters, StringComparer.Ordinal))
            .Where(_over.Add).ToList();
        if (over.Count > 0)
            _reactions.Tasks.Over(over, when.At, when.By);
    }

    internal Guid NewId() => Guid.CreateVersion7(_time.GetUtcNow());
}
