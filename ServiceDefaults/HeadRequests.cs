using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Ops.ServiceDefaults;

/// <summary>
/// A HEAD is answered as the GET of the same address is, without its body (RFC 9110): the server itself sends none. It
/// stands before the routes are looked up, so that every GET has it and none must say so.
/// </summary>
internal sealed class HeadRequests : IStartupFilter
{
    private const string EventStream = MediaTypeNames.Text.EventStream;

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(AnswerAsync);
        next(app);
    };

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Request.Method = HttpMethods.Get;
        // A stream of events has no end, and its headers are all that was asked for.
        var aborted = context.RequestAborted;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        context.RequestAborted = enough.Token;
        context.Response.OnStarting(() => context.Response.ContentType?.StartsWith(
            EventStream, StringComparison.OrdinalIgnoreCase) == true ? enough.CancelAsync() : Task.CompletedTask);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && context.Response.HasStarted)
        {
            // The handler was told that nobody reads on.
        }
        finally
        {
            context.RequestAborted = aborted;
        }
    }
}
