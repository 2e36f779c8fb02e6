using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OpenIddict.Abstractions;
using Ops.Identity.Accounts;
using Ops.Identity.Delegations;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ops.Identity.Tokens;

/// <summary>
/// What a token says of its holder: who, in which post and department, at which sites, and what they may do (CS-7).
/// Read anew for every token.
/// </summary>
internal sealed class Holders(
    IdentityDb db, StandIns standIns, IClock clock, CompanyTime company, TimeProvider time, TokenSettings settings)
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
    public static (string Post, IReadOnlyList<string> Sites)? AppointmentOf(
        IReadOnlyDictionary<string, JsonElement> client) =>
        client.TryGetValue(PostProperty, out var post) && client.TryGetValue(SitesProperty, out var sites)
            ? (post.GetString()!, sites.Deserialize<string[]>()!)
            : null;

    /// <summary>
    /// A member of staff; null when they may not act (any more), their sign-in is over, or they have come to need a
    /// second factor since they signed in without one.
    /// </summary>
    /// <param name="session">How they signed in.</param>
    /// <param name="scopes">What was asked for.</param>
    /// <param name="cancellationToken">Abandons the reading.</param>
    [Rule("CS-7", "what a member of staff's token says")]
    public async Task<ClaimsPrincipal?> StaffAsync(
        Session session, ImmutableArray<string> scopes, CancellationToken cancellationToken)
    {
        var left = session.BegunAt + settings.RefreshToken - time.GetUtcNow();
        if (left <= TimeSpan.Zero || await StaffOfAsync(session, cancellationToken) is not { } staff)
            return null;

        var now = clock.GetCurrentInstant();
        new Employment(staff, company).LetDueHappen(now);
        if (!staff.MayAct(company.DateOf(now)))
            return null;
        if (session.Factors is null && await standIns.NeedsSecondFactorAsync(staff, now, cancellationToken))
            return null;

        var delegations = await standIns.GivenToAsync(staff, now, cancellationToken);
        var who = new Holder(staff.Number, staff.Name, staff.Appointment, delegations);
        var principal = await PrincipalAsync(who, scopes, cancellationToken);
        session.PutInto(principal);
        principal.SetRefreshTokenLifetime(left);
        return principal;
    }

    /// <summary>
    /// A machine, by what its client was given; null when it has no post, or one that has come to need a second factor,
    /// which no machine has.
    /// </summary>
    /// <param name="client">Its client id.</param>
    /// <param name="name">Its name.</param>
    /// <param name="properties">What is kept with its client.</param>
    /// <param name="scopes">What was asked for.</param>
    /// <param name="cancellationToken">Abandons the reading.</param>
    [Rule("CS-7", "what a machine's token says")]
    public async Task<ClaimsPrincipal?> MachineAsync(
        string client, string name, ImmutableDictionary<string, JsonElement> properties, ImmutableArray<string> scopes,
        CancellationToken cancellationToken)
    {
        if (AppointmentOf(properties) is not { } given)
            return null;
        var post = await db.Posts.AsNoTracking().SingleAsync(p => p.Code == given.Post, cancellationToken);
        if (post.NeedsSecondFactor)
            return null;
        var who = new Holder($"client:{client}", name, new Appointment(given.Post, "", given.Sites), []);
        return await PrincipalAsync(who, scopes, cancellationToken);
    }

    /// <summary>Whose sign-in it is; null when it is over.</summary>
    private async Task<StaffMember?> StaffOfAsync(Session session, CancellationToken cancellationToken) =>
        await db.Accounts.AnyAsync(
            a => a.UserName == session.Number && a.SecurityStamp == session.Stamp, cancellationToken)
            ? await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == session.Number, cancellationToken)
            : null;

    private async Task<ClaimsPrincipal> PrincipalAsync(
        Holder who, ImmutableArray<string> scopes, CancellationToken cancellationToken)
    {
        var post = await db.Posts.AsNoTracking().SingleAsync(p => p.Code == who.Works.Post, cancellationToken);
        var identity = new ClaimsIdentity("token", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, who.Subject).SetClaim(Claims.Name, who.Name)
            .SetClaim("post", who.Works.Post).SetClaim("department", who.Works.Department)
            .SetClaims("site", [.. who.Works.Sites]).SetClaims("permission", [.. post.Permissions])
            .SetClaims(Delegation.Claim, [.. who.Delegations.Select(delegation => delegation.ToString())]);
        identity.SetScopes(scopes);
        identity.SetResources(Audience);
        identity.SetDestinations(claim => claim.Type is Claims.Subject or Claims.Name
            ? [Destinations.AccessToken, Destinations.IdentityToken]
            : [Destinations.AccessToken]);
        return new ClaimsPrincipal(identity);
    }

    private sealed record Holder(
        string Subject, string Name, Appointment Works, IReadOnlyList<Delegation> Delegations);
}
