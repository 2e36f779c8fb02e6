using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Departments;

/// <summary>How use cases are mapped.</summary>
public static class DepartmentRoutes
{
    /// <summary>Maps a use case: a POST that asks for a permission, with its decision.</summary>
    public static CommandRoute<TState, TRequest, THappened> MapCommand<TState, TRequest, THappened>(
        this IEndpointRouteBuilder api, string pattern, string permission,
        Func<TState, TRequest, Change, Outcome<THappened>> decide)
        where TState : class, IState
        where TRequest : class
        where THappened : class, IHappened<TState> =>
        new(api, pattern, permission, decide);

    /// <summary>Maps a use case without a body.</summary>
    public static CommandRoute<TState, Nothing, THappened> MapCommand<TState, THappened>(
        this IEndpointRouteBuilder api, string pattern, string permission,
        Func<TState, Change, Outcome<THappened>> decide)
        where TState : class, IState
        where THappened : class, IHappened<TState> =>
        new(api, pattern, permission, (state, _, change) => decide(state, change));

    /// <summary>
    /// Maps the reading of one thing: a GET that shows it as it is at this moment, with what is due on it, and its
    /// version as the <c>ETag</c>.
    /// </summary>
    public static IEndpointConventionBuilder MapRead<TState, TView>(
        this IEndpointRouteBuilder api, string pattern, string permission)
        where TState : class, IState =>
        api.MapGet(pattern, (RequestDelegate)ReadAsync<TState, TView>).RequirePermission(permission)
            .WithMetadata(new CommandShape(Body: null), new AnswerShape(typeof(TView)), new SendsVersion());

    private static async Task ReadAsync<TState, TView>(HttpContext http)
        where TState : class, IState
    {
        var actor = Actor.From(http.User);
        var found = await http.RequestServices.GetRequiredService<ISource<TState>>()
            .FindAsync(new Named(http.Request.RouteValues, actor), Access.Read, http.RequestAborted);
        if (found.Refusal is { } missing)
        {
            await missing.ToProblem().ExecuteAsync(http);
            return;
        }

        var state = found.Value;
        state.LetDueHappen(http.RequestServices.GetRequiredService<IClock>().GetCurrentInstant());
        var view = await http.RequestServices.GetRequiredService<IView<TState, TView>>()
            .ShowAsync(state, actor, http.RequestAborted);
        await Results.Ok(view).WithETag(state.Version).ExecuteAsync(http);
    }
}
