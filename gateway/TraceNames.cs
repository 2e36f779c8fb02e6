using OpenTelemetry.Instrumentation.AspNetCore;

namespace Ops.Gateway;

/// <summary>
/// A trace is called by its first span, which is the gateway's. Its routes are the prefixes of services, so by itself
/// every trace of a service would have one name; it is given the path, in which there are ids and codes.
/// </summary>
internal static class TraceNames
{
    public static WebApplicationBuilder AddTraceNames(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<AspNetCoreTraceInstrumentationOptions>(static options =>
            options.EnrichWithHttpResponse = static (activity, response) =>
                activity.DisplayName = $"{response.HttpContext.Request.Method} {response.HttpContext.Request.Path}");
        return builder;
    }
}
