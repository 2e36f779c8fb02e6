using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Ops.Identity.Accounts;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ops.Identity.Tokens;

/// <summary>Identity as an OpenID Connect authority.</summary>
internal static class AuthorityExtensions
{
    /// <summary>OpenIddict on our tables, with our keys; accounts, and the browser's session.</summary>
    public static IHostApplicationBuilder AddAuthority(this IHostApplicationBuilder builder)
    {
        // Read when first needed: a migrator has no issuer.
        builder.Services.AddSingleton(services => TokenSettings.From(services.GetRequiredService<IConfiguration>()));
        builder.Services.AddLoop<SigningKeys>();
        builder.Services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(services => services.GetRequiredService<SigningKeys>());
        builder.Services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(services => services.GetRequiredService<SigningKeys>());
        builder.Services.AddLoop<TokenPruning>();
        builder.Services.AddScoped<Holders>();
        builder.Services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<IdentityDb>().ReplaceDefaultEntities<Guid>())
            .AddServer(server =>
            {
                server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetEndSessionEndpointUris("connect/end-session")
                    .SetIntrospectionEndpointUris("connect/introspect").SetRevocationEndpointUris("connect/revoke").SetJsonWebKeySetEndpointUris(".well-known/jwks.json");
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowRefreshTokenFlow().AllowClientCredentialsFlow();
                // A challenge that is the verifier itself proves nothing to whoever has overheard it.
                server.Configure(options => options.CodeChallengeMethods.IntersectWith([CodeChallengeMethods.Sha256]));
                server.RegisterScopes(Scopes.OfflineAccess, Holders.Audience);
                // A refresh token is good once; a second use means that two have it, and ends the whole family.
                server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);
                // The next one ends when the first would have: however often it is used, the person signs in again.
                server.DisableSlidingRefreshTokenExpiration();
                // Access tokens are JWTs that anybody can read and check; codes and refresh tokens are nobody's business, and sealed with the key ring.
                server.DisableAccessTokenEncryption();
                server.UseDataProtection().PreferDefaultAccessTokenFormat();
                server.AddEncryptionKey(new SymmetricSecurityKey(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32)));
                server.AddEventHandler(ReuseAudit.Descriptor).AddEventHandler(RefusalAudit<OpenIddictServerEvents.ApplyTokenResponseContext>.Descriptor)
                    .AddEventHandler(RefusalAudit<OpenIddictServerEvents.ApplyIntrospectionResponseContext>.Descriptor).AddEventHandler(RefusalAudit<OpenIddictServerEvents.ApplyRevocationResponseContext>.Descriptor);
                server.UseAspNetCore()
                    .EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableEndSessionEndpointPassthrough()
                    // TLS ends at the gateway; the issuer's scheme tells clients what to use.
                    .DisableTransportSecurityRequirement();
            });

        builder.Services.AddOptions<OpenIddictServerOptions>().Configure<TokenSettings>((server, settings) =>
        {
            server.Issuer = settings.Issuer;
            (server.AccessTokenLifetime, server.RefreshTokenLifetime, server.IdentityTokenLifetime) = (settings.AccessToken, settings.RefreshToken, settings.AccessToken);
        });
        builder.Services.AddIdentityCore<Account>(identity =>
            {
                identity.Lockout.MaxFailedAccessAttempts = 10;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                identity.Tokens.AuthenticatorTokenProvider = OneTimeCodes.Name;
                identity.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
            })
            .AddEntityFrameworkStores<IdentityDb>().AddSignInManager().AddTokenProvider<OneTimeCodes>(OneTimeCodes.Name).AddTokenProvider<DataProtectorTokenProvider<Account>>(TokenOptions.DefaultProvider);
        // PasswordRules alone: the composition rules that come with the library are what NIST advises against.
        foreach (var other in builder.Services.Where(service => service.ServiceType == typeof(IPasswordValidator<Account>)).ToList())
            builder.Services.Remove(other);
        builder.Services.AddScoped<IPasswordValidator<Account>, PasswordRules>();
        builder.Services.AddScoped<OneTimeCodes>().AddScoped<SignIns>();
        builder.Services.Configure<DataProtectionTokenProviderOptions>(invitation => invitation.TokenLifespan = TimeSpan.FromDays(7));
        builder.AddCookie(IdentityConstants.ApplicationScheme, "ops-session", settings => settings.Session);
        builder.AddCookie(IdentityConstants.TwoFactorUserIdScheme, "ops-half-way", _ => TimeSpan.FromMinutes(5));
        builder.Services.AddHealthChecks().AddCheck<AuthorityHealth>("authority", tags: ["ready"]);
        return builder;
    }

    /// <summary>Until the keys were read, and who may not act, whatever would need them is answered 503: a start with the database down waits.</summary>
    public static WebApplication UseKeysFirst(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if ((context.RequestServices.GetRequiredService<SigningKeys>().Ready && context.RequestServices.GetRequiredService<OwnStaff>().Ready) || context.Request.Path.Value is "/health" or "/alive")
                return next(context);

            context.Response.Headers.RetryAfter = "2";
            return TypedResults.Problem("The signing keys or the staff are not read yet. Nothing was changed; try again.", statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not available now").ExecuteAsync(context);
        });
        return app;
    }

    private static void AddCookie(this IHostApplicationBuilder builder, string scheme, string name, Func<TokenSettings, TimeSpan> lifetime)
    {
        builder.Services.AddAuthentication().AddCookie(scheme);
        builder.Services.AddOptions<CookieAuthenticationOptions>(scheme).Configure<TokenSettings>((cookie, settings) =>
        {
            cookie.Cookie.Name = settings.CookieName(name);
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = settings.CookieSecurity;
            cookie.ExpireTimeSpan = lifetime(settings);
        });
    }
}
