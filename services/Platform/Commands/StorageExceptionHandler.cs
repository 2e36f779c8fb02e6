using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Commands;

/// <summary>
/// A database that is away is 503; two changes that stood in each other's way are 409, to be asked again.
/// </summary>
internal sealed partial class StorageExceptionHandler(ILogger<StorageExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (ProblemOf(exception) is not { StatusCode: { } status } problem)
            return false;

        LogAnswered(status, exception);
        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "2";
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static TextProblem? ProblemOf(Exception exception)
    {
        if (StorageFailures.IsUnavailable(exception))
        {
            return new(
                StatusCodes.Status503ServiceUnavailable, Text.Of("problem.unavailable"),
                Text.Of("problem.storage-away"));
        }

        if (exception is DbUpdateConcurrencyException || StorageFailures.IsConflict(exception))
        {
            return new(
                StatusCodes.Status409Conflict, Text.Of("problem.changed-at-once"), Text.Of("problem.another-came-first"));
        }

        return StorageFailures.IsUnstorable(exception)
            ? new(
                StatusCodes.Status400BadRequest, Text.Of("problem.cannot-be-read"),
                Text.Of("problem.character-unstorable"))
            : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Answered {Status}")]
    private partial void LogAnswered(int status, Exception exception);
}
