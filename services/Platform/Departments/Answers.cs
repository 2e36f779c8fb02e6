using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Ops.Platform.Commands;
using Ops.Platform.Rules;

namespace Ops.Platform.Departments;

/// <summary>
/// Routes whose handler answers an outcome: a list, a report, an explanation; a command on what is no department's thing.
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
        route.Finally(endpoint =>
        {
            // What the framework read from the handler's signature is the outcome, which nobody ever sees.
            foreach (var read in endpoint.Metadata.OfType<IProducesResponseTypeMetadata>()
                .Where(read => read.Type == typeof(Outcome<TView>)).ToList())
            {
                endpoint.Metadata.Remove(read);
            }
        });
        return route.Produces<TView>(path is null ? StatusCodes.Status200OK : StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .AddEndpointFilter(async (context, next) => await next(context) switch
            {
                Outcome<TView> outcome => outcome.ToResult(value =>
                    path is null ? TypedResults.Ok(value) : TypedResults.Created(path(value), value)),
                // The handler was not asked: a parameter cannot be read, and the status says so already.
                var notAsked => notAsked,
            });
    }
}
