using Aspire.Hosting.ApplicationModel;

namespace Ops.AppHost.Local;

/// <summary>Where processes send their telemetry; null parts are left to what the host itself was given.</summary>
/// <param name="Endpoint">An OTLP/gRPC receiver.</param>
/// <param name="ApiKey">What it wants to see.</param>
internal sealed record Telemetry(Uri Endpoint, string ApiKey);

/// <summary>The environment variables that Aspire gives a project's process in run mode, and no other.</summary>
internal static class ProjectEnvironment
{
    /// <param name="project">The project.</param>
    /// <param name="replica">Which of its processes, counted from 0.</param>
    /// <param name="instance">What tells this process from any other, for telemetry.</param>
    /// <param name="telemetry">Where telemetry goes; null when the host's own environment says it.</param>
    public static Dictionary<string, string> Of(ProjectResource project, int replica, string instance, Telemetry? telemetry)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_SERVICE_NAME"] = project.Name,
            ["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={instance}",
            ["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory",
            // Aspire's way of a developer's machine, which is the only place where Local runs.
            ["OTEL_BSP_SCHEDULE_DELAY"] = "1000",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "1000",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
            ["OTEL_TRACES_SAMPLER"] = "always_on",
            ["OTEL_METRICS_EXEMPLAR_FILTER"] = "trace_based",
            ["OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION"] = "true",
            ["OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION"] = "true",
            ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "true",
        };
        if (telemetry is not null)
        {
            variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = telemetry.Endpoint.GetLeftPart(UriPartial.Authority);
            variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={telemetry.ApiKey}";
        }

        foreach (var (name, value) in project.Profile.Environment)
            variables[name] = value;
        variables["DOTNET_LAUNCH_PROFILE"] = project.Profile.Name;
        if (project.Endpoints.Where(endpoint => endpoint.PortVariable is null).Select(endpoint => endpoint.Url(replica)).ToList() is { Count: > 0 } urls)
            variables["ASPNETCORE_URLS"] = string.Join(';', urls);
        foreach (var endpoint in project.Endpoints.Where(endpoint => endpoint.PortVariable is not null))
            variables[endpoint.PortVariable!] = $"{endpoint.ListenPort(replica)}";
        foreach (var (name, value) in project.Environment.SelectMany(part => part()))
            variables[name] = value;
        return variables;
    }
}
