using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults;

/// <summary>
/// The language in which a request is answered: the one that <c>?language=</c> names, for addresses that are passed on;
/// else the one that somebody has chosen in this browser; else the first of <c>Accept-Language</c> that there is; else
/// Chinese.
/// </summary>
public static class RequestLanguage
{
    /// <summary>The cookie of a browser that somebody has chosen a language in.</summary>
    public const string Cookie = "ops-language";

    internal static void Configure(RequestLocalizationOptions localization)
    {
        localization.DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, Languages.Chinese);
        localization.SupportedCultures = [CultureInfo.InvariantCulture];
        localization.SupportedUICultures = [.. Languages.All];
        // The framework's own falls back from en-GB to en by the operating system's data on cultures: there are none.
        localization.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(http => Task.FromResult(Choose(http.Request))),
        ];
    }

    private static ProviderCultureResult? Choose(HttpRequest request) =>
        (Languages.Find(request.Query[ApiReference.Language]) ?? Languages.Find(request.Cookies[Cookie])
            ?? Asked(request.GetTypedHeaders().AcceptLanguage))
            is { } language
            ? new("", language.Name)
            : null;

    private static CultureInfo? Asked(IList<StringWithQualityHeaderValue> languages) => languages
        .Where(asked => asked.Quality is not 0).OrderByDescending(asked => asked.Quality ?? 1)
        .Select(asked => Languages.Find(asked.Value.Value)).FirstOrDefault(language => language is not null);
}
