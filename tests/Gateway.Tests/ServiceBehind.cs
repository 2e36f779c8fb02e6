using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ops.Gateway.Tests;

/// <summary>A small service behind the gateway, which is well and answers what a test maps.</summary>
internal static class ServiceBehind
{
    public static async Task<WebApplication> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = builder.Build();
        service.MapGet("/health", () => "Healthy");
        map(service);
        await service.StartAsync();
        return service;
    }

    /// <summary>Answers the headers that came.</summary>
    public static IResult Headers(HttpRequest request) => Results.Json(request.Headers.ToDictionary(
        header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
}
