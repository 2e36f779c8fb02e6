using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
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
    private readonly Findings _findings;
    private readonly Reactions _reactions;
    private readonly IClock _clock;
    private readonly TimeProvider _time;
    private readonly CompanyTime _company;
    private readonly IServiceProvider _services;
    private readonly Queue<Func<IServiceProvider, CancellationToken, Task>> _looking = [];
    private Occurrence? _last;

    internal Pipeline(
        UnitOfWork change, IDeadlineBook deadlines, ITaskList tasks, IApprovals approvals, IRegisterBook registers,
        FreeTexts freeTexts, IClock clock, TimeProvider time, IServiceProvider services)
    {
        (_change, _registers, _freeTexts, _clock, _time) = (change, registers, freeTexts, clock, time);
        (_services, _company) = (services, services.GetRequiredService<CompanyTime>());
        _findings = services.GetRequiredService<Findings>();
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
    /// What was found and what was decided happens: each event has its effect, and is noted with what others are told
    /// of it.
    /// </summary>
    public void Apply<TState>(TState state, IHappened<TState> happened, Occurrence when)
        where TState : class, IState
    {
        ArgumentNullException.ThrowIfNull(happened);
        _findings.HappenTo(when, this);
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

    /// <summary>
    /// The last change of a thing: what has just fallen due on it, or what the event log says. What changes a thing is
    /// always an event, so that nothing else has to note by whom a version was made.
    /// </summary>
    internal async Task<LastChange?> LastChangeOfAsync(IState state, CancellationToken cancellationToken)
    {
        if (state.ToldBy is not { } thing)
            return null;
        var part = state.Part?.ToString();
        // A record tells all its members.
        if (thing.Raised.LastOrDefault(one => part is null || IsAbout($"{one.Event}", part)) is { } due)
            return new LastChange(due.By, _company.At(due.At));
        await using var command = _change.CreateCommand(
            """
            -- read the last change
            SELECT by, at FROM messaging.events
            WHERE stream = $1 AND ($2::text IS NULL OR strpos(body::text, $2) > 0) ORDER BY version DESC LIMIT 1
            """,
            new NpgsqlParameter { Value = thing.Stream },
            new NpgsqlParameter { Value = part ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new LastChange(reader.GetString(0), _company.At(reader.GetFieldValue<Instant>(1)))
            : null;
    }

    private static bool IsAbout(string told, string part) => told.Contains(part, StringComparison.Ordinal);

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
