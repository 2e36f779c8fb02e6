using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Departments;

/// <summary>
/// CS-7: what somebody may do to a thing at this moment: by the permissions and the refusals that decide when it is
/// done, so that whoever shows it keeps no rule of its own.
/// </summary>
public interface IActions
{
    /// <summary>
    /// The operations, by the names that the OpenAPI document has for them, in the order of the alphabet. One that is
    /// named goes through where what is sent with it is right, and nothing but the thing speaks against it (decision
    /// 0148).
    /// </summary>
    /// <param name="state">The thing, with what is due on it.</param>
    /// <param name="actor">Who is shown it.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    Task<IReadOnlyList<string>> OfAsync<TState>(TState state, Actor actor, CancellationToken cancellationToken)
        where TState : class, IState;
}

/// <summary>A use case that is offered on a thing that is shown.</summary>
/// <param name="State">What is shown.</param>
/// <param name="Refuses">What it is refused for, whatever is sent with it; null for nothing.</param>
/// <param name="IsAskedAlready">Whether the same is asked for, and others have yet to decide.</param>
internal sealed record IsOffered(
    Type State, Func<IState, Change, Refused?> Refuses,
    Func<IServiceProvider, IState, CancellationToken, Task<bool>>? IsAskedAlready);

/// <summary>A use case that is one person's word on what was asked for.</summary>
/// <param name="Terms">What was asked for, from the state that the use case loads.</param>
internal sealed record IsWord(Func<IState, ApprovalTerms> Terms);

/// <summary>Looks through the routes, once for each kind of thing.</summary>
internal sealed class Actions(
    OfferedRoutes routes, IApprovals approvals, IClock clock, IServiceProvider services) : IActions
{
    public async Task<IReadOnlyList<string>> OfAsync<TState>(
        TState state, Actor actor, CancellationToken cancellationToken)
        where TState : class, IState
    {
        var change = new Change(
            actor, clock, static () => throw new InvalidOperationException("What is offered is not decided."));
        var may = actor.PermissionsAt(change.At).ToHashSet(StringComparer.Ordinal);
        List<string> names = [];
        foreach (var route in routes.On(typeof(TState)))
        {
            if (may.Contains(route.Permission) && route.Offered.Refuses(state, change) is null
                && await IsOpenAsync(route, state, actor, cancellationToken))
                names.Add(route.Name);
        }

        return names;
    }

    private async Task<bool> IsOpenAsync(
        OfferedRoutes.Route route, IState state, Actor actor, CancellationToken cancellationToken)
    {
        if (route.Word is { } word
            && await approvals.RefusesAsync(word.Terms(state), actor, cancellationToken) is not null)
            return false;
        return route.Offered.IsAskedAlready is not { } isAsked || !await isAsked(services, state, cancellationToken);
    }
}

/// <summary>The routes that are offered on things.</summary>
internal sealed class OfferedRoutes(EndpointDataSource endpoints)
{
    private readonly ConcurrentDictionary<Type, Route[]> _known = [];

    private readonly Lazy<Route[]> _all = new(() => [.. endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata)
        .SelectMany(about => about.GetOrderedMetadata<IsOffered>().Select(offered => new Route(
            OperationName.Of(about.GetMetadata<IEndpointSummaryMetadata>()?.Summary)
                ?? throw new InvalidOperationException("What is offered has no name."),
            about.GetMetadata<PermissionMetadata>()!.Permission, offered, about.GetMetadata<IsWord>())))
        .OrderBy(route => route.Name, StringComparer.Ordinal)]);

    /// <summary>Those that are offered on a kind of thing, or on what it is for several of them.</summary>
    public IReadOnlyList<Route> On(Type state) => _known.GetOrAdd(state, _ => [.. _all.Value.Where(route =>
        route.Offered.State == state
        || (route.Offered.State.IsInterface && route.Offered.State.IsAssignableFrom(state)))]);

    /// <summary>A use case that is offered on a thing.</summary>
    internal sealed record Route(string Name, string Permission, IsOffered Offered, IsWord? Word);
}
