using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ops.Platform.Approvals;
using Ops.Platform.Deadlines;
using Ops.Platform.Registers;
using Ops.Platform.Storage;
using Ops.Platform.Tasks;

namespace Ops.Platform.Departments;

/// <summary>What may follow from an event, in its change.</summary>
public sealed class Reactions
{
    private readonly UnitOfWork _change;
    private readonly Pipeline _pipeline;

    internal Reactions(
        UnitOfWork change, Pipeline pipeline, IDeadlineBook deadlines, ITaskList tasks, IApprovals approvals) =>
        (_change, _pipeline, Deadlines, Tasks, Approvals) = (change, pipeline, deadlines, tasks, approvals);

    /// <summary>Deadlines that begin to run, are met or run no more.</summary>
    public IDeadlineBook Deadlines { get; }

    /// <summary>What somebody is told, or has to do.</summary>
    public ITaskList Tasks { get; }

    /// <summary>What others are asked to agree to.</summary>
    public IApprovals Approvals { get; }

    /// <summary>Something else happens because of it.</summary>
    public void Happen<TState>(TState state, IEvent<TState> happened, Occurrence when)
        where TState : class, IState => _pipeline.Happen(state, happened, when);

    /// <summary>
    /// Something follows for things that must be looked for first, because an event of this kind seldom has any: what
    /// was asked for about what is over. It is done when everything else has followed.
    /// </summary>
    /// <typeparam name="TSource">What looks for them.</typeparam>
    public void Look<TSource>(Func<TSource, CancellationToken, Task> look)
        where TSource : notnull =>
        _pipeline.Look((services, cancellationToken) =>
            look(services.GetRequiredService<TSource>(), cancellationToken));

    /// <summary>A row that is new with this change.</summary>
    public void Add(object row) => _change.Db.Add(row);

    /// <summary>A statement that is sent with the others just before the commit.</summary>
    public void Defer(string sql, params NpgsqlParameter[] parameters) => _change.Defer(sql, parameters);

    /// <summary>An id that was never used.</summary>
    public Guid NewId() => _pipeline.NewId();

    /// <summary>Enters it on a register, with the time and the actor of the register's own (T-6).</summary>
    public void Register(RegisterNote note) => _pipeline.Register(note);
}

/// <summary>An entry for a register.</summary>
/// <param name="Register">The register, e.g. <c>handovers</c>.</param>
/// <param name="Site">The project's code.</param>
/// <param name="By">The actor.</param>
/// <param name="Entry">What is recorded; no personal data in it.</param>
/// <param name="Personal">Personal fields: the chain holds their hash, and they lie encrypted beside it.</param>
public sealed record RegisterNote(
    string Register, string Site, string By, IRegisterRecord Entry,
    IReadOnlyDictionary<string, string>? Personal = null);
