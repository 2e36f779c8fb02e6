using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.ServiceDefaults.Description;

namespace Ops.ServiceDefaults;

/// <summary>The permission that a route asks for; found by whoever lists the routes.</summary>
/// <param name="Permission">The permission, e.g. <c>sales.reservation.approve</c>.</param>
public sealed record PermissionMetadata(string Permission) : IRouteTrait
{
    private static readonly HeaderInfo Language = new("Accept-Language", "reference.accept-language", "zh-CN");

    /// <summary>
    /// A header or a parameter that there is not, no token, no permission, a caller who asks too much of the gateway,
    /// an authority or a database that is away: none of it is the route's own.
    /// </summary>
    public IReadOnlyList<int> Statuses { get; } =
    [
        StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
        StatusCodes.Status422UnprocessableEntity, StatusCodes.Status429TooManyRequests,
        StatusCodes.Status503ServiceUnavailable,
    ];

    /// <inheritdoc />
    public IReadOnlyList<HeaderInfo> Takes(IReadOnlyList<object> route) => [Language];
}

/// <summary>
/// What a route's handler asks for beside the route's own permission, by what the request is about; found by whoever
/// lists the routes.
/// </summary>
/// <param name="Permissions">The permissions.</param>
public sealed record FurtherPermissions(params IReadOnlyList<string> Permissions);

/// <summary>Nobody acts beyond their own permission (CS-7).</summary>
internal sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement
{
    /// <summary>What a route asks for that names no permission: nobody has it.</summary>
    public const string None = "(a route that names no permission)";
}

/// <summary>The permission that was missing, for the problem that tells it.</summary>
/// <param name="Permission">The permission.</param>
public sealed record PermissionDenied(string Permission);

internal sealed class PermissionHandler : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (context.User.HasClaim("permission", requirement.Permission) || StandsIn(context, requirement.Permission))
            context.Succeed(requirement);
        // No route of ours: staff is told that there is none (404), or none for this method (405). Who has no token
        // learns nothing.
        else if (
            requirement.Permission == PermissionRequirement.None
            && context.User.Identity?.IsAuthenticated == true
            && context.Resource is HttpContext request
            && request.GetEndpoint() is not RouteEndpoint)
            context.Succeed(requirement);
        else if (context.User.Identity?.IsAuthenticated == true && context.Resource is HttpContext http)
            http.Features.Set(new PermissionDenied(requirement.Permission));
        return Task.CompletedTask;
    }

    /// <summary>
    /// A stand-in may do what was given to them within its dates, by the business clock: a delegation ends though the
    /// token that names it is good still.
    /// </summary>
    private static bool StandsIn(AuthorizationHandlerContext context, string permission) =>
        context.User.HasClaim(claim => claim.Type == Delegation.Claim)
        && context.Resource is HttpContext http && http.RequestServices.GetService<IClock>() is { } clock
        && Actor.From(context.User).StandsInFor(permission, clock.GetCurrentInstant()).Any();
}
