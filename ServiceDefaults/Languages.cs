using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;

namespace Ops.ServiceDefaults;

/// <summary>
/// Which language an answer is in: the first of <c>Accept-Language</c> that texts exist in, otherwise Chinese. What is
/// written for programs (numbers, times) is the same in each.
/// </summary>
internal static class Languages
{
    private const string Chinese = "zh-CN", English = "en";

    public static void Configure(RequestLocalizationOptions localization)
    {
        localization.DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, new CultureInfo(Chinese));
        localization.SupportedCultures = [CultureInfo.InvariantCulture];
        localization.SupportedUICultures = [new(Chinese), new(English)];
        // The framework's own falls back from en-GB to en by the operating system's data on cultures, which is not used
        // here.
        localization.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(http => Task.FromResult(Choose(http.Request))),
        ];
    }

    private static ProviderCultureResult? Choose(HttpRequest request) =>
        Asked(request.GetTypedHeaders().AcceptLanguage) is { } language ? new("", language) : null;

    private static string? Asked(IList<StringWithQualityHeaderValue> languages) => languages
        .Where(asked => asked.Quality is not 0).OrderByDescending(asked => asked.Quality ?? 1)
        .Select(asked => asked.Value.Value?.Split('-')[0].ToLowerInvariant() switch
        {
            "zh" => Chinese,
            "en" => English,
            _ => null,
        })
        .FirstOrDefault(language => language is not null);
}
