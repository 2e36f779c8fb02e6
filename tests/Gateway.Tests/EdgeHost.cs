using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;
using Ops.TestSupport;

namespace Ops.Gateway.Tests;

/// <summary>
/// The gateway on a port of its own, before one service that answers everything with 200 and counts what reaches it.
/// </summary>
internal sealed class EdgeHost : IAsyncDisposable
{
    private WebApplicationFactory<Program> _gateway = null!;
    private readonly WebApplication _service;
    private int _reached;

    private EdgeHost(TestAuthority authority, WebApplication service)
    {
        (Authority, _service) = (authority, service);
        _service.MapGet("/health", () => "Healthy");
        _service.MapFallback((HttpRequest request) =>
        {
            Interlocked.Increment(ref _reached);
            return Results.Json(request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        });
    }

    public TestAuthority Authority { get; }

    public Uri Address => _gateway.ClientOptions.BaseAddress;

    /// <summary>How many requests have reached the service, but those after its health.</summary>
    public int Reached => Volatile.Read(ref _reached);

    public static async Task<EdgeHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var edge = new EdgeHost(await TestAuthority.StartAsync(), builder.Build());
        await edge._service.StartAsync();
        edge._gateway = GatewayTests.Start(edge.Authority.Url, edge._service.Urls.First())
            .WithWebHostBuilder(host => host.UseSetting("urls", "http://127.0.0.1:0"));
        edge._gateway.UseKestrel();
        edge._gateway.StartServer();
        return edge;
    }

    public Task StopServiceAsync() => _service.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _service.DisposeAsync();
        await Authority.DisposeAsync();
    }
}
