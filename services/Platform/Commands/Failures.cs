using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Commands;

/// <summary>Something that was to be done and failed for good: an operator replays or discards it.</summary>
/// <param name="Id">Its id among the failures.</param>
/// <param name="Kind">What failed: <c>message</c>, <c>deadline</c>.</param>
/// <param name="Name">The event's type or the deadline's kind.</param>
/// <param name="Subject">The stream or the deadline's key; null when it could not even be read.</param>
/// <param name="Origin">The service the message came from; this service for its own.</param>
/// <param name="Reason">Why it failed, as far as an operator can be told.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FailedAt">Machine time of the last attempt.</param>
/// <param name="TraceId">The trace of the last attempt; null when none was recorded.</param>
public sealed record Failure(
    Guid Id, string Kind, string Name, string? Subject, string Origin, string Reason, int Attempts,
    DateTimeOffset FailedAt, string? TraceId);

/// <summary>
/// A platform library with work that can fail for good. Register an implementation as a singleton; the routes of
/// <see cref="FailureRoutes"/> list and replay them all.
/// </summary>
public interface IFailureSource
{
    /// <summary>What it calls its failures; the <see cref="Failure.Kind"/> of each.</summary>
    string Kind { get; }

    /// <summary>What has failed and is neither replayed nor discarded, oldest first.</summary>
    /// <param name="limit">The most to answer.</param>
    /// <param name="cancellationToken">Abandons the reading.</param>
    Task<IReadOnlyList<Failure>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Tries it again, in a change of its own.</summary>
    /// <returns>
    /// Null when it went through; a refusal when it failed again, or (<see cref="RefusalKind.Missing"/>) when it is not
    /// this source's.
    /// </returns>
    Task<Refused?> ReplayAsync(Guid id, string by, CancellationToken cancellationToken);

    /// <summary>Gives it up, in a change of its own; what waited behind it goes on.</summary>
    /// <param name="id">The failure.</param>
    /// <param name="reason">Why it may be given up; kept.</param>
    /// <param name="by">Who gives it up; kept.</param>
    /// <param name="cancellationToken">Abandons the change.</param>
    /// <returns>Null when done; a refusal (<see cref="RefusalKind.Missing"/>) when it is not this source's.</returns>
    Task<Refused?> DiscardAsync(Guid id, string reason, string by, CancellationToken cancellationToken);
}

/// <summary>The operators' routes over all <see cref="IFailureSource"/>s.</summary>
public static class FailureRoutes
{
    /// <summary>
    /// Maps <c>GET messages/failed</c>, <c>POST messages/failed/{id}/replay</c> and <c>POST
    /// messages/failed/{id}/discard</c>.
    /// </summary>
    public static IEndpointRouteBuilder MapFailures(this IEndpointRouteBuilder api, string permission)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapGet(
                "messages/failed",
                async (PageSize? limit, IEnumerable<IFailureSource> sources, CancellationToken cancellationToken) =>
                {
                    var size = limit.Rows();
                    List<Failure> failures = [];
                    foreach (var source in sources)
                        failures.AddRange(await source.ListAsync(size, cancellationToken));

                    return TypedResults.Ok(
                        new FailurePage([.. failures.OrderBy(failure => failure.FailedAt).Take(size)]));
                })
            .RequirePermission(permission)
            .WithSummary("failure.list.summary");
        api.MapPost(
                "messages/failed/{id:guid}/replay",
                (
                    Guid id, ClaimsPrincipal user, IEnumerable<IFailureSource> sources,
                    CancellationToken cancellationToken
                ) => AskAsync(id, sources, source => source.ReplayAsync(id, Actor.From(user).Id, cancellationToken)))
            .AsCommand(permission)
            .WithSummary("failure.replay.summary").AnswersResult().Produces(StatusCodes.Status204NoContent);
        api.MapPost(
                "messages/failed/{id:guid}/discard",
                async (
                    Guid id, DiscardRequest request, ClaimsPrincipal user, IEnumerable<IFailureSource> sources,
                    CancellationToken cancellationToken) =>
                    string.IsNullOrWhiteSpace(request.Reason)
                        ? Refused.Input(null, "reason", Text.Of("failure.reason-missing"))
                        : await AskAsync(
                            id, sources,
                            source => source.DiscardAsync(id, request.Reason, Actor.From(user).Id, cancellationToken)))
            .AsCommand(permission)
            .WithSummary("failure.discard.summary").AnswersResult().Produces(StatusCodes.Status204NoContent);
        return api;
    }

    private static async Task<Outcome<IResult>> AskAsync(
        Guid id, IEnumerable<IFailureSource> sources, Func<IFailureSource, Task<Refused?>> ask)
    {
        foreach (var source in sources)
        {
            switch (await ask(source))
            {
                case null:
                    return TypedResults.NoContent().AsOutcome();
                case { Kind: not RefusalKind.Missing } refusal:
                    return refusal;
            }
        }

        return Refused.NotFound(Text.Of("failure.unknown", ("id", id)));
    }
}

/// <summary>What failed, the oldest first.</summary>
internal sealed record FailurePage(IReadOnlyList<Failure> Items);

/// <summary>Why a failure may be given up.</summary>
/// <param name="Reason">In words; kept with the failure.</param>
internal sealed record DiscardRequest(string? Reason);
