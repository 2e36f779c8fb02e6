using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ops.AppHost.Local.Viewer;

/// <summary>
/// A stand-in for Aspire's dashboard or another OTLP back-end: one small page on this machine that shows the resources and
/// the traces, logs and metrics that their processes send by OTLP over gRPC. It keeps a bounded amount in memory and
/// writes nothing. Both ports are on loopback only.
/// </summary>
public sealed class ViewerServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ViewerServer(WebApplication app)
    {
        _app = app;

        // In the order in which they were listened on.
        var addresses = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.ToArray();
        PageUrl = new(addresses[0]);
        OtlpUrl = new(addresses[1]);
    }

    /// <summary>Where the page is, over HTTP/1.1. A trace's own address is this and <c>#/traces/{traceId}</c>.</summary>
    public Uri PageUrl { get; }

    /// <summary>What to set <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> to (protocol <c>grpc</c>), over HTTP/2 without TLS.</summary>
    public Uri OtlpUrl { get; }

    /// <summary>Starts the viewer; it listens when the task ends.</summary>
    /// <param name="board">The resources to show.</param>
    /// <param name="httpPort">The page's port; 0 for any free one.</param>
    /// <param name="otlpPort">The port for OTLP; 0 for any free one.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">A port is taken.</exception>
    public static Task<ViewerServer> StartAsync(ResourceBoard board, int httpPort, int otlpPort, CancellationToken cancellationToken) =>
        StartAsync(board, new ViewerOptions { HttpPort = httpPort, OtlpPort = otlpPort }, cancellationToken);

    internal static async Task<ViewerServer> StartAsync(ResourceBoard board, ViewerOptions options, CancellationToken cancellationToken)
    {
        // Empty: neither the environment's ASPNETCORE_URLS nor a settings file in the folder is meant for the viewer.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, options.OtlpPort, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services
            .AddSingleton<IHostLifetime, EndedByOwner>()
            .Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2))
            .AddSingleton(board)
            .AddSingleton(options)
            .AddSingleton(new TelemetryStore(options.Limits, options.TimeProvider))
            .AddProblemDetails()
            // A page of somewhere else, whose name was made to point to this machine, cannot read here.
            .AddHostFiltering(filter => filter.AllowedHosts = ["localhost", "127.0.0.1"])
            .ConfigureHttpJsonOptions(json =>
            {
                // A gauge may be NaN; and no text that was received leaves here as markup.
                json.SerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
                json.SerializerOptions.Encoder = JavaScriptEncoder.Default;
            })
            .AddGrpc(grpc => grpc.Interceptors.Add<ApiKeyInterceptor>());

        var app = builder.Build();
        app.UseHostFiltering();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use((context, next) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "no-referrer";
            return next(context);
        });
        app.UseRouting();
        app.MapGrpcService<TraceReceiver>();
        app.MapGrpcService<LogsReceiver>();
        app.MapGrpcService<MetricsReceiver>();
        app.MapViewer();

        try
        {
            await app.StartAsync(cancellationToken);
            return new(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening and forgets everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>Ctrl-C is the system's to handle: the viewer stays until its owner ends it, after the services.</summary>
    private sealed class EndedByOwner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
