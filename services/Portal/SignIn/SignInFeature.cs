using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Portal.SignIn;

/// <summary>
/// CS-7: people sign in at the authority, once for all of it, and the portal keeps their tokens where no browser has
/// them.
/// </summary>
internal static class SignInFeature
{
    private const string Cookies = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string Authority = OpenIdConnectDefaults.AuthenticationScheme;

    /// <summary>What a browser asks for by itself, without anybody looking: it is not led to a page.</summary>
    public const string Data = "/data";

    public static WebApplicationBuilder AddSignIn(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services =>
            SignInSettings.From(services.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton<SessionBook>().AddHostedService<OldSessions>();
        builder.Services.AddAuthentication(options =>
            (options.DefaultScheme, options.DefaultChallengeScheme) = (Cookies, Authority)).AddCookie(Cookies)
            .AddOpenIdConnect(Authority, options => Configure(options, builder));
        builder.Services.AddOptions<CookieAuthenticationOptions>(Cookies).Configure<SignInSettings>(
            (cookie, settings) =>
            {
                cookie.Cookie.Name = settings.CookieName("ops-portal");
                cookie.Cookie.SecurePolicy = settings.CookieSecurity;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = SignInSettings.Longest.ToTimeSpan();
                cookie.SlidingExpiration = false;
                cookie.Events.OnValidatePrincipal = RejectWhatIsOverAsync;
            });
        builder.Services.AddOptions<OpenIdConnectOptions>(Authority).Configure<SignInSettings>(
            (client, settings) => (client.ClientId, client.ClientSecret) = (settings.Client, settings.Secret));
        builder.Services.AddOptions<AntiforgeryOptions>().Configure<SignInSettings>((forgery, settings) =>
        {
            forgery.Cookie.Name = settings.CookieName("ops-portal-form");
            forgery.Cookie.SecurePolicy = settings.CookieSecurity;
        });
        builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(
            new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        // A forged form is a bad request everywhere, not a fault that a developer is to look at.
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.AddScoped<SessionWatch>().AddScoped<AuthenticationStateProvider>(
            services => services.GetRequiredService<SessionWatch>());
        builder.Services.AddSingleton<NextSession>();
        return builder;
    }

    /// <exception cref="InvalidOperationException">A setting is missing.</exception>
    public static WebApplication MapSignIn(this WebApplication app)
    {
        _ = app.Services.GetRequiredService<SignInSettings>();
        var forms = app.MapForms();
        forms.MapPost("/sign-out", SignOutAsync);
        forms.MapPost("/language", ChooseLanguage);
        // Asked for by a page whose own session is over: to nobody it says nothing.
        app.MapGet($"{Data}/session", (HttpContext http, NextSession next) =>
            next.Of(http.User) is { } sealedSession ? Results.Text(sealedSession) : Results.NoContent())
            .AllowAnonymous();
        return app;
    }

    /// <summary>
    /// What a page posts under <c>/session</c>: with the token that stands in the portal's own forms, or it is a 400.
    /// </summary>
    public static RouteGroupBuilder MapForms(this WebApplication app)
    {
        var forms = app.MapGroup("/session").WithMetadata(new RequireAntiforgeryTokenAttribute());
        forms.AddEndpointFilter(async (context, next) =>
            context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }
                ? await next(context)
                : Results.Problem(statusCode: StatusCodes.Status400BadRequest));
        return forms;
    }

    /// <summary>The session that a principal stands for; null for nobody's.</summary>
    public static Guid? SessionOf(ClaimsPrincipal? user) =>
        Guid.TryParse(user?.FindFirstValue("session"), out var id) ? id : null;

    private static void Configure(OpenIdConnectOptions client, WebApplicationBuilder builder)
    {
        var authority = AuthoritySettings.From(builder.Configuration, builder.Environment);
        (client.Authority, client.RequireHttpsMetadata) = (authority.Authority?.OriginalString, authority.RequireHttps);
        if (authority.Inner() is { } inner)
            client.BackchannelHttpHandler = inner;
        client.ResponseType = OpenIdConnectResponseType.Code;
        client.ResponseMode = OpenIdConnectResponseMode.Query;
        client.UsePkce = true;
        client.MapInboundClaims = false;
        client.SaveTokens = false;
        client.GetClaimsFromUserInfoEndpoint = false;
        client.CallbackPath = "/session/signed-in";
        client.SignedOutCallbackPath = "/session/signed-out";
        client.SignedOutRedirectUri = "/";
        client.Scope.Clear();
        foreach (var scope in (string[])["openid", ApiReference.Scope, "offline_access"])
            client.Scope.Add(scope);
        client.TokenValidationParameters.NameClaimType = "name";
        client.Events.OnTokenValidated = BeginAsync;
        client.Events.OnRedirectToIdentityProvider = context =>
        {
            // A stream or a script asks again when the page is signed in.
            if (context.Request.Path.StartsWithSegments(Data, StringComparison.Ordinal))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.HandleResponse();
            }

            // A path that begins with two slashes would be another site's when the browser is led back to it.
            if (!RedirectHttpResult.IsLocalUrl(context.Properties.RedirectUri))
                context.Properties.RedirectUri = "/";
            return Task.CompletedTask;
        };
    }

