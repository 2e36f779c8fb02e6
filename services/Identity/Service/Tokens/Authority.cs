using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Texts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ops.Identity.Tokens;

/// <summary>OpenIddict on our tables, with our keys.</summary>
internal static class Authority
{
    public static IServiceCollection AddAuthority(this IServiceCollection services)
    {
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDb>().ReplaceDefaultEntities<Guid>())
            .AddServer(Configure);
        services.AddOptions<OpenIddictServerOptions>().Configure<TokenSettings>((server, settings) =>
        {
            server.Issuer = settings.Issuer;
            (server.AccessTokenLifetime, server.IdentityTokenLifetime) = (settings.AccessToken, settings.AccessToken);
            server.RefreshTokenLifetime = settings.RefreshToken;
        });
        return services;
    }

    /// <summary>
    /// Until the keys were read, and who may not act, whatever would need them is answered 503: a start with the
    /// database down waits.
    /// </summary>
    public static WebApplication UseKeysFirst(this WebApplication app)
    {
        // What is said here is read, too.
        app.UseRequestLocalization();
        app.Use((context, next) =>
        {
            var services = context.RequestServices;
            if (context.Request.Path.Value is "/health" or "/alive"
                || (services.GetRequiredService<SigningKeys>().Ready && services.GetRequiredService<OwnStaff>().Ready))
            {
                return next(context);
            }

            context.Response.Headers.RetryAfter = "2";
            var texts = services.GetRequiredService<ITexts>();
            return TypedResults.Problem(
                texts.Render(Text.Of("authority.not-ready")), statusCode: StatusCodes.Status503ServiceUnavailable,
                title: texts.Render(Text.Of("authority.not-available"))).ExecuteAsync(context);
        });
        return app;
    }

    private static void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token")
            .SetEndSessionEndpointUris("connect/end-session").SetIntrospectionEndpointUris("connect/introspect")
            .SetRevocationEndpointUris("connect/revoke").SetJsonWebKeySetEndpointUris(".well-known/jwks.json");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow()
            .AllowClientCredentialsFlow();
        // A challenge that is the verifier itself proves nothing to whoever has overheard it.
        server.Configure(options => options.CodeChallengeMethods.IntersectWith([CodeChallengeMethods.Sha256]));
        server.RegisterScopes(Scopes.OfflineAccess, Holders.Audience);
        // A refresh token is good once; a second use means that two have it, and ends the whole family.
        server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);
        // The next one ends when the first would have: however often it is used, the person signs in again.
        server.DisableSlidingRefreshTokenExpiration();
        // Access tokens are JWTs that anybody can read and check; codes and refresh tokens are nobody's business, and
        // sealed with the key ring.
        server.DisableAccessTokenEncryption();
        server.UseDataProtection().PreferDefaultAccessTokenFormat();
        server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
        server.AddEventHandler(UsedOnce.Descriptor).AddEventHandler(ReuseAudit.Descriptor)
            .AddEventHandler(RefusalTexts.Descriptor)
            .AddEventHandler(RefusalAudit<ApplyTokenResponseContext>.Descriptor)
            .AddEventHandler(RefusalAudit<ApplyIntrospectionResponseContext>.Descriptor)
            .AddEventHandler(RefusalAudit<ApplyRevocationResponseContext>.Descriptor);
        server.UseAspNetCore()
            .EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough()
            .EnableEndSessionEndpointPassthrough()
            // A person's browser is shown a page, not OpenIddict's own line.
            .EnableErrorPassthrough()
            // TLS ends at the gateway; the issuer's scheme tells clients what to use.
            .DisableTransportSecurityRequirement();
    }
}
