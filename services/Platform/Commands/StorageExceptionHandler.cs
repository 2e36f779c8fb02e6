using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Ops.Platform.Storage;

namespace Ops.Platform.Commands;

/// <summary>A database that is away is 503; two changes that stood in each other's way are 409, to be asked again.</summary>
internal sealed partial class StorageExceptionHandler(IProblemDetailsService problems, ILogger<StorageExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (status, title, detail) = exception switch
        {
            _ when StorageFailures.IsUnavailable(exception) => (StatusCodes.Status503ServiceUnavailable, "Not available now", "What this service stores in does not answer. Nothing was changed; try again."),
            _ when exception is DbUpdateConcurrencyException || StorageFailures.IsConflict(exception) =>
                (StatusCodes.Status409Conflict, "Changed at the same moment", "Another change came first. Nothing was changed; look again and try again."),
            _ when StorageFailures.IsUnstorable(exception) => (StatusCodes.Status400BadRequest, "Cannot be read", "The request holds a character that no text has. Nothing was changed."),
            _ => (0, "", ""),
        };
        if (status == 0)
            return false;

        LogAnswered(status, exception);
        httpContext.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers.RetryAfter = "2";
        return await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = { Status = status, Title = title, Detail = detail } });
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Answered {Status}")]
    private partial void LogAnswered(int status, Exception exception);
}
