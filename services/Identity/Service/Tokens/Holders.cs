using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OpenIddict.Abstractions;
using Ops.Identity.Accounts;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ops.Identity.Tokens;

/// <summary>What a token says of its holder: who, in which post and department, at which sites, and what they may do (CS-7). Read anew for every token.</summary>
internal sealed class Holders(IdentityDb db, IClock clock)
{
    /// <summary>Whom the tokens are for: every service of ours.</summary>
    public const string Audience = "ops";

    private const string PostProperty = "post", SitesProperty = "sites";

    /// <summary>What is kept with a machine's client: its post and sites.</summary>
    public static void Appoint(OpenIddictApplicationDescriptor machine, string post, IEnumerable<string> sites)
    {
        machine.Properties[PostProperty] = JsonSerializer.SerializeToElement(post);
        machine.Properties[SitesProperty] = JsonSerializer.SerializeToElement(sites);
    }

    /// <summary>A member of staff; null when they may not act (any more), or have come to need a second factor since they signed in without one.</summary>
    /// <param name="number">The staff number.</param>
    /// <param name="scopes">What was asked for.</param>
    /// <param name="factors">With what, beside the password, they signed in: the session's <see cref="SignIns.SecondFactor"/>.</param>
    /// <param name="cancellationToken">Abandons the reading.</param>
    [Rule("CS-7")]
    public async Task<ClaimsPrincipal?> StaffAsync(string number, ImmutableArray<string> scopes, string? factors, CancellationToken cancellationToken)
    {
        var staff = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == number, cancellationToken);
        if (staff is null)
            return null;

        var now = clock.GetCurrentInstant();
        staff.ApplyDue(now, "system:identity");
        if (!staff.MayAct(now) || (factors is null && await db.NeedsSecondFactorAsync(staff, now, cancellationToken)))
            return null;

        var delegations = await db.GivenToAsync(number, now, cancellationToken);
        var holder = await PrincipalAsync(staff.Number, staff.Name, staff.Post, staff.Department, staff.Sites, delegations, scopes, cancellationToken);
        // Stays in the code and the refresh token: what was not there at the sign-in does not come by refreshing.
        if (factors is not null)
            holder.SetClaim(SignIns.SecondFactor, factors);
        return holder;
    }

    /// <summary>A machine, by what its client was given; null when it has no post.</summary>
    public async Task<ClaimsPrincipal?> MachineAsync(string client, string name, ImmutableDictionary<string, JsonElement> properties, ImmutableArray<string> scopes, CancellationToken cancellationToken) =>
        properties.TryGetValue(PostProperty, out var post) && properties.TryGetValue(SitesProperty, out var sites)
            ? await PrincipalAsync($"client:{client}", name, post.GetString()!, "", sites.Deserialize<string[]>()!, [], scopes, cancellationToken)
            : null;

    private async Task<ClaimsPrincipal> PrincipalAsync(
        string subject, string name, string post, string department, IReadOnlyList<string> sites, IReadOnlyList<Delegation> delegations, ImmutableArray<string> scopes, CancellationToken cancellationToken)
    {
        var permissions = (await db.Posts.AsNoTracking().SingleAsync(p => p.Code == post, cancellationToken)).Permissions;
        var identity = new ClaimsIdentity("token", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, subject).SetClaim(Claims.Name, name)
            .SetClaim("post", post).SetClaim("department", department)
            .SetClaims("site", [.. sites]).SetClaims("permission", [.. permissions])
            .SetClaims(Delegation.Claim, [.. delegations.Select(delegation => delegation.ToString())]);
        identity.SetScopes(scopes);
        identity.SetResources(Audience);
        identity.SetDestinations(claim => claim.Type is Claims.Subject or Claims.Name ? [Destinations.AccessToken, Destinations.IdentityToken] : [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }
}
