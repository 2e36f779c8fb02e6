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

    /// <exception cref="InvalidOperationException">None is named; or in Production no public address.</exception>
    public static WebApplicationBuilder AddAuthority(this WebApplicationBuilder builder)
    {
        var another = builder.Configuration["Authentication:Schemes:Bearer:Authority"];
        if (builder.Environment.IsProduction() || string.IsNullOrEmpty(another))
            PublicAddress.Required(builder.Configuration);
        var staff = new AuthorizationPolicyBuilder(JwtBearerDefaults.AuthenticationScheme).RequireAuthenticatedUser();
        builder.Services.AddAuthorizationBuilder().AddPolicy(StaffPolicy, staff.Build());
        return builder;
    }
}
