using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Platform.Departments;

/// <summary>
/// A use case over HTTP. The pipeline does what must never be forgotten, in this order: who asks and whether they may;
/// the body and its validation; the <c>Idempotency-Key</c>; the thing's lock, and the part that the use case names,
/// loaded whole; what is due on it; <c>If-Match</c>; the decision; its events; what follows; the answer, kept in the
/// same transaction; the commit.
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
    private Func<HttpContext, TState, THappened, Actor, Task<IResult>>? _answer;
    private WordOn? _word;
    private bool _makes;
    private bool _hasVersion = true;

    internal CommandRoute(
        IEndpointRouteBuilder api, string pattern, string permission,
        Func<TState, TRequest, Change, Outcome<THappened>> decide)
    {
        _decide = decide;
        _endpoint = api.MapPost(pattern, (RequestDelegate)InvokeAsync)
            .RequirePermission(permission)
            .WithMetadata(new IsCommand(), new CommandShape(HasBody ? typeof(TRequest) : null));
        _endpoint.Add(endpoint =>
        {
            if (!_makes && _hasVersion)
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
            var result = path is null ? Results.Ok(view) : Results.Created(path(thing), view);
            return _hasVersion ? result.WithETag(thing.Root.Version) : result;
        };
        var status = path is null ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        _endpoint.WithMetadata(new AnswerShape(typeof(TView), status));
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
        _makes = true;
        return Answers<TShown, TView>(shown, path);
    }

    /// <summary>
    /// What is answered has no version that anybody could have seen: it is only added to the thing, or is a part of it
    /// that is never read by itself. No <c>If-Match</c> is asked for, and no <c>ETag</c> given.
    /// </summary>
    public CommandRoute<TState, TRequest, THappened> WithoutVersion()
    {
        _hasVersion = false;
        return this;
    }

    /// <summary>
    /// The decision is somebody's word on what was asked for (CS-7: four eyes, two departments, stand-ins). Their right
    /// to it is looked at when the decision itself refuses nothing.
    /// </summary>
    /// <param name="terms">What was asked for.</param>
    /// <param name="agrees">Yes or no.</param>
    /// <param name="reason">Why; needed for a no.</param>
    /// <param name="others">What happens instead while others must still agree; null where it is one person's.</param>
    public CommandRoute<TState, TRequest, THappened> IsWordOn(
        Func<TState, ApprovalTerms> terms, bool agrees, Func<TRequest, string?>? reason = null,
        Func<TState, IReadOnlyList<Need>, Change, THappened>? others = null)
    {
        _word = new(terms, agrees, reason, others);
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
        var found = services.GetService<ILoad<TState, TRequest>>() is { } load
            ? await load.LoadAsync(named, request, change, cancellationToken)
            : await services.GetRequiredService<ISource<TState>>().FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing.ToProblem();

        var state = found.Value;
        pipeline.ApplyDue(state, change.At);
        if (!_makes && _hasVersion && (await IfMatch.BindAsync(http)).Check(state.Root.Version) is { } stale)
            return stale;

        var decided = _decide(state, request, change);
        if (decided.Refusal is null && _word is not null)
            decided = await GiveWordAsync(services, state, request, change, decided.Value, cancellationToken);
        if (decided.Refusal is { } refusal)
            return refusal.ToProblem();

        pipeline.Apply(state, decided.Value, change.Now);
        await pipeline.ReactAsync(cancellationToken);
        return await _answer!(http, state, decided.Value, actor);
    }

    private async Task<Outcome<THappened>> GiveWordAsync(
        IServiceProvider services, TState state, TRequest request, Change change, THappened decided,
        CancellationToken cancellationToken)
    {
        var (terms, agrees, reason, others) = _word!;
        var given = await services.GetRequiredService<IApprovals>()
            .DecideAsync(terms(state), change.Actor, agrees, reason?.Invoke(request), cancellationToken);
        return given.Then<THappened>(result =>
            result.State == ApprovalState.Open && others is not null ? others(state, result.Missing, change) : decided);
    }

    private sealed record WordOn(
        Func<TState, ApprovalTerms> Terms, bool Agrees, Func<TRequest, string?>? Reason,
        Func<TState, IReadOnlyList<Need>, Change, THappened>? Others);
}

/// <summary>A command without a body.</summary>
public sealed record Nothing
{
    internal static Nothing Instance { get; } = new();
}

/// <summary>Marks a command that needs <c>If-Match</c>: it changes a thing that is there.</summary>
public sealed record ChangesWhatIsThere;

/// <summary>What a command's body is; null for none.</summary>
internal sealed record CommandShape(Type? Body);

/// <summary>What a route answers when it goes through.</summary>
internal sealed record AnswerShape(Type View, int Status = StatusCodes.Status200OK);