    /// <summary>The browser's cookie says who it is and which session; nothing else that the authority told.</summary>
    private static async Task BeginAsync(TokenValidatedContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<SessionBook>();
        var staff = context.Principal!.FindFirstValue("sub")!;
        var id = await sessions.BeginAsync(
            staff, context.TokenEndpointResponse!, context.HttpContext.RequestAborted);
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [
                new("sub", staff), new("name", context.Principal!.FindFirstValue("name") ?? staff),
                new("session", id.ToString()),
            ],
            Authority, "name", "role"));
    }

    private static async Task RejectWhatIsOverAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<SessionBook>();
        if (SessionOf(context.Principal) is not { } id
            || !await sessions.IsOpenAsync(id, context.HttpContext.RequestAborted))
            context.RejectPrincipal();
    }

    /// <summary>What somebody has chosen is kept in their browser: the authority's pages have it too.</summary>
    private static IResult ChooseLanguage(
        HttpContext http, SignInSettings settings, [FromForm] string language)
    {
        if (Languages.Find(language) is { } chosen)
        {
            http.Response.Cookies.Append(RequestLanguage.Cookie, chosen.Name, new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(400),
                SameSite = SameSiteMode.Lax,
                Secure = settings.CookieSecurity == CookieSecurePolicy.Always,
            });
        }

        return Results.LocalRedirect("/settings");
    }

    /// <summary>Ends all of it: here, at the authority, and with the tokens what could be renewed.</summary>
    private static async Task<IResult> SignOutAsync(
        HttpContext http, SessionBook sessions, CancellationToken cancellationToken)
    {
        var properties = new AuthenticationProperties { RedirectUri = "/" };
        if (SessionOf(http.User) is { } id && await sessions.EndAsync(id, cancellationToken) is { } tokens)
        {
            properties.StoreTokens([new() { Name = "id_token", Value = tokens.Identity }]);
            try
            {
                await sessions.RevokeAsync(tokens, cancellationToken);
            }
            catch (Exception away) when (away is HttpRequestException or InvalidOperationException)
            {
                // The authority is away: here it is over all the same, and at the authority when its own time is.
                return Results.SignOut(properties, [Cookies]);
            }
        }

        return Results.SignOut(properties, [Cookies, Authority]);
    }
}

/// <summary>Forgets the sessions that have ended.</summary>
internal sealed class OldSessions(SessionBook sessions, Loops loops)
    : BackgroundLoop(loops, every: TimeSpan.FromMinutes(10))
{
    protected override Task TurnAsync(CancellationToken stoppingToken) => sessions.ForgetOldAsync(stoppingToken);
}
