using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Ops.AppHost.Tests.Viewer;

/// <summary>A service as seen by its telemetry: OpenTelemetry's own exporter, over gRPC.</summary>
internal sealed class TelemetrySender : IDisposable
{
    private static int s_number;
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;
    private readonly ILoggerFactory _logs;
    private readonly ActivitySource _source;

    public TelemetrySender(string service, Uri endpoint, string? apiKey = null)
    {
        // Activity sources and meters are the process's: each sender hears its own only.
        var name = $"sender-{Interlocked.Increment(ref s_number)}";
        var resource = ResourceBuilder.CreateEmpty().AddService(service, serviceInstanceId: name);
        _source = new ActivitySource(name);
        Meter = new Meter(name);
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(name).AddOtlpExporter(Export).Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(name).AddOtlpExporter(Export).Build();
        _logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(resource).AddOtlpExporter(Export);
        }));
        Logger = _logs.CreateLogger($"{service}.Category");

        void Export(OtlpExporterOptions options)
        {
            options.Endpoint = endpoint;
            options.Protocol = OtlpExportProtocol.Grpc;
            options.Headers = apiKey is null ? null : $"x-otlp-api-key={apiKey}";
        }
    }

    public ILogger Logger { get; }

    public Meter Meter { get; }

    /// <summary>A span; without a parent it begins a trace of its own.</summary>
    public Activity Start(string name, ActivityContext parent = default, ActivityKind kind = ActivityKind.Internal, DateTimeOffset start = default, params ActivityLink[] links)
    {
        Activity.Current = null;
        return _source.StartActivity(kind, parent, links: links, startTime: start, name: name)!;
    }

    /// <summary>A whole trace of one span.</summary>
    public ActivityContext Send(string name, TimeSpan duration = default, bool error = false, params ActivityLink[] links)
    {
        var start = new DateTimeOffset(2026, 9, 28, 9, 0, 0, TimeSpan.FromHours(8));
        using var span = Start(name, start: start, links: links);
        if (error)
            span.SetStatus(ActivityStatusCode.Error, "it failed");
        span.SetEndTime((start + duration).UtcDateTime);
        return span.Context;
    }

    /// <summary>Ends when the viewer has answered, or the exporter gave up.</summary>
    public void Flush()
    {
        _traces.ForceFlush();
        _metrics.ForceFlush();
        _logs.Dispose();
    }

    public void Dispose()
    {
        _logs.Dispose();
        _traces.Dispose();
        _metrics.Dispose();
        _source.Dispose();
        Meter.Dispose();
    }
}
