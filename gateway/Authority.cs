using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Ops.Gateway;

/// <summary>
/// The authority whose tokens are taken. In Development and Training the gateway stands in for one: it serves discovery and the
/// installation's public keys (<c>Authority:Jwks</c>), never a private one. Elsewhere it is whatever
/// <c>Authentication:Schemes:Bearer:Authority</c> names.
/// </summary>
internal static class Authority
{
    /// <summary>Whoever has a token of the authority's.</summary>
    public const string StaffPolicy = "staff";

    public static WebApplicationBuilder AddAuthority(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthorizationBuilder().AddPolicy(StaffPolicy, new AuthorizationPolicyBuilder(JwtBearerDefaults.AuthenticationScheme).RequireAuthenticatedUser().Build());
        if (JwksOf(builder.Configuration, builder.Environment) is { } jwks)
        {
            var issuer = IssuerOf(builder.Configuration);
            var keys = new JsonWebKeySet(jwks).GetSigningKeys();
            builder.Services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer =>
            {
                // Its own keys: it does not ask itself over HTTP.
                bearer.Configuration = new OpenIdConnectConfiguration { Issuer = issuer };
                foreach (var key in keys)
                    bearer.Configuration.SigningKeys.Add(key);
                bearer.TokenValidationParameters.ValidIssuer = issuer;
            });
        }
        else if (builder.Configuration["Authentication:Schemes:Bearer:Authority"] is not { Length: > 0 })
        {
            throw new InvalidOperationException("No authority: set Authentication__Schemes__Bearer__Authority to the OpenID Connect server whose tokens are taken.");
        }

        return builder;
    }

    public static WebApplication MapAuthority(this WebApplication app)
    {
        if (JwksOf(app.Configuration, app.Environment) is not { } jwks)
            return app;

        var issuer = IssuerOf(app.Configuration);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer,
            jwks_uri = $"{issuer}/.well-known/jwks.json",
            id_token_signing_alg_values_supported = (string[])["ES256"],
            response_types_supported = Array.Empty<string>(),
            subject_types_supported = (string[])["public"],
        })).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/.well-known/jwks.json", () => Results.Text(jwks, "application/json")).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    private static string? JwksOf(IConfiguration configuration, IHostEnvironment environment) =>
        environment.IsProduction() ? null : configuration["Authority:Jwks"] is { Length: > 0 } jwks ? jwks : null;

    /// <summary>The gateway's public address.</summary>
    private static string IssuerOf(IConfiguration configuration) =>
        (configuration["Authority:Issuer"] ?? configuration["ASPNETCORE_URLS"]?.Split(';')[0] ?? configuration["urls"]?.Split(';')[0] ?? "http://localhost:5080").TrimEnd('/');
}
