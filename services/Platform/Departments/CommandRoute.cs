using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Departments;

/// <summary>
/// A use case over HTTP. The pipeline does what must never be forgotten, in this order: who asks and whether they may;
/// the body and its validation; the <c>Idempotency-Key</c>; the thing's lock, and the part that the use case names,
/// loaded whole; whether they may still, since they may have waited for the lock; what is due on it; <c>If-Match</c>;
/// the decision; its events; what follows; the answer, kept in the same transaction; the commit.
/// </summary>
/// <typeparam name="TState">The thing with the part that the decision needs.</typeparam>
/// <typeparam name="TRequest">The body.</typeparam>
/// <typeparam name="THappened">What the decision comes to.</typeparam>
public sealed class CommandRoute<TState, TRequest, THappened> : IEndpointConventionBuilder
    where TState : class, IState
    where TRequest : class
    where THappened : class, IHappened<TState>
{
    private readonly Func<TState, TRequest, Change, Outcome<THappened>> _decide;
    private readonly IEndpointConventionBuilder _endpoint;
    private readonly string _permission;
    private Func<HttpContext, TState, THappened, Actor, Task<IResult>>? _answer;
    private LoadState<TState, TRequest>? _load;
    private Func<
        IServiceProvider, TState, TRequest, Change, CancellationToken, Task<Outcome<THappened>>>? _decided;

    private bool _unseen;

    internal CommandRoute(
        IEndpointRouteBuilder api, string pattern, string permission,
        Func<TState, TRequest, Change, Outcome<THappened>> decide)
    {
        (_decide, _permission) = (decide, permission);
        _endpoint = api.MapPost(pattern, (RequestDelegate)InvokeAsync)
            .RequirePermission(permission)
            .WithMetadata(new IsCommand(), new CommandShape(HasBody ? typeof(TRequest) : null));
        _endpoint.Add(endpoint =>
        {
            if (!_unseen)
                endpoint.Metadata.Add(new ChangesWhatIsThere());
        });
        if (HasBody)
            _endpoint.WithMetadata(new AcceptsMetadata(["application/json"], typeof(TRequest)));
    }

    private static bool HasBody => typeof(TRequest) != typeof(Nothing);

    /// <summary>Answers the thing as it is then, with its version.</summary>
    public CommandRoute<TState, TRequest, THappened> Answers<TView>() => Answers<TState, TView>((state, _) => state);

    /// <summary>Answers another part of the thing, or another thing of it, with its version.</summary>
    /// <param name="shown">What is shown, from the state and what happened.</param>
    /// <param name="path">Where it is read, if it is new: 201 with a <c>Location</c>.</param>
    public CommandRoute<TState, TRequest, THappened> Answers<TShown, TView>(
        Func<TState, THappened, TShown> shown, Func<TShown, string>? path = null)
        where TShown : class, IState
    {
        _answer = async (http, state, happened, actor) =>
        {
            var thing = shown(state, happened);
            var view = await ShowAsync<TShown, TView>(http, thing, actor);
            return (path is null ? Results.Ok(view) : Results.Created(path(thing), view)).WithETag(thing.Version);
        };
        var status = path is null ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        _endpoint.WithMetadata(new AnswerShape(typeof(TView), status), new SendsVersion());
        return this;
    }

    /// <summary>
    /// Answers what is new with it: 201 with its <c>Location</c>. Nobody can have seen it before, and no
    /// <c>If-Match</c> is asked for.
    /// </summary>
    /// <param name="shown">What is shown, from the state and what happened.</param>
    /// <param name="path">Where it is read.</param>
    public CommandRoute<TState, TRequest, THappened> Makes<TShown, TView>(
        Func<TState, THappened, TShown> shown, Func<TShown, string> path)
        where TShown : class, IState
    {
        ArgumentNullException.ThrowIfNull(path);
        return Answers<TShown, TView>(shown, path).WithoutIfMatch();
    }

    /// <summary>
    /// Asks for no <c>If-Match</c>: what is new with it rests on nothing that somebody must have seen before.
    /// </summary>
    public CommandRoute<TState, TRequest, THappened> WithoutIfMatch()
    {
        _unseen = true;
        return this;
    }

    /// <summary>
    /// Whoever is shown the thing is offered this too, while nothing refuses it to them (<see cref="IActions"/>).
    /// </summary>
    /// <typeparam name="TShown">What is shown.</typeparam>
    /// <param name="refuses">
    /// What the decision refuses whatever is sent with it, and asks first: the very same; null where it can be done.
    /// </param>
    public CommandRoute<TState, TRequest, THappened> OfferedOn<TShown>(Func<TShown, Change, Refused?> refuses)
        where TShown : class, IState =>
        OfferedOn(refuses, isAskedAlready: null);

    /// <summary>The same, unless it is asked for already.</summary>
    /// <typeparam name="TShown">What is shown.</typeparam>
    /// <param name="refuses">What the decision refuses whatever is sent with it; null where it can be done.</param>
    /// <param name="isAskedAlready">Whether it is asked for, and others have yet to decide.</param>
    public CommandRoute<TState, TRequest, THappened> OfferedOn<TShown>(
        Func<TShown, Change, Refused?> refuses,
        Func<IServiceProvider, TShown, CancellationToken, Task<bool>>? isAskedAlready)
        where TShown : class, IState
    {
        ArgumentNullException.ThrowIfNull(refuses);
        _endpoint.WithMetadata(new IsOffered(
            typeof(TShown), (state, change) => refuses((TShown)state, change),
            isAskedAlready is null
                ? null
                : (services, state, cancellationToken) =>
                    isAskedAlready(services, (TShown)state, cancellationToken)));
        return this;
    }

    /// <summary>
    /// The decision is one person's word on what was asked for (CS-7: four eyes, stand-ins). Their right to it is
    /// looked at when the decision itself refuses nothing.
    /// </summary>
    /// <param name="terms">What was asked for.</param>
    /// <param name="agrees">Yes or no.</param>
    /// <param name="reason">Why; needed for a no.</param>
    public CommandRoute<TState, TRequest, THappened> IsWordOn(
        Func<TState, ApprovalTerms> terms, bool agrees, Func<TRequest, string?>? reason = null)
    {
        _endpoint.WithMetadata(new IsWord(state => terms((TState)state)));
        _decided = async (services, state, request, change, cancellationToken) =>
        {
            var decided = _decide(state, request, change);
            if (decided.Refusal is not null)
                return decided;
            var given = await services.GetRequiredService<IApprovals>().DecideAsync(
                terms(state), change.Actor, agrees, reason?.Invoke(request), cancellationToken);
            return given.Then<THappened>(_ => decided);
        };
        return this;
    }

    /// <summary>
    /// The decision needs the word of several (CS-7, DOC-5.1.5): while others must still agree, that one has agreed is
    /// all that happens, and with the last word it is decided.
    /// </summary>
    /// <param name="terms">What was asked for.</param>
    /// <param name="refuses">
    /// Why this one's word does not count, whoever else has agreed: it is over, or beyond their limit. Null where it
    /// does.
    /// </param>
    /// <param name="agreed">What happens while others must still agree.</param>
    public CommandRoute<TState, TRequest, THappened> IsLastWordOn(
        Func<TState, ApprovalTerms> terms, Func<TState, Change, Refused?> refuses,
        Func<TState, IReadOnlyList<Need>, THappened> agreed)
    {
        _endpoint.WithMetadata(new IsWord(state => terms((TState)state)));
        _decided = async (services, state, request, change, cancellationToken) =>
        {
            if (refuses(state, change) is { } refusal)
                return refusal;
            var given = await services.GetRequiredService<IApprovals>().DecideAsync(
                terms(state), change.Actor, agree: true, reason: null, cancellationToken);
            return given.Then(result => result.State == ApprovalState.Pending
                ? agreed(state, result.Missing)
                : _decide(state, request, change));
        };
        return this;
    }

    /// <summary>Loads it in another way than its own source or load: a state that is made of another.</summary>
    public CommandRoute<TState, TRequest, THappened> LoadedBy(LoadState<TState, TRequest> load)
    {
        _load = load;
        return this;
    }

    /// <inheritdoc />
    public void Add(Action<EndpointBuilder> convention) => _endpoint.Add(convention);

    /// <inheritdoc />
    public void Finally(Action<EndpointBuilder> finallyConvention) => _endpoint.Finally(finallyConvention);

    private static ValueTask<TView> ShowAsync<TShown, TView>(HttpContext http, TShown shown, Actor actor)
        where TShown : class, IState =>
        http.RequestServices.GetRequiredService<IView<TShown, TView>>().ShowAsync(shown, actor, http.RequestAborted);

    private async Task InvokeAsync(HttpContext http)
    {
        var request = HasBody ? await RequestBody.ReadAsync<TRequest>(http) : (TRequest)(object)Nothing.Instance;
        var answer = await CommandFilter.RunAsync(
            http, [request], async cancellationToken => await HandleAsync(http, request, cancellationToken));
        await answer.ExecuteAsync(http);
    }

    private async Task<IResult> HandleAsync(HttpContext http, TRequest request, CancellationToken cancellationToken)
    {
        var services = http.RequestServices;
        var actor = Actor.From(http.User);
        var pipeline = services.GetRequiredService<Pipeline>();
        var change = pipeline.Begin(actor);
        var named = new Named(http.Request.RouteValues, actor);
        var found = _load is null
            ? await services.FindAsync<TState, TRequest>(named, request, change, cancellationToken)
            : await _load(services, named, request, change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing.ToProblem();

        // By the time of the change and not of the request: somebody who stands in for another may have waited for
        // the thing until their days were over (CS-7).
        if (!actor.PermissionsAt(change.At).Contains(_permission))
        {
            http.Features.Set(new PermissionDenied(_permission));
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var state = found.Value;
        pipeline.ApplyDue(state, change.At);
        if (!_unseen && await (await IfMatch.BindAsync(http)).CheckAsync(
            state.Version, actor.Id, () => pipeline.LastChangeOfAsync(state, cancellationToken)) is { } stale)
        {
            return stale;
        }

        var decided = _decided is null
            ? _decide(state, request, change)
            : await _decided(services, state, request, change, cancellationToken);
        if (decided.Refusal is { } refusal)
            return refusal.ToProblem();

        pipeline.Apply(state, decided.Value, change.Now);
        await pipeline.ReactAsync(cancellationToken);
        return await _answer!(http, state, decided.Value, actor);
    }
}

/// <summary>Finds a thing, locked, with what a use case needs.</summary>
public delegate Task<Outcome<TState>> LoadState<TState, in TRequest>(
    IServiceProvider services, Named named, TRequest request, Change change, CancellationToken cancellationToken)
    where TState : class, IState
    where TRequest : class;

/// <summary>How a use case's state is found.</summary>
public static class Loading
{
    /// <summary>
    /// By the load that lies beside the decision, where there is one, and else by the thing's source.
    /// </summary>
    public static Task<Outcome<TState>> FindAsync<TState, TRequest>(
        this IServiceProvider services, Named named, TRequest request, Change change,
        CancellationToken cancellationToken)
        where TState : class, IState
        where TRequest : class =>
        services.GetService<ILoad<TState, TRequest>>() is { } load
            ? load.LoadAsync(named, request, change, cancellationToken)
            : services.GetRequiredService<ISource<TState>>().FindAsync(named, Access.Change, cancellationToken);
}

/// <summary>A command without a body.</summary>
public sealed record Nothing
{
    internal static Nothing Instance { get; } = new();
}

/// <summary>Marks a command that needs <c>If-Match</c>: it changes a thing that is there.</summary>
public sealed record ChangesWhatIsThere : IRouteTrait
{
    private static readonly HeaderInfo Seen = new("If-Match", "reference.if-match", "\"3\"") { IsRequired = true };

    /// <summary>Another version was seen than the last, or none.</summary>
    public IReadOnlyList<int> Statuses { get; } =
        [StatusCodes.Status412PreconditionFailed, StatusCodes.Status428PreconditionRequired];

    /// <inheritdoc />
    public IReadOnlyList<HeaderInfo> Takes(IReadOnlyList<object> route) => [Seen];
}

/// <summary>What a command's body is; null for none.</summary>
internal sealed record CommandShape(Type? Body);

/// <summary>What a route answers when it goes through.</summary>
internal sealed record AnswerShape(Type View, int Status = StatusCodes.Status200OK);
