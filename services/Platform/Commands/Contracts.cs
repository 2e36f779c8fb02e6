using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ops.Platform.Rules;

namespace Ops.Platform.Commands;

/// <summary>How a command over HTTP becomes one change: a transaction, once for each Idempotency-Key, with the answer kept in it.</summary>
public static class CommandExtensions
{
    /// <summary>
    /// Maps a POST that changes something. The handler runs inside a <c>UnitOfWork</c>; a 2xx answer commits, any other
    /// rolls back. Honours <c>Idempotency-Key</c>, refuses unknown JSON members, validates the body with FluentValidation
    /// where a validator is registered, and needs <paramref name="permission"/>.
    /// </summary>
    public static RouteHandlerBuilder MapCommand(this IEndpointRouteBuilder routes, string pattern, string permission, Delegate handler) => throw new NotImplementedException();

    /// <summary>Maps a GET that needs <paramref name="permission"/>.</summary>
    public static RouteHandlerBuilder MapQuery(this IEndpointRouteBuilder routes, string pattern, string permission, Delegate handler) => throw new NotImplementedException();

    /// <summary>A refusal as an RFC 9457 problem: 409, 422 or 404, with <c>rule</c>, <c>traceId</c>, <c>errors</c> and <c>evidence</c>.</summary>
    public static IResult ToProblem(this Refused refusal) => throw new NotImplementedException();

    /// <summary>A refusal as its problem, or what <paramref name="then"/> makes of the value.</summary>
    public static IResult ToResult<T>(this Outcome<T> outcome, Func<T, IResult> then)
        where T : notnull => throw new NotImplementedException();
}

/// <summary>The <c>If-Match</c> of a change to an existing thing: bound from the request, 428 when missing, compared by <see cref="Check"/>.</summary>
public readonly record struct IfMatch(long? Version)
{
    /// <summary>Null when the version matches; otherwise the problem: 412 stale, 428 missing, 400 unreadable.</summary>
    public IResult? Check(long current) => throw new NotImplementedException($"{current}");
}
