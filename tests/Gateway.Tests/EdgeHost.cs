using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Ops.TestSupport;

namespace Ops.Gateway.Tests;

/// <summary>
/// The gateway on a port of its own, before one service that answers everything with 200 and counts what reaches it.
/// </summary>
internal sealed class EdgeHost : IAsyncDisposable
{
    private WebApplicationFactory<Program> _gateway = null!;
    private WebApplication _service = null!;
    private int _reached;

    private EdgeHost(TestAuthority authority) => Authority = authority;

    public TestAuthority Authority { get; }

    public Uri Address => _gateway.ClientOptions.BaseAddress;

    /// <summary>How many requests have reached the service, but those after its health.</summary>
    public int Reached => Volatile.Read(ref _reached);

    public static async Task<EdgeHost> StartAsync()
    {
        var edge = new EdgeHost(await TestAuthority.StartAsync());
        edge._service = await ServiceBehind.StartAsync(service => service.MapFallback((HttpRequest request) =>
        {
            Interlocked.Increment(ref edge._reached);
            return ServiceBehind.Headers(request);
        }));
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
