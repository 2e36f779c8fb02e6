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
internal sealed class Holders(
    IdentityDb db, IClock clock, CompanyTime company, TimeProvider time, TokenSettings settings)
{
    /// <summary>Whom the tokens are for: every service of ours.</summary>
    public const string Audience = "ops";

    /// <summary>From when a machine gets no token any more.</summary>
    public const string WithdrawnProperty = "withdrawnAt";

    private const string PostProperty = "post", SitesProperty = "sites";

    /// <summary>What is kept with a machine's client: its post and sites.</summary>
    public static void Appoint(OpenIddictApplicationDescriptor machine, string post, IEnumerable<string> sites)
    {
        machine.Properties[PostProperty] = JsonSerializer.SerializeToElement(post);
        machine.Properties[SitesProperty] = JsonSerializer.SerializeToElement(sites);
    }

    /// <summary>A machine's post and sites; null for a client that people sign in with.</summary>
    public static (string Post, IReadOnlyList<string> Sites)? AppointmentOf(IReadOnlyDictionary<string, JsonElement> client) =>
        client.TryGetValue(PostProperty, out var post) && client.TryGetValue(SitesProperty, out var sites) ? (post.GetString()!, sites.Deserialize<string[]>()!) : null;

    /// <summary>A member of staff; null when they may not act (any more), their sign-in is over, or they have come to need a second factor since they signed in without one.</summary>
    /// <param name="session">How they signed in.</param>
    /// <param name="scopes">What was asked for.</param>
    /// <param name="cancellationToken">Abandons the reading.</param>
    [Rule("CS-7")]
    public async Task<ClaimsPrincipal?> StaffAsync(Session session, ImmutableArray<string> scopes, CancellationToken cancellationToken)
    {
        var number = session.Number;
        var left = session.BegunAt + settings.RefreshToken - time.GetUtcNow();
        if (left <= TimeSpan.Zero || !await db.Accounts.AnyAsync(a => a.UserName == number && a.SecurityStamp == session.Stamp, cancellationToken))
            return null;
        var staff = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == number, cancellationToken);
        if (staff is null)
            return null;

        var now = clock.GetCurrentInstant();
        staff.ApplyDue(now, "system:identity", company);
        if (!staff.MayAct(company.DateOf(now)))
            return null;
        if (session.Factors is null && await db.NeedsSecondFactorAsync(staff, now, company, cancellationToken))
            return null;

        var delegations = await db.GivenToAsync(number, now, company, cancellationToken);
        var holder = await PrincipalAsync(staff.Number, staff.Name, staff.Post, staff.Department, staff.Sites, delegations, scopes, cancellationToken);
        session.PutInto(holder);
        holder.SetRefreshTokenLifetime(left);
        return holder;
    }

    /// <summary>A machine, by what its client was given; null when it has no post, or one that has come to need a second factor, which no machine has.</summary>
    [Rule("CS-7")]
    public async Task<ClaimsPrincipal?> MachineAsync(string client, string name, ImmutableDictionary<string, JsonElement> properties, ImmutableArray<string> scopes, CancellationToken cancellationToken) =>
        AppointmentOf(properties) is { } appointment && !(await db.Posts.AsNoTracking().SingleAsync(p => p.Code == appointment.Post, cancellationToken)).NeedsSecondFactor
            ? await PrincipalAsync($"client:{client}", name, appointment.Post, "", appointment.Sites, [], scopes, cancellationToken)
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
