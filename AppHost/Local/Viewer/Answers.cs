namespace Ops.AppHost.Local.Viewer;

// What the viewer's API answers. An instant is nanoseconds since 1970 UTC as a decimal string, as in OTLP's own JSON
// (it does not fit a JavaScript number); a duration is a number of nanoseconds.

internal sealed record ResourceList(IReadOnlyList<ResourceAnswer> Resources);

internal sealed record ResourceAnswer(
    string Name, string Kind, string State, int? Pid, string? Url, string? Health, int Restarts, DateTimeOffset Since);

// Traces: Those that match, the one that started last first.
// Matched: How many match, shown or not.
// Held: How many are in memory.
// Services: All services that a trace in memory names.
internal sealed record TraceList(IReadOnlyList<TraceSummary> Traces, int Matched, int Held, IReadOnlyList<string> Services);

// Name: The root span's name, else the earliest span's.
// Service: That span's service.
// Services: All services that took part, by their first span.
// DroppedSpans: Spans that came when the trace had as many as are kept.
internal sealed record TraceSummary(
    string TraceId, string Name, string Service, IReadOnlyList<string> Services, string StartUnixNano, ulong DurationNano,
    int SpanCount, int ErrorCount, int DroppedSpans);

// Trace: The trace in short.
// Spans: By start.
// LinkedFrom: Spans of any trace in memory that link to a span of this one.
internal sealed record TraceAnswer(TraceSummary Trace, IReadOnlyList<SpanAnswer> Spans, IReadOnlyList<LinkedFrom> LinkedFrom);

// OffsetNano: Nanoseconds from the trace's start.
// Kind: internal, server, client, producer, consumer or unspecified.
// Status: unset, ok or error.
// LinkedFrom: Spans in memory that link to this one.
internal sealed record SpanAnswer(
    string SpanId, string ParentSpanId, string Service, string Instance, string Scope, string Name, string Kind,
    string StartUnixNano, ulong OffsetNano, ulong DurationNano, string Status, string StatusMessage,
    IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<EventAnswer> Events, IReadOnlyList<LinkAnswer> Links,
    IReadOnlyList<LinkedFrom> LinkedFrom);

internal sealed record EventAnswer(string TimeUnixNano, string Name, IReadOnlyDictionary<string, string> Attributes);

// Held: Whether the trace linked to is in memory.
internal sealed record LinkAnswer(string TraceId, string SpanId, bool Held, IReadOnlyDictionary<string, string> Attributes);

// TraceId: The trace that links here.
// SpanId: Its span that holds the link.
// ToSpanId: The span linked to.
internal sealed record LinkedFrom(string TraceId, string SpanId, string Service, string Name, string StartUnixNano, string ToSpanId);

// Logs: Those that match, the newest first.
// Matched: How many match, shown or not.
// Held: How many are in memory.
// Services: All services that a record in memory names.
internal sealed record LogList(IReadOnlyList<LogAnswer> Logs, int Matched, int Held, IReadOnlyList<string> Services);

// Level: trace, debug, information, warning, error or critical.
internal sealed record LogAnswer(
    string TimeUnixNano, string Service, string Instance, string Level, string Category, string Message,
    IReadOnlyDictionary<string, string> Attributes, string TraceId, string SpanId);

// Metrics: The last value of each series, by service, name and attributes.
// Matched: How many series match, shown or not.
// Held: How many are in memory.
// Services: All services that a series in memory names.
internal sealed record MetricList(IReadOnlyList<MetricAnswer> Metrics, int Matched, int Held, IReadOnlyList<string> Services);

// Kind: gauge, sum or histogram.
// Value: The value; of a histogram the mean.
// Count: Of a histogram: how many were measured.
internal sealed record MetricAnswer(
    string Service, string Instance, string Name, string Unit, string Kind, string Attributes, double Value, ulong? Count, string TimeUnixNano);
