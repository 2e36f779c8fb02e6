using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace Ops.ServiceDefaults;

/// <summary>Who asks, from the token and nothing else.</summary>
/// <param name="Id">The member of staff's id (<c>sub</c>).</param>
/// <param name="Post">The post held, e.g. <c>consultant</c>.</param>
/// <param name="Department">The department or group, e.g. <c>project-sales-group</c>.</param>
/// <param name="Sites">The projects' codes that the actor may see; <c>*</c> for all.</param>
public sealed record Actor(string Id, string Post, string Department, IReadOnlySet<string> Sites)
{
    /// <summary>What the actor may do in their own right.</summary>
    public IReadOnlySet<string> Permissions { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What others have given the actor to do in their place, for a time.</summary>
    public IReadOnlyList<Delegation> Delegations { get; init; } = [];

    /// <summary>Whom the actor stands in for with a permission at an instant of business time.</summary>
    public IEnumerable<string> StandsInFor(string permission, Instant now) =>
        Delegations
            .Where(delegation =>
                delegation.Permission == permission && delegation.From <= now && now < delegation.Until)
            .Select(delegation => delegation.Person);

    /// <summary>What the actor may do at an instant of business time, also in another's place.</summary>
    public IEnumerable<string> PermissionsAt(Instant now) =>
        Permissions.Union(
            from delegation in Delegations
            where StandsInFor(delegation.Permission, now).Any()
            select delegation.Permission);

    /// <summary>Whether a project is the actor's to see.</summary>
    public bool MaySee(string site) => Sites.Contains("*") || Sites.Contains(site);

    /// <summary>Reads the actor from a verified token.</summary>
    public static Actor From(ClaimsPrincipal user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new(
            user.FindFirstValue("sub")
                ?? throw new InvalidOperationException(
                    "The token has no subject; authentication must refuse it first."),
            user.FindFirstValue("post") ?? "",
            user.FindFirstValue("department") ?? "",
            user.FindAll("site").Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal))
        {
            Permissions = user.FindAll("permission").Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal),
            Delegations =
            [
                .. user.FindAll(Delegation.Claim).Select(claim => Delegation.Read(claim.Value)).OfType<Delegation>(),
            ],
        };
    }

    /// <summary>Gives a handler that asks for an <see cref="Actor"/> the one of the request's token.</summary>
    public static ValueTask<Actor?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult<Actor?>(From(context.User));
    }
}

/// <summary>
/// Something that one person has given another to do in their place, for a time: a claim <c>delegation</c> of the
/// token, <c>permission person from until</c>.
/// </summary>
/// <param name="Permission">What.</param>
/// <param name="Person">In whose place.</param>
/// <param name="From">From when, business time.</param>
/// <param name="Until">Until when, not included, business time.</param>
public sealed record Delegation(string Permission, string Person, Instant From, Instant Until)
{
    /// <summary>The claim's name.</summary>
    public const string Claim = "delegation";

    /// <summary>Reads a claim; null when it is none.</summary>
    public static Delegation? Read(string claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        return
            claim.Split(' ') is [{ Length: > 0 } permission, { Length: > 0 } person, var from, var until]
            && InstantPattern.ExtendedIso.Parse(from) is { Success: true } begins
            && InstantPattern.ExtendedIso.Parse(until) is { Success: true } ends
            ? new(permission, person, begins.Value, ends.Value)
            : null;
    }

    /// <summary>As the claim has it.</summary>
    public override string ToString() =>
        $"{Permission} {Person} {InstantPattern.ExtendedIso.Format(From)} {InstantPattern.ExtendedIso.Format(Until)}";
}
