using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Ops.ServiceDefaults;

namespace Ops.Gateway;

/// <summary>
/// The authority whose tokens are taken: Identity behind this very gateway, or whatever else
/// <c>Authentication:Schemes:Bearer:Authority</c> names.
/// </summary>
internal static class Authority
{
    /// <summary>Whoever has a token of the authority's.</summary>
    public const string StaffPolicy = "staff";

    /// <exception cref="InvalidOperationException">None is named; in Production, the public address is missing.</exception>
    public static WebApplicationBuilder AddAuthority(this WebApplicationBuilder builder)
    {
        if (builder.Environment.IsProduction() || string.IsNullOrEmpty(builder.Configuration["Authentication:Schemes:Bearer:Authority"]))
            PublicAddress.Required(builder.Configuration);
        builder.Services.AddAuthorizationBuilder().AddPolicy(StaffPolicy, new AuthorizationPolicyBuilder(JwtBearerDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build());
        return builder;
    }
}
