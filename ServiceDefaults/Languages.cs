using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.Net.Http.Headers;

namespace Ops.ServiceDefaults;

/// <summary>
/// The languages that people are answered in: the first of <c>Accept-Language</c> that there is, otherwise Chinese.
/// What is written for programs (numbers, times) is the same in each.
/// </summary>
public static class Languages
{
    /// <summary>What the people at the desks read: the language of whoever names none.</summary>
    public static CultureInfo Chinese { get; } = CultureInfo.GetCultureInfo("zh-CN");

    /// <summary>English.</summary>
    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en");

    /// <summary>Both, the default first.</summary>
    public static IReadOnlyList<CultureInfo> All { get; } = [Chinese, English];

    /// <summary>
    /// The language of a name such as <c>en-GB</c> or <c>zh-Hans-CN</c>; null for one that there is not.
    /// </summary>
    public static CultureInfo? Find(string? name) =>
        All.FirstOrDefault(language => name is not null
            && name.Split('-', '_')[0].Equals(language.Name.Split('-')[0], StringComparison.OrdinalIgnoreCase));

    internal static void Configure(RequestLocalizationOptions localization)
    {
        localization.DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, Chinese);
        localization.SupportedCultures = [CultureInfo.InvariantCulture];
        localization.SupportedUICultures = [.. All];
        // The framework's own falls back from en-GB to en by the operating system's data on cultures: there are none.
        localization.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(http => Task.FromResult(Choose(http.Request))),
        ];
    }

    private static ProviderCultureResult? Choose(HttpRequest request) =>
        Asked(request.GetTypedHeaders().AcceptLanguage) is { } language ? new("", language.Name) : null;

    private static CultureInfo? Asked(IList<StringWithQualityHeaderValue> languages) => languages
        .Where(asked => asked.Quality is not 0).OrderByDescending(asked => asked.Quality ?? 1)
        .Select(asked => Find(asked.Value.Value)).FirstOrDefault(language => language is not null);
}
