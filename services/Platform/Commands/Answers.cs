using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Ops.Platform.Rules;

namespace Ops.Platform.Commands;

/// <summary>
/// Routes whose handler answers an outcome: a list, a report, an explanation; a command on what is no department's
/// thing.
/// </summary>
public static class Answers
{
    /// <summary>Sends what came of it, or tells the refusal as a problem.</summary>
    /// <typeparam name="TView">What is sent when nothing refuses.</typeparam>
    /// <param name="route">The route.</param>
    /// <param name="path">Where it is read, if it is new: 201 with a <c>Location</c>.</param>
    public static RouteHandlerBuilder AnswersOutcome<TView>(
        this RouteHandlerBuilder route, Func<TView, string>? path = null)
        where TView : notnull
    {
        ArgumentNullException.ThrowIfNull(route);
        route.Finally(Forget<TView>);
        return route.Produces<TView>(path is null ? StatusCodes.Status200OK : StatusCodes.Status201Created)
            .AddEndpointFilter(async (context, next) => await next(context) switch
            {
                Outcome<TView> { Refusal: { } refusal } => refusal.ToProblem(),
                Outcome<TView> { Value: var value } =>
                    path is null ? TypedResults.Ok(value) : TypedResults.Created(path(value), value),
                // The handler was not asked: a parameter cannot be read, and the status says so already.
                var notAsked => notAsked,
            });
    }

    /// <summary>
    /// Sends what the handler made, a file or a stream or something with an <c>ETag</c>, or tells the refusal as a
    /// problem. What it looks like the route says itself, with <c>Produces</c>.
    /// </summary>
    public static RouteHandlerBuilder AnswersResult(this RouteHandlerBuilder route)
    {
        ArgumentNullException.ThrowIfNull(route);
        route.Finally(Forget<IResult>);
        return route.AddEndpointFilter(async (context, next) => await next(context) switch
            {
                Outcome<IResult> { Refusal: { } refusal } => refusal.ToProblem(),
                Outcome<IResult> { Value: var result } => result,
                var notAsked => notAsked,
            });
    }

    /// <summary>What a handler made, as the outcome that <see cref="AnswersResult"/> sends.</summary>
    public static Outcome<IResult> AsOutcome(this IResult result) => Of(result);

    /// <summary>
    /// No conversion is defined from an interface, but there is one from whatever type this is called with.
    /// </summary>
    private static Outcome<T> Of<T>(T value)
        where T : notnull => value;

    /// <summary>What the framework read from a handler's signature is the outcome, which nobody ever sees.</summary>
    private static void Forget<T>(EndpointBuilder endpoint)
        where T : notnull
    {
        foreach (var read in endpoint.Metadata.OfType<IProducesResponseTypeMetadata>()
            .Where(read => read.Type == typeof(Outcome<T>)).ToList())
        {
            endpoint.Metadata.Remove(read);
        }
    }
}
