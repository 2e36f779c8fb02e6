using System.Reflection;
using Microsoft.AspNetCore.Antiforgery;
using Ops.Identity.Tokens;

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
