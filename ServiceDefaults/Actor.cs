using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Ops.ServiceDefaults;

/// <summary>Who asks, from the token and nothing else.</summary>
/// <param name="Id">The member of staff's id (<c>sub</c>).</param>
/// <param name="Post">The post held, e.g. <c>consultant</c>.</param>
/// <param name="Department">The department or group, e.g. <c>project-sales-group</c>.</param>
/// <param name="Sites">The projects' codes that the actor may see; <c>*</c> for all.</param>
public sealed record Actor(string Id, string Post, string Department, IReadOnlySet<string> Sites)
{
    /// <summary>The post that owns the archive and sees every department's list (DOC-4).</summary>
    public const string GeneralManagerOffice = "general-manager-office";

    /// <summary>Whether a project is the actor's to see.</summary>
    public bool MaySee(string site) => Sites.Contains("*") || Sites.Contains(site);

    /// <summary>Reads the actor from a verified token.</summary>
    public static Actor From(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new(
            user.FindFirstValue("sub") ?? throw new InvalidOperationException("The token has no subject; authentication must refuse it first."),
            user.FindFirstValue("post") ?? "",
            user.FindFirstValue("department") ?? "",
            user.FindAll("site").Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Gives a handler that asks for an <see cref="Actor"/> the one of the request's token.</summary>
    public static ValueTask<Actor?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult<Actor?>(From(context.User));
    }
}
