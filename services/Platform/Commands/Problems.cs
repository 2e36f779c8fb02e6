using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Ops.Platform.Rules;

namespace Ops.Platform.Commands;

/// <summary>Refusals and outcomes as RFC 9457 problems.</summary>
public static class Problems
{
    /// <summary>
    /// A refusal as an RFC 9457 problem: 409, 422, 404 or 403, with <c>rule</c>, <c>code</c>, <c>args</c>,
    /// <c>traceId</c>, <c>errors</c> and <c>evidence</c>, its title and detail in the reader's language.
    /// </summary>
    public static IResult ToProblem(this Refused refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return new RefusalProblem(refusal);
    }

    /// <summary>A refusal as its problem, or what <paramref name="then"/> makes of the value.</summary>
    public static IResult ToResult<T>(this Outcome<T> outcome, Func<T, IResult> then)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(then);
        return outcome.Refusal?.ToProblem() ?? then(outcome.Value);
    }

    /// <summary>Puts the version of the thing that is answered into the <c>ETag</c>, for the next change's <c>If-Match</c>.</summary>
    public static IResult WithETag(this IResult result, long version) => new Tagged(result, version);

    private sealed class Tagged(IResult result, long version) : IResult, IStatusCodeHttpResult, IValueHttpResult
    {
        public int? StatusCode => (result as IStatusCodeHttpResult)?.StatusCode;

        public object? Value => (result as IValueHttpResult)?.Value;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = $"\"{version}\"";
            return result.ExecuteAsync(httpContext);
        }
    }
}

/// <summary>The <c>If-Match</c> of a change to an existing thing: bound from the request, 428 when missing, compared by <see cref="Check"/>.</summary>
/// <param name="Given">The header as it came; null when there was none.</param>
public readonly record struct IfMatch(string? Given)
{
    /// <summary>Reads the header.</summary>
    public static ValueTask<IfMatch> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(new IfMatch(context.Request.Headers.IfMatch.Count == 0 ? null : context.Request.Headers.IfMatch.ToString()));
    }

    /// <summary>Null when the version matches; otherwise the problem: 412 stale, 428 missing, 400 unreadable.</summary>
    public IResult? Check(long current) => Given switch
    {
        null => Problem(StatusCodes.Status428PreconditionRequired, "Which version?", "A change of an existing thing needs If-Match with the ETag of what you saw."),
        _ when Given == $"\"{current}\"" => null,
        ['"', .. var inner, '"'] when long.TryParse(inner, out _) => Problem(
            StatusCodes.Status412PreconditionFailed, "Changed meanwhile", $"You saw version {inner}; it is at version {current}. Look again before you decide."),
        _ => Problem(StatusCodes.Status400BadRequest, "If-Match cannot be read", "If-Match takes one ETag as it was given, e.g. \"7\"."),
    };

    private static ProblemHttpResult Problem(int status, string title, string detail) => TypedResults.Problem(detail, statusCode: status, title: title);
}
