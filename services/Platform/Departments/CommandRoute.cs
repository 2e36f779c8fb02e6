using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
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

    internal CommandRoute(
        IEndpointRouteBuilder api, string pattern, string permission,
        Func<TState, TRequest, Change, Outcome<THappened>> decide)
    {
        _decide = decide;
        _endpoint = api.MapPost(pattern, (RequestDelegate)InvokeAsync)
            .RequirePermission(permission)
            .WithMetadata(
                new IsCommand(), new ChangesWhatIsThere(), new CommandShape(HasBody ? typeof(TRequest) : null));
        if (HasBody)
            _endpoint.WithMetadata(new AcceptsMetadata(["application/json"], typeof(TRequest)));
    }

    private static bool HasBody => typeof(TRequest) != typeof(Nothing);

    /// <summary>Answers the thing as it is then, with its version.</summary>
    public CommandRoute<TState, TRequest, THappened> Answers<TView>() => Answers<TState, TView>((state, _) => state);

    /// <summary>Answers another part of the thing, or another thing of it, with its version.</summary>
    /// <param name="shown">What is shown, from the state and what happened.</param>
    public CommandRoute<TState, TRequest, THappened> Answers<TShown, TView>(Func<TState, THappened, TShown> shown)
        where TShown : class, IState
    {
        _answer = async (http, state, happened, actor) =>
            Results.Ok(await ShowAsync<TShown, TView>(http, shown(state, happened), actor))
                .WithETag(state.Root.Version);
        _endpoint.WithMetadata(new AnswerShape(typeof(TView)));
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
        var source = services.GetRequiredService<ISource<TState>>();
        var named = new Named(http.Request.RouteValues, actor);
        var found = await source.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing.ToProblem();

        var state = found.Value;
        var pipeline = services.GetRequiredService<Pipeline>();
        var change = pipeline.Begin(actor);
        pipeline.ApplyDue(state, change.At);
        if ((await IfMatch.BindAsync(http)).Check(state.Root.Version) is { } stale)
            return stale;

        var decided = _decide(state, request, change);
        if (decided.Refusal is { } refusal)
            return refusal.ToProblem();

        pipeline.Apply(state, decided.Value, change.Now);
        await pipeline.ReactAsync(cancellationToken);
        return await _answer!(http, state, decided.Value, actor);
    }
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
internal sealed record AnswerShape(Type View);
