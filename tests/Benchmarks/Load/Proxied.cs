using Yarp.ReverseProxy.Configuration;

namespace Ops.Benchmarks.Load;

/// <summary>What is behind a proxy, and the barest YARP before it; each a process of its own.</summary>
internal static class Proxied
{
    /// <summary>A small answer, whatever is asked.</summary>
    public static async Task<int> RunUpstreamAsync(string[] args)
    {
        var app = Slim(args).Build();
        var body = """{"items":[{"code":"harbour-court","name":"Harbour Court"}],"next":null}"""u8.ToArray();
        app.Run(context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        await app.RunAsync();
        return 0;
    }

    public static async Task<int> RunBareYarpAsync(string upstream, string[] args)
    {
        var builder = Slim(args);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "upstream", Match = new RouteMatch { Path = "{**rest}" } }],
            [new ClusterConfig { ClusterId = "upstream", Destinations = new Dictionary<string, DestinationConfig>(StringComparer.Ordinal) { ["one"] = new() { Address = upstream } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }

    private static WebApplicationBuilder Slim(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        return builder;
    }
}
