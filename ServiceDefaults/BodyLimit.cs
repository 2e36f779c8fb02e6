using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults;

/// <summary>
/// A body that says itself that it is larger than its route takes is answered 413 and not begun. The server closes the
/// connection on what it does not read, and whoever is still sending then sees a broken pipe and never the answer: so
/// what is on its way is read and thrown away first, unless it waits to be asked for.
/// </summary>
internal static class BodyLimit
{
    /// <summary>What is thrown away at most; whoever sends more is cut off.</summary>
    private const long MostDrained = 32L * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Lets the request go on, or answers that its body is too large.</summary>
    public static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        // The route's own limit is in it: routing has set it.
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        var length = context.Request.ContentLength;
        if (context.GetEndpoint() is null || limit?.IsReadOnly != false || !(length > limit.MaxRequestBodySize))
        {
            await next(context);
            return;
        }

        if (length <= MostDrained && context.Request.Headers.Expect.Count == 0)
        {
            limit.MaxRequestBodySize = null;
            await DrainAsync(context);
        }

        await new TextProblem(
            StatusCodes.Status413PayloadTooLarge, Text.Of("problem.content-too-large"),
            Text.Of("problem.body-too-large")).ExecuteAsync(context);
    }

    private static async Task DrainAsync(HttpContext context)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        patience.CancelAfter(Patience);
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, patience.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Slower than anybody waits for.
        }
    }
}
