using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
using Ops.Platform.Commands;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Board;

/// <summary>RES-2: who watches a board is told each change within the second: server-sent events, each with the cursor to resume from.</summary>
/// <remarks>
/// Written by hand and not by .NET's SseFormatter, which formats for each connection anew and knows no comments: an event is rendered once and its bytes go to all.
/// </remarks>
internal static class WatchBoard
{
    public static void MapWatchBoard(this IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/board/changes", HandleAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("Watch the board: its changes as they come")
            .WithDescription("Server-sent events, cells and reset; resumed by Last-Event-ID or by after.")
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream");

    private static async Task<IResult> HandleAsync(
        string project, string? after, Actor actor, HttpContext http, LiveBoards boards, SalesControlDb db, IEnumerable<ITokenCheck> checks, IClock clock, TimeProvider time, IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        if (await boards.FindAsync(project, actor, db, cancellationToken) is not { } board)
            return LiveBoards.Unknown(project).ToProblem();

        // The header is what a browser sends by itself when it comes again: newer than the address that it was opened with.
        var from = http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } last, ..] ? last : after;
        using var watcher = await board.WatchAsync(from, actor.MayReadHolders(clock.GetCurrentInstant()), cancellationToken);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping, watcher.SentAway);
        try
        {
            if (ExpiryOf(http) is { } expiry)
                ends.CancelAfter(expiry - time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero);
            await SendAsync(watcher, http, checks, ends.Token);
        }
        catch (OperationCanceledException)
        {
            // The watcher left or was too slow, the token ended, or the service stops: whoever comes again resumes.
        }
        finally
        {
            board.Leave(watcher);
        }

        // What was sent in part to who does not read is not waited for.
        if (watcher.SentAway.IsCancellationRequested)
            http.Abort();
        return Results.Empty;
    }

    private static async Task SendAsync(BoardWatcher watcher, HttpContext http, IEnumerable<ITokenCheck> checks, CancellationToken cancellationToken)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream";
        // nginx and its like pass it on at once.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var body = http.Response.BodyWriter;
        await body.WriteAsync("retry: 1000\n\n"u8.ToArray(), cancellationToken);
        while (await watcher.Events.WaitToReadAsync(cancellationToken))
        {
            while (watcher.Events.TryRead(out var one))
            {
                // Who may not act any more is shown nothing more; where nothing changes, the next beat ends it.
                if (checks.Any(check => check.Refuses(http.User) is not null))
                    return;
                await body.WriteAsync(one.Bytes(watcher.WithHolders), cancellationToken);
            }
        }
    }

    private static DateTimeOffset? ExpiryOf(HttpContext http) => http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
}
