using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Ops.Portal.Layout;
using Ops.Portal.Pages.Everybody.Rules;
using Ops.Portal.SignIn;

namespace Ops.Portal.Pages.Everybody;

/// <summary>What everybody has, whatever their department.</summary>
internal static class EverybodyFeature
{
    public static WebApplicationBuilder AddEverybody(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RuleBook>();
        builder.Services.AddSingleton(new PortalSection("portal.everybody", 0,
        [
            new("/", "portal.my-day"),
            new("/approvals", "portal.approvals", "sales.approval.read"),
            new("/rules", "portal.rules"),
            new("/help", "portal.help"),
            new("/settings", "portal.settings"),
        ]));
        return builder;
    }

    public static WebApplication MapEverybody(this WebApplication app)
    {
        app.MapForms().MapPost("/page-size", ChoosePageSize);
        return app;
    }

    /// <summary>Kept in the browser, as the language is.</summary>
    private static IResult ChoosePageSize(HttpContext http, SignInSettings settings, [FromForm] string rows)
    {
        if (PageSizes.Find(rows) is { } chosen)
        {
            http.Response.Cookies.Append(
                PageSizes.Cookie, chosen.ToString(CultureInfo.InvariantCulture), new CookieOptions
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
}
