using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using IPNetwork = System.Net.IPNetwork;

namespace Ops.ServiceDefaults;

/// <summary>
/// Whose <c>X-Forwarded-For</c> is believed: the addresses' and networks' in <c>TrustedProxies:0</c>, <c>:1</c>, …;
/// nobody's where there are none. Scheme and host are believed of nobody: they are the <see cref="PublicAddress"/>'s.
/// </summary>
internal static class TrustedProxies
{
    public const string Setting = "TrustedProxies";

    public static void AddTrustedProxies(this IHostApplicationBuilder builder) =>
        // After ASPNETCORE_FORWARDEDHEADERS_ENABLED, which Aspire sets where it publishes: that believes everybody.
        builder.Services.PostConfigure<ForwardedHeadersOptions>(forwarded =>
        {
            var trusted = Of(builder.Configuration);
            forwarded.ForwardedHeaders = trusted.Count > 0 ? ForwardedHeaders.XForwardedFor : ForwardedHeaders.None;
            // As many as there are in a row, as long as each is trusted.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in trusted)
                forwarded.KnownIPNetworks.Add(network);
        });

    /// <exception cref="InvalidOperationException">One of them is neither an address nor a network.</exception>
    public static IReadOnlyList<IPNetwork> Of(IConfiguration configuration) =>
        [.. configuration.GetSection(Setting).GetChildren().Where(one => one.Value is { Length: > 0 }).Select(Parse)];

    private static IPNetwork Parse(IConfigurationSection one)
    {
        if (IPAddress.TryParse(one.Value, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(one.Value, out var network) ? network : throw new InvalidOperationException(
            $"{Setting}__{one.Key} is '{one.Value}': set it to a proxy's address, or to a network as 10.0.0.0/8.");
    }
}
