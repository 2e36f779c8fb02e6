using System.Reflection;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;
using Ops.ServiceDefaults;

namespace Ops.Identity.Accounts;

/// <summary>The pages under <c>/account</c>, open to whoever is not signed in yet.</summary>
internal static class AccountPages
{
    public static WebApplication MapAccountPages(this WebApplication app)
    {
        app.UseWhen(IsPage, pages => pages.Use(PutPolicyAsync));
        var style = Read("style.css");
        var pages = app.MapGroup("").AllowAnonymous().ExcludeFromDescription();
        pages.MapRazorPages().AllowAnonymous();
        pages.MapGet("/account/style.css", () => Results.Text(style, "text/css"));
        pages.MapGet("/account/language/{language}", (string language, string? returnUrl, HttpContext http) =>
        {
            PageLanguage.Choose(http.Response, language);
            return Results.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "/account/sign-in");
        });
        return app;
    }

    private static bool IsPage(HttpContext http) =>
        http.Request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A form on these pages may lead on to where a client of ours wants its people back, and nowhere else.
    /// </summary>
    private static async Task PutPolicyAsync(HttpContext http, RequestDelegate next)
    {
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy(await OriginsAsync(http));
        await next(http);
    }

    /// <summary>The origins of the client for whose sake somebody signs in.</summary>
    private static async Task<IReadOnlyList<string>> OriginsAsync(HttpContext http)
    {
        string? given = http.Request.Query["returnUrl"];
        var path = new Uri(new Uri("http://ours"), IsLocal(given) ? given : "/");
        var asked = QueryHelpers.ParseQuery(path.Query);
        var clients = http.RequestServices.GetRequiredService<IOpenIddictApplicationManager>();
        if (!asked.TryGetValue("client_id", out var id) || string.IsNullOrEmpty(id)
            || await clients.FindByClientIdAsync(id.ToString(), http.RequestAborted) is not { } client)
        {
            return [];
        }

        var redirects = await clients.GetRedirectUrisAsync(client, http.RequestAborted);
        return
        [
            .. redirects.Select(uri => new Uri(uri).GetLeftPart(UriPartial.Authority))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>A path of ours, and not what a browser reads as another site's address.</summary>
    private static bool IsLocal(string? url) =>
        url is ['/'] or ['/', not ('/' or '\\'), ..] && !url.Any(char.IsControl);

    private static string Read(string file)
    {
        var found = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Ops.Identity.{file}")!;
        using var reader = new StreamReader(found);
        return reader.ReadToEnd();
    }
}
