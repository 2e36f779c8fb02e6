using Microsoft.AspNetCore.Routing;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Platform.Departments;

/// <summary>
/// A thing with the part of it that a use case needs, loaded whole. A part that is not loaded is of another type, so
/// that no code can reach it.
/// </summary>
public interface IState
{
    /// <summary>The thing itself: its lock and its version.</summary>
    Aggregate Root { get; }

    /// <summary>The version that is shown as its <c>ETag</c>, and that <c>If-Match</c> names.</summary>
    long Version => Root.Version;

    /// <summary>Whose events tell who changed it; null where none do.</summary>
    Aggregate? ToldBy => Root;

    /// <summary>
    /// By which id these events name it, where it is a part of that thing with a version of its own; null for what is
    /// the whole.
    /// </summary>
    Guid? Part => null;

    /// <summary>
    /// Lets happen what is due by now, in its order and at its own time, whether or not a deadline has fired for it.
    /// Called by the pipeline before anything is decided, and before anything is shown.
    /// </summary>
    void ApplyDue(Instant now, IHappenings happenings)
    {
    }
}

/// <summary>Takes what happens: it has its effect at once.</summary>
public interface IHappenings
{
    /// <summary>It happened.</summary>
    void Happen<TState>(TState state, IEvent<TState> happened, Occurrence when)
        where TState : class, IState;
}

/// <summary>Finds things of a department, with a part of them.</summary>
/// <typeparam name="TState">The thing with that part.</typeparam>
public interface ISource<TState>
    where TState : class, IState
{
    /// <summary>What a request names; not found where it is not the actor's to see.</summary>
    /// <param name="named">What the request names, and who asks.</param>
    /// <param name="access">
    /// To change: the thing is locked first, and read after that. To read: nothing is locked.
    /// </param>
    /// <param name="cancellationToken">Abandons it.</param>
    Task<Outcome<TState>> FindAsync(Named named, Access access, CancellationToken cancellationToken);

    /// <summary>Locks a thing by its id, for what happens by itself.</summary>
    Task<TState> LockAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>
/// Finds a thing for a use case that needs something else too, which depends on what is asked for: a customer, a price,
/// another unit, whether a receipt was used. It lies beside the decision; where there is one, it is asked instead of
/// the thing's source.
/// </summary>
/// <typeparam name="TState">The thing with all that the decision needs.</typeparam>
/// <typeparam name="TRequest">The body.</typeparam>
public interface ILoad<TState, in TRequest>
    where TState : class, IState
    where TRequest : class
{
    /// <summary>The thing, locked, with what else is needed; or why there is none.</summary>
    /// <param name="named">What the request names, and who asks.</param>
    /// <param name="request">The body.</param>
    /// <param name="change">Its time is that of the change: asked for after the lock, and not before it.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    Task<Outcome<TState>> LoadAsync(
        Named named, TRequest request, Change change, CancellationToken cancellationToken);
}

/// <summary>What a thing is looked for for.</summary>
public enum Access
{
    /// <summary>To be shown.</summary>
    Read,

    /// <summary>To be changed.</summary>
    Change,
}

/// <summary>What a request names in its route, and who asks.</summary>
/// <param name="Route">The route's values.</param>
/// <param name="Actor">Who asks.</param>
public sealed record Named(RouteValueDictionary Route, Actor Actor)
{
    /// <summary>The id in the route.</summary>
    public Guid Id => Guid.Parse(this["id"]);

    /// <summary>A value of the route.</summary>
    public string this[string name] => (string)Route[name]!;
}

/// <summary>How a thing is shown to somebody.</summary>
/// <typeparam name="TState">The thing with the part that is shown.</typeparam>
/// <typeparam name="TView">What is sent.</typeparam>
public interface IView<in TState, TView>
    where TState : class, IState
{
    /// <summary>As the actor may see it.</summary>
    ValueTask<TView> ShowAsync(TState state, Actor actor, CancellationToken cancellationToken);
}
