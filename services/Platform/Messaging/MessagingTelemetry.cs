using System.Diagnostics;
using System.Diagnostics.Metrics;
using Ops.Platform.Messaging.Transport;

namespace Ops.Platform.Messaging;

/// <summary>The traces and figures of messaging.</summary>
public sealed class MessagingTelemetry
{
    /// <summary>The name of the activity source: publishing to the broker, handling what came from it.</summary>
    public const string ActivitySourceName = "Ops.Messaging";

    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Ops.Messaging";

    internal static readonly ActivitySource Source = new(ActivitySourceName);

    private readonly Counter<long> _published;
    private readonly Counter<long> _publishFailures;
    private readonly Counter<long> _handled;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _lag;
    private Backlog _backlog = new(0, 0, 0, 0);

    /// <summary>Makes the instruments.</summary>
    public MessagingTelemetry(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(MeterName);
        _published = meter.CreateCounter<long>("ops.messaging.published", "{event}", "Deliveries that a queue took.");
        _publishFailures = meter.CreateCounter<long>(
            "ops.messaging.publish.failures", "{attempt}", "Deliveries that no queue took; each is tried again.");
        _handled = meter.CreateCounter<long>(
            "ops.messaging.handled", "{event}", "Events of others that had their effect.");
        _duplicates = meter.CreateCounter<long>(
            "ops.messaging.duplicates", "{message}", "Messages dropped because their event had its effect before.");
        _parked = meter.CreateCounter<long>(
            "ops.messaging.parked", "{message}", "Messages that came before their turn.");
        _failed = meter.CreateCounter<long>("ops.messaging.failed", "{message}", "Messages put among the failed.");
        _lag = meter.CreateHistogram(
            "ops.messaging.lag", "s", "From the recording of an event to its effect in the subscriber.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300],
            });
        meter.CreateObservableGauge(
            "ops.messaging.backlog", () => _backlog.Pending, "{event}", "Deliveries that no queue has taken yet.");
        meter.CreateObservableGauge(
            "ops.messaging.backlog.age", () => _backlog.OldestPendingSeconds, "s",
            "Age of the oldest delivery that no queue has taken yet.");
        meter.CreateObservableGauge(
            "ops.messaging.parked.now", () => _backlog.Parked, "{message}", "Messages that wait for one before them.");
        meter.CreateObservableGauge(
            "ops.messaging.failed.now", () => _backlog.Failed, "{message}",
            "Messages among the failed, neither replayed nor discarded.");
    }

    /// <summary>
    /// Begins the span of publishing or handling an event. It has no <c>messaging.system</c>: where a span has one,
    /// Aspire's dashboard calls it by system and queue, and hides its own name.
    /// </summary>
    internal static Activity? Start(string verb, ActivityKind kind, Envelope message, string? traceParent) =>
        Source.StartActivity($"{verb} {message.Type}", kind, ContextOf(traceParent))?
            .SetTag("messaging.message.id", message.EventId)
            .SetTag("ops.producer", message.Producer)
            .SetTag("ops.stream", message.Stream)
            .SetTag("ops.sequence", message.Sequence)
            .SetTag("ops.business_time", message.At);

    /// <summary>The span that a W3C trace context names; none when it is null or cannot be read.</summary>
    internal static ActivityContext ContextOf(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default;

    /// <summary>The trace's id in hexadecimal; null when there is none.</summary>
    internal static string? TraceIdOf(string? traceParent) =>
        ContextOf(traceParent) is var context && context != default ? context.TraceId.ToHexString() : null;

    internal void Published(int count) => _published.Add(count);

    internal void PublishFailed(string subscriber) =>
        _publishFailures.Add(1, new KeyValuePair<string, object?>("subscriber", subscriber));

    internal void Handled(string type, TimeSpan lag)
    {
        _handled.Add(1, new KeyValuePair<string, object?>("type", type));
        _lag.Record(Math.Max(0, lag.TotalSeconds), new KeyValuePair<string, object?>("type", type));
    }

    internal void Duplicate() => _duplicates.Add(1);

    internal void Parked() => _parked.Add(1);

    internal void Failed(string? type) => _failed.Add(1, new KeyValuePair<string, object?>("type", type));

    internal void Sampled(Backlog backlog) => Volatile.Write(ref _backlog, backlog);
}

/// <summary>What is on its way.</summary>
/// <param name="Pending">Deliveries that no queue has taken yet.</param>
/// <param name="OldestPendingSeconds">Age of the oldest of them; 0 without any.</param>
/// <param name="Parked">Messages that came before their turn and wait.</param>
/// <param name="Failed">Messages among the failed, neither replayed nor discarded.</param>
internal sealed record Backlog(long Pending, double OldestPendingSeconds, long Parked, long Failed);
