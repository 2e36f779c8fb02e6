using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Ops.Platform.Texts;

namespace Ops.Identity.Accounts;

/// <summary>
/// The language of the pages: the one that the person has chosen there, kept in a cookie, else the request's own.
/// </summary>
internal static class PageLanguage
{
    private const string Cookie = "ops-language";

    /// <summary>What there is to choose from, each with the text of its own name.</summary>
    public static IReadOnlyList<(CultureInfo Language, string Name)> All { get; } =
        [(Languages.Chinese, "account.in-chinese"), (Languages.English, "account.in-english")];

    /// <summary>Puts the choice in front of what the browser asks for.</summary>
    public static void Configure(RequestLocalizationOptions localization) =>
        localization.RequestCultureProviders.Insert(
            0, new CustomRequestCultureProvider(http => Task.FromResult(ChosenIn(http.Request))));

    /// <summary>Keeps a person's choice.</summary>
    public static void Choose(HttpResponse response, string language)
    {
        if (Languages.Find(language) is not { } known)
            return;
        response.Cookies.Append(Cookie, known.Name, new CookieOptions
        {
            HttpOnly = true,
            Secure = response.HttpContext.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        });
    }

    /// <summary>A text of the pages; how long passwords are stands in several.</summary>
    public static string Of(this ITexts texts, string code) => texts.Render(
        Text.Of(code, ("shortest", PasswordRules.Shortest), ("longest", PasswordRules.Longest)));

    /// <summary>Only the pages have it to choose from; what programs are answered is theirs to ask for.</summary>
    private static ProviderCultureResult? ChosenIn(HttpRequest request) =>
        request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase)
        && Languages.Find(request.Cookies[Cookie]) is { } chosen
            ? new("", chosen.Name)
            : null;
}
