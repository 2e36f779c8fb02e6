using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;
using Ops.ServiceDefaults.Description;

namespace Ops.SalesControl.Board;

/// <summary>
/// RES-2: who watches a board is told each change within the second: server-sent events, each with the cursor to resume
/// from.
/// </summary>
/// <remarks>
/// Written by hand and not by .NET's SseFormatter, which formats for each connection anew and knows no comments: an
/// event is rendered once and its bytes go to all.
/// </remarks>
internal static class WatchBoard
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/board/changes", WatchAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .AnswersResult()
            .WithSummary("board.watch.summary")
            .WithDescription("board.watch.about")
            .AnswersFile("text/event-stream");

    private static async Task<Outcome<IResult>> WatchAsync(
        string project, string? after, Actor actor, HttpContext http, LiveBoards boards, SalesControlDb db,
        IClock clock, CancellationToken cancellationToken)
    {
        var found = await boards.FindAsync(project, actor, db, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;

        // The header is what a browser sends by itself when it comes again: newer than the address that it was opened
        // with.
        var from = http.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } last, ..] ? last : after;
        var withHolders = actor.MayReadHolders(clock.GetCurrentInstant());
        using var watcher = await found.Value.WatchAsync(from, withHolders, cancellationToken);
        try
        {
            await SendUntilItEndsAsync(watcher, actor, http, cancellationToken);
        }
        finally
        {
            found.Value.Leave(watcher);
        }

        // What was sent in part to who does not read is not waited for.
        if (watcher.SentAway.IsCancellationRequested)
            http.Abort();
        return Results.Empty.AsOutcome();
    }

    /// <summary>Until the watcher leaves or is too slow, the token ends, or the service stops.</summary>
    private static async Task SendUntilItEndsAsync(
        BoardWatcher watcher, Actor actor, HttpContext http, CancellationToken cancellationToken)
    {
        var services = http.RequestServices;
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, stopping, watcher.SentAway);
        if (ExpiryOf(http) is { } expiry)
        {
            var left = expiry - services.GetRequiredService<TimeProvider>().GetUtcNow();
            ends.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        try
        {
            await SendAsync(watcher, actor, http, ends.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever comes again resumes from their cursor.
        }
    }

    private static async Task SendAsync(
        BoardWatcher watcher, Actor actor, HttpContext http, CancellationToken cancellationToken)
    {
        var checks = http.RequestServices.GetServices<ITokenCheck>().ToList();
        var clock = http.RequestServices.GetRequiredService<IClock>();
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
                if (checks.Exists(check => check.Refuses(http.User) is not null))
                    return;
                if (!MaySee(watcher, actor, clock.GetCurrentInstant()))
                {
                    await body.WriteAsync(BoardEvent.SeenNoMore.Bytes(withHolders: false), cancellationToken);
                    return;
                }

                await body.WriteAsync(one.Bytes(watcher.WithHolders), cancellationToken);
            }
        }
    }

    /// <summary>
    /// Whoever stands in for another may no more when their days are over, though the token is good: what they saw is
    /// theirs no longer, and they read again what they may see themselves.
    /// </summary>
    [Rule("CS-7", "a stand-in's days end while they watch")]
    private static bool MaySee(BoardWatcher watcher, Actor actor, Instant now) =>
        actor.PermissionsAt(now).Contains(SalesControlPermissions.ReadBoard)
        && (!watcher.WithHolders || actor.MayReadHolders(now));

    private static DateTimeOffset? ExpiryOf(HttpContext http) =>
        http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;
}
