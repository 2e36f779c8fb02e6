using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Ops.ServiceDefaults;

namespace Ops.Portal.Calls;

/// <summary>
/// Who looks at a page, and what for: which pages are worth a place in their menu. What they may do the services
/// decide.
/// </summary>
/// <param name="calls">Calls as whoever looks at the page.</param>
/// <param name="names">What the authority calls its claims.</param>
public sealed class Person(ServiceCalls calls, ClaimNames names)
{
    /// <summary>
    /// The permissions that their token names, their own and those that they stand in with; null for a token that only
    /// the services can read.
    /// </summary>
    /// <exception cref="SignedOutException">They are signed in no more.</exception>
    public async Task<IReadOnlySet<string>?> PermissionsAsync(CancellationToken cancellationToken) =>
        await ToldAsync(cancellationToken) is { } told
            ? told.FindAll("permission").Select(claim => claim.Value)
                .Concat(told.FindAll("delegation").Select(claim => claim.Value.Split(' ')[0]))
                .ToHashSet(StringComparer.Ordinal)
            : null;

    /// <summary>
    /// The sites that their token names; null for all, and for a token that only the services can read.
    /// </summary>
    /// <exception cref="SignedOutException">They are signed in no more.</exception>
    public async Task<IReadOnlyList<string>?> SitesAsync(CancellationToken cancellationToken) =>
        (await ToldAsync(cancellationToken))?.FindAll("site").Select(claim => claim.Value).ToList() is { } sites
            && !sites.Contains("*")
            ? sites
            : null;

    private async Task<ClaimsIdentity?> ToldAsync(CancellationToken cancellationToken)
    {
        using var request = await calls.RequestAsync(cancellationToken);
        var reader = new JsonWebTokenHandler();
        var token = request.Headers.Authorization?.Parameter;
        if (!reader.CanReadToken(token))
            return null;
        return names.Translate(new(reader.ReadJsonWebToken(token).Claims));
    }
}
