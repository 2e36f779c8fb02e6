using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace Ops.Gateway;

/// <summary>The authority whose tokens are taken: Identity behind this very gateway, or whatever else <c>Authentication:Schemes:Bearer:Authority</c> names.</summary>
internal static class Authority
{
    /// <summary>Whoever has a token of the authority's.</summary>
    public const string StaffPolicy = "staff";

    /// <exception cref="InvalidOperationException">None is named.</exception>
    public static WebApplicationBuilder AddAuthority(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["Authentication:Schemes:Bearer:Authority"] is not { Length: > 0 })
            throw new InvalidOperationException("No authority: set Authentication__Schemes__Bearer__Authority to the OpenID Connect server whose tokens are taken, which is this gateway's own address where Identity is behind it.");
        builder.Services.AddAuthorizationBuilder().AddPolicy(StaffPolicy, new AuthorizationPolicyBuilder(JwtBearerDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build());
        return builder;
    }
}
