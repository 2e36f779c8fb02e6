using NodaTime;
using Ops.ServiceDefaults;

namespace Ops.Portal.SignIn;

/// <summary>How the portal is known to the authority, and how long a browser stays signed in.</summary>
/// <param name="Address">The <see cref="PublicAddress"/>.</param>
/// <param name="Client">Its client id; setting <c>Portal:Client</c>, by itself <c>portal</c>.</param>
/// <param name="Secret">Its client secret; setting <c>Portal:Secret</c>.</param>
internal sealed record SignInSettings(Uri Address, string Client, string Secret)
{
    /// <summary>Nobody is signed in for longer, however long the authority would renew: a day's work.</summary>
    public static Duration Longest { get; } = Duration.FromHours(12);

    /// <summary>Where the public address is https, cookies never leave it otherwise.</summary>
    public CookieSecurePolicy CookieSecurity => IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;

    private bool IsSecure => Address.Scheme == Uri.UriSchemeHttps;

    /// <summary>A cookie's name; behind https with the prefix by which browsers tie it to this very host.</summary>
    public string CookieName(string name) => IsSecure ? $"__Host-{name}" : name;

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">The public address or the secret is missing.</exception>
    public static SignInSettings From(IConfiguration configuration) => new(
        PublicAddress.Required(configuration), configuration["Portal:Client"] ?? "portal",
        configuration["Portal:Secret"] ?? throw new InvalidOperationException(
            "Portal:Secret is missing: set Portal__Secret to the secret that the authority knows this portal by."));
}
