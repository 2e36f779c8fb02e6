using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Ops.ServiceDefaults;

/// <summary>
/// What makes a trace: a request, a message, a deadline, or work that a background loop found to do. Nothing else.
/// </summary>
public static class Telemetry
{
    /// <summary>How long a process that ends waits for what it has to tell.</summary>
    private const int FlushMilliseconds = 5_000;

    private static readonly ActivitySource Work = new("Ops.Work");

    /// <summary>
    /// Whether somebody caused what happens now: only then does a statement, a call or a message get a span.
    /// </summary>
    public static bool IsCaused => Activity.Current is { Recorded: true };

    /// <summary>
    /// The span of work that a background loop has found to do, or that a process does once. A loop's looking has none.
    /// </summary>
    /// <param name="name">Verb and object, without ids: <c>note register heads</c>.</param>
    public static Activity? StartWork(string name) => Work.StartActivity(name);

    /// <summary>
    /// For a process that does one thing and ends without having run as a host, which would have begun and ended its
    /// telemetry: begins it, and sends all that there is when the answer is disposed of.
    /// </summary>
    public static IDisposable BeginTelemetry(this IHost process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return new ShortProcess(process.Services);
    }

    private sealed class ShortProcess(IServiceProvider services) : IDisposable
    {
        private readonly TracerProvider? _traces = services.GetService<TracerProvider>();
        private readonly MeterProvider? _meters = services.GetService<MeterProvider>();
        private readonly LoggerProvider? _logs = services.GetService<LoggerProvider>();

        public void Dispose()
        {
            _traces?.ForceFlush(FlushMilliseconds);
            _meters?.ForceFlush(FlushMilliseconds);
            _logs?.ForceFlush(FlushMilliseconds);
        }
    }

    /// <summary>
    /// A call to another process begins no trace: what asks for it must have been caused. Whoever is called is told so
    /// in the request's <c>traceparent</c> and makes none either.
    /// </summary>
    internal sealed class CausedOnly : Sampler
    {
        /// <summary>The gRPC client begins its span as an internal one.</summary>
        private const string GrpcCall = "Grpc.Net.Client.GrpcOut";

        private static readonly SamplingResult Yes = new(SamplingDecision.RecordAndSample),
            No = new(SamplingDecision.Drop);

        /// <inheritdoc />
        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
            samplingParameters.Kind == ActivityKind.Client || samplingParameters.Name == GrpcCall ? No : Yes;
    }
}
