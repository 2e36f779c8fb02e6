using System.Reflection;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using Ops.Identity.Tokens;
using Ops.ServiceDefaults;

namespace Ops.Identity.Accounts;

/// <summary>The pages under <c>/account</c>, open to whoever is not signed in yet.</summary>
internal static class AccountPages
{
    public static IHostApplicationBuilder AddAccountPages(this IHostApplicationBuilder builder)
    {
        builder.Services.AddRazorPages(pages => pages.RootDirectory = "/Accounts/Pages");
        builder.Services.AddOptions<AntiforgeryOptions>().Configure<TokenSettings>((forgery, settings) =>
        {
            forgery.Cookie.Name = settings.CookieName("ops-form");
            forgery.Cookie.SecurePolicy = settings.CookieSecurity;
        });
        return builder;
    }

    /// <summary>A form on these pages may lead on to where a client of ours wants its people back, and nowhere else.</summary>
    public static WebApplication UseAccountPages(this WebApplication app)
    {
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase), pages => pages.Use(async (http, next) =>
        {
            http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy(await OriginsAsync(http));
            await next(http);
        }));
        return app;
    }

    /// <summary>The origins of the client for whose sake somebody signs in.</summary>
    private static async Task<IReadOnlyList<string>> OriginsAsync(HttpContext http)
    {
        var asked = QueryHelpers.ParseQuery(new UriBuilder(new Uri(new Uri("http://ours"), IsLocal(http.Request.Query["returnUrl"]) ? http.Request.Query["returnUrl"].ToString() : "/")).Query);
        var clients = http.RequestServices.GetRequiredService<IOpenIddictApplicationManager>();
        return asked.TryGetValue("client_id", out var id) && await clients.FindByClientIdAsync(id.ToString(), http.RequestAborted) is { } client
            ? [.. (await clients.GetRedirectUrisAsync(client, http.RequestAborted)).Select(uri => new Uri(uri).GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal)]
            : [];
    }

    public static void MapAccountPages(this WebApplication app)
    {
        var style = Read("style.css");
        var pages = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        pages.MapRazorPages().AllowAnonymous();
        pages.MapGet("/account/style.css", () => Results.Text(style, "text/css"));
        pages.MapGet("/account/language/{language}", (string language, string? returnUrl, HttpContext http) =>
        {
            if (Texts.Languages.Any(known => known.Code == language))
                Texts.Choose(http.Response, language);
            return Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/account/sign-in");
        });
    }

    /// <summary>A path of ours, and not what a browser reads as another site's address.</summary>
    private static bool IsLocal(string? url) => url is ['/'] or ['/', not ('/' or '\\'), ..] && !url.Any(char.IsControl);

    private static string Read(string file)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"Ops.Identity.{file}")!);
        return reader.ReadToEnd();
    }
}
