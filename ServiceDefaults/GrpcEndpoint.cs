using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Ops.ServiceDefaults;

/// <summary>
/// A second endpoint for a service that serves gRPC: without TLS a port that speaks HTTP/1.1 as well answers gRPC with
/// <c>HTTP_1_1_REQUIRED</c>.
/// </summary>
public static class GrpcEndpoint
{
    /// <summary>The setting that holds its port, as the AppHost gives it.</summary>
    public const string PortSetting = "GRPC_PORT";

    /// <summary>
    /// Listens for HTTP/2 alone on the port of <see cref="PortSetting"/>, on the host of the process's first address
    /// and beside all of them; without the setting there is no such endpoint. It is one more of the addresses, and no
    /// <c>Listen</c>: that would take the place of <c>ASPNETCORE_URLS</c>.
    /// </summary>
    public static WebApplicationBuilder AddGrpcEndpoint(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Configuration.GetValue<int?>(PortSetting) is not { } port)
            return builder;

        var urls = Urls(builder.Configuration);
        var first = BindingAddress.Parse(urls[0]);
        // First, so that whoever looks for the service's address at the end of the list finds the other.
        builder.WebHost.UseSetting(
            WebHostDefaults.ServerUrlsKey, string.Join(';', [$"http://{first.Host}:{port}", .. urls]));
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                if (listen.EndPoint is IPEndPoint { Port: var listens } && listens == port)
                    listen.Protocols = HttpProtocols.Http2;
            }));
        return builder;
    }

    /// <summary>Where the process listens otherwise: what it is told, and the web host's own default.</summary>
    private static string[] Urls(ConfigurationManager configuration)
    {
        if (configuration[WebHostDefaults.ServerUrlsKey] is { Length: > 0 } urls)
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return configuration[WebHostDefaults.HttpPortsKey] is { Length: > 0 } ports
            ?
            [
                .. ports
                    .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(port => $"http://*:{port}"),
            ]
            : ["http://localhost:5000"];
    }
}
