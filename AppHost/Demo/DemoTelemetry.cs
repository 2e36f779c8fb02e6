using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ops.Demo;

/// <summary>
/// Traces and logs of the demo's program, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where they go. A trace a step:
/// with all requests of it, signing in included.
/// </summary>
internal sealed partial class DemoTelemetry : IDisposable
{
    private static readonly ActivitySource Source = new("Ops.Demo");

    private readonly TracerProvider? _traces;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;

    public DemoTelemetry()
    {
        var sent = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT"));
        // The name is OTEL_SERVICE_NAME's where that is set, as Aspire does.
        var resource = ResourceBuilder
            .CreateEmpty()
            .AddService("demo")
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector();
        if (sent)
        {
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
                .AddSource(Source.Name).AddHttpClientInstrumentation().AddOtlpExporter().Build();
        }

        _loggers = LoggerFactory.Create(logging =>
        {
            if (sent)
                logging.AddOpenTelemetry(options =>
                {
                    options.IncludeFormattedMessage = true;
                    options.SetResourceBuilder(resource).AddOtlpExporter();
                });
        });
        _logger = _loggers.CreateLogger<DemoTelemetry>();
    }

    /// <summary>Does a step of the demo in a span of its own.</summary>
    /// <param name="name">Verb and object: <c>import units</c>.</param>
    /// <param name="step">What is asked of the gateway.</param>
    public async Task<Answer> StepAsync(string name, Func<Task<Answer>> step)
    {
        using var activity = Source.StartActivity(name);
        var answer = await step();
        activity?.SetStatus(answer.Status < 400 ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        LogStep(name, answer.Status);
        return answer;
    }

    /// <summary>Sends what is still in memory.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _loggers.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, EventName = "DemoStep", Message = "{Step} was answered {Status}")]
    private partial void LogStep(string step, int status);
}
