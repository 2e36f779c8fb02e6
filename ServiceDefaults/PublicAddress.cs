using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Ops.ServiceDefaults;

/// <summary>
/// The one address under which people and machines reach the installation: the gateway's own, or that of whatever
/// stands in front of it and ends TLS. Setting <c>PublicAddress</c>.
/// </summary>
public static class PublicAddress
{
    /// <summary>The setting that holds it.</summary>
    public const string Setting = "PublicAddress";

    /// <summary>The name that the setting had when it was Identity's alone; it is still taken.</summary>
    private const string FormerSetting = "Authority:Issuer";

    /// <summary>The public address; null where none is set.</summary>
    /// <exception cref="InvalidOperationException">It is no address of a whole installation.</exception>
    public static Uri? Of(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var (now, former) = (configuration[Setting], configuration[FormerSetting]);
        var text = string.IsNullOrEmpty(now) ? former : now;
        if (string.IsNullOrEmpty(text))
            return null;

        // No path: cookies belong to the whole host, and the gateway's routes begin at its root.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            || address.PathAndQuery != "/" || address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            throw new InvalidOperationException(
                $"{Setting} is '{text}': set it to scheme, host and, if need be, port, as https://ops.example.com.");
        }

        if (!string.IsNullOrEmpty(former) && former.TrimEnd('/') != text.TrimEnd('/'))
        {
            throw new InvalidOperationException(
                $"{Setting} is '{text}' and Authority__Issuer, its former name, '{former}': leave the latter out.");
        }

        return address;
    }

    /// <summary>The public address.</summary>
    /// <exception cref="InvalidOperationException">It is missing, or no address of a whole installation.</exception>
    public static Uri Required(IConfiguration configuration) =>
        Of(configuration) ?? throw new InvalidOperationException(
            $"{Setting} is missing: set it to the address under which people reach this installation, as " +
            "https://ops.example.com.");

    /// <summary>Refuses an address under which passwords would travel in the clear.</summary>
    /// <exception cref="InvalidOperationException">
    /// In Production, it is plain HTTP and leads beyond this machine.
    /// </exception>
    internal static void Check(IConfiguration configuration, IHostEnvironment environment)
    {
        if (Of(configuration) is { Scheme: "http", IsLoopback: false } plain && environment.IsProduction())
        {
            throw new InvalidOperationException(
                $"{Setting} is {plain}, plain HTTP: in Production people sign in over https. Set it to one.");
        }
    }

    /// <summary>
    /// Puts the public address into each request, before all else. Redirects, cookies and what an authority tells of
    /// itself go by it, whoever forwarded the request and whatever was said on the way.
    /// </summary>
    internal static void UsePublicAddress(this WebApplication app)
    {
        if (Of(app.Configuration) is not { } address)
            return;

        // Without the scheme's own port: browsers leave it out, and redirects are compared letter by letter.
        var name = address.IdnHost;
        var host = address.IsDefaultPort ? new HostString(name) : new HostString(name, address.Port);
        app.Use((context, next) =>
        {
            (context.Request.Scheme, context.Request.Host) = (address.Scheme, host);
            return next(context);
        });
    }
}
