using Microsoft.AspNetCore.Authentication.Cookies;
using Ops.ServiceDefaults;

namespace Ops.Identity.Accounts;

/// <summary>Where the pages are, and how long a browser stays signed in; setting <c>Authority:Session</c>.</summary>
internal sealed record SessionSettings
{
    /// <summary>The <see cref="PublicAddress"/>.</summary>
    public required Uri Address { get; init; }

    /// <summary>For how long a browser stays signed in without use.</summary>
    public TimeSpan Session { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Where the public address is https, cookies never leave it otherwise.</summary>
    public CookieSecurePolicy CookieSecurity => IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;

    private bool IsSecure => Address.Scheme == Uri.UriSchemeHttps;

    /// <summary>A cookie's name; behind https with the prefix by which browsers tie it to this very host.</summary>
    public string CookieName(string name) => IsSecure ? $"__Host-{name}" : name;

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">The public address is missing or no address.</exception>
    public static SessionSettings From(IConfiguration configuration)
    {
        var standard = new SessionSettings { Address = PublicAddress.Required(configuration) };
        return standard with { Session = configuration.GetValue("Authority:Session", standard.Session) };
    }
}

/// <summary>Cookies that say who is signed in.</summary>
internal static class SessionCookies
{
    /// <summary>A cookie of ours; it never leaves https where the public address is https.</summary>
    public static IServiceCollection AddSessionCookie(
        this IServiceCollection services, string scheme, string name, Func<SessionSettings, TimeSpan> lifetime)
    {
        services.AddAuthentication().AddCookie(scheme);
        services.AddOptions<CookieAuthenticationOptions>(scheme).Configure<SessionSettings>((cookie, settings) =>
        {
            cookie.Cookie.Name = settings.CookieName(name);
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = settings.CookieSecurity;
            cookie.ExpireTimeSpan = lifetime(settings);
        });
        return services;
    }
}
