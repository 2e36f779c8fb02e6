using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Ops.ServiceDefaults;

/// <summary>What every process gets: telemetry, health, resilience, problem details, authentication.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>Registers it all.</summary>
    public static IHostApplicationBuilder AddServiceDefaults(this IHostApplicationBuilder builder) => throw new NotImplementedException();

    /// <summary>Puts it in the pipeline and maps <c>/health</c>, <c>/alive</c> and the OpenAPI document.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app) => throw new NotImplementedException();

    /// <summary>The caller's token must hold this permission (claim <c>permission</c>); without it 403, without a token 401.</summary>
    public static TBuilder RequirePermission<TBuilder>(this TBuilder endpoint, string permission)
        where TBuilder : IEndpointConventionBuilder => throw new NotImplementedException();
}
