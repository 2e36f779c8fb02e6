using System.Security.Claims;
using Microsoft.Extensions.Configuration;

namespace Ops.ServiceDefaults;

/// <summary>
/// What an authority calls the claims that an <see cref="Actor"/> is read from: settings
/// <c>Authentication:Claims:sub</c>, <c>name</c>, <c>post</c>, <c>department</c>, <c>site</c>, <c>permission</c>,
/// <c>delegation</c>. What is not set keeps its own name, as Identity gives it.
/// </summary>
public sealed class ClaimNames(IConfiguration configuration)
{
    private static readonly string[] Ours = ["sub", "name", "post", "department", "site", "permission", "delegation"];

    private readonly Dictionary<string, string> _theirs = Ours
        .Select(ours => (Ours: ours, Theirs: configuration[$"Authentication:Claims:{ours}"]))
        .Where(name => name.Theirs is { Length: > 0 } && name.Theirs != name.Ours)
        .ToDictionary(name => name.Ours, name => name.Theirs!, StringComparer.Ordinal);

    /// <summary>
    /// The identity under our names. A claim of theirs that happens to bear one of ours, which is mapped, is not taken
    /// for it.
    /// </summary>
    public ClaimsIdentity Translate(ClaimsIdentity given)
    {
        if (_theirs.Count == 0)
            return given;

        var translated = new ClaimsIdentity(given.AuthenticationType, "sub", given.RoleClaimType);
        translated.AddClaims(
            given
                .Claims.Where(claim => !_theirs.ContainsKey(claim.Type))
                .Select(claim => new Claim(claim.Type, claim.Value, claim.ValueType)));
        foreach (var (ours, theirs) in _theirs)
            translated.AddClaims(given.FindAll(theirs).Select(claim => new Claim(ours, claim.Value, claim.ValueType)));
        return translated;
    }
}
