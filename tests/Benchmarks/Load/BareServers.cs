using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Ops.Benchmarks.Load;

/// <summary>
/// What the gateway is measured with: the service behind it, which does next to nothing, and a proxy that does nothing
/// but proxy.
/// </summary>
internal static class BareServers
{
    public const string Upstream = "upstream", Yarp = "yarp", Fixed = "fixed";

    /// <summary>Answers every path with what a file holds, packed already: <c>fixed</c> and the file's path.</summary>
    public static async Task<int> RunFixedAsync(string[] args)
    {
        var answer = await File.ReadAllBytesAsync(args[0]);
        var builder = WebApplication.CreateSlimBuilder(args[1..]);
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "br";
            context.Response.ContentLength = answer.Length;
            return context.Response.Body.WriteAsync(answer).AsTask();
        });
        await app.RunAsync();
        return 0;
    }

    /// <summary>Answers every path with the same small JSON.</summary>
    public static async Task<int> RunUpstreamAsync(string[] args)
    {
        var answer =
            """
            {"code":"harbour-court","name":"Harbour Court","timeZone":"Asia/Shanghai","closeOfBusiness":"18:00:00"}
            """u8.ToArray();
        var builder = WebApplication.CreateSlimBuilder(args);
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = answer.Length;
            return context.Response.Body.WriteAsync(answer).AsTask();
        });
        await app.RunAsync();
        return 0;
    }

    /// <summary>YARP as its first page of documentation has it, before the address in <c>--Upstream</c>.</summary>
    public static async Task<int> RunYarpAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "all", Match = new RouteMatch { Path = "{**rest}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "all",
                    Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal)
                    {
                        ["one"] = new() { Address = builder.Configuration["Upstream"]! },
                    },
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }
}
