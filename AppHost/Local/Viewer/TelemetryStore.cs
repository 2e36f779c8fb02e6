using Google.Protobuf;
using Ops.AppHost.Local.Viewer.Otlp;

namespace Ops.AppHost.Local.Viewer;

/// <summary>Which traces are asked for; what is null does not narrow.</summary>
internal sealed record TraceFilter(string? Service, TimeSpan? MinDuration, bool? Error, string? Text, int Limit);

/// <summary>Which log records are asked for; <see cref="MinSeverity"/> is OTLP's number.</summary>
internal sealed record LogFilter(string? Text, string? Service, int? MinSeverity, string? TraceId, int Limit);

/// <summary>Which metrics are asked for.</summary>
internal sealed record MetricFilter(string? Text, string? Service, int Limit);

/// <summary>
/// What was received, in memory and bounded: the oldest trace and the oldest log record go first. Messages are kept as
/// they came and turned into answers when asked. One lock for all: exporters send in the background and wait for nobody.
/// </summary>
internal sealed class TelemetryStore(ViewerLimits limits, TimeProvider timeProvider)
{
    private static readonly string[] Levels = ["trace", "debug", "information", "warning", "error", "critical"];
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Trace> _traces = [];
    private readonly Queue<Trace> _traceAge = new();
    private readonly Queue<HeldLog> _logs = new();
    private readonly Dictionary<SeriesKey, HeldValue> _series = [];
    private long _traceBytes;
    private long _logBytes;
    private long _updates;

    /// <summary>The least OTLP severity number of a level; null for a word that is no level.</summary>
    public static int? Severity(string level) =>
        Array.IndexOf(Levels, level) is var index and >= 0 ? index * 4 + 1 : null;

    /// <summary>Takes spans in; answers how many were not taken because their ids are not W3C's.</summary>
    public int Add(ExportTraceServiceRequest request)
    {
        var rejected = 0;
        lock (_lock)
        {
            foreach (var resource in request.ResourceSpans)
            {
                var source = Source.Of(resource.Resource);
                foreach (var scope in resource.ScopeSpans)
                {
                    foreach (var span in scope.Spans)
                    {
                        if (IsId(span.TraceId, 16) && IsId(span.SpanId, 8))
                            Add(span, source, scope.Scope?.Name ?? "");
                        else
                            rejected++;
                    }
                }
            }
        }

        return rejected;
    }

    /// <summary>Takes log records in.</summary>
    public void Add(ExportLogsServiceRequest request)
    {
        var now = (ulong)(timeProvider.GetUtcNow() - Epoch).Ticks * 100;
        lock (_lock)
        {
            foreach (var resource in request.ResourceLogs)
            {
                var source = Source.Of(resource.Resource);
                foreach (var scope in resource.ScopeLogs)
                {
                    foreach (var record in scope.LogRecords)
                    {
                        var time = record.TimeUnixNano != 0 ? record.TimeUnixNano : record.ObservedTimeUnixNano;
                        var log = new HeldLog(source, scope.Scope?.Name ?? "", time != 0 ? time : now, record, record.CalculateSize());
                        _logs.Enqueue(log);
                        _logBytes += log.Bytes;
                        while (_logs.Count > limits.Logs || _logBytes > limits.LogBytes)
                            _logBytes -= _logs.Dequeue().Bytes;
                    }
                }
            }
        }
    }

    /// <summary>Takes metrics in; of each series only the last value is kept.</summary>
    public void Add(ExportMetricsServiceRequest request)
    {
        lock (_lock)
        {
            foreach (var resource in request.ResourceMetrics)
            {
                var source = Source.Of(resource.Resource);
                foreach (var metric in resource.ScopeMetrics.SelectMany(scope => scope.Metrics))
                {
                    foreach (var point in metric.Gauge?.DataPoints ?? [])
                        Add(source, metric, "gauge", Attributes.Line(point.Attributes), Number(point), null, point.TimeUnixNano);
                    foreach (var point in metric.Sum?.DataPoints ?? [])
                        Add(source, metric, "sum", Attributes.Line(point.Attributes), Number(point), null, point.TimeUnixNano);
                    foreach (var point in metric.Histogram?.DataPoints ?? [])
                        Add(source, metric, "histogram", Attributes.Line(point.Attributes), point.Count == 0 ? 0 : point.Sum / point.Count, point.Count, point.TimeUnixNano);
                }
            }
        }

        static double Number(NumberDataPoint point) =>
            point.ValueCase == NumberDataPoint.ValueOneofCase.AsInt ? point.AsInt : point.AsDouble;
    }

    public TraceList Find(TraceFilter filter)
    {
        lock (_lock)
        {
            var found = _traces.Values.Where(trace => trace.Matches(filter)).OrderByDescending(trace => trace.Start).ToList();
            return new(
                [.. found.Take(filter.Limit).Select(trace => trace.Summary())], found.Count, _traces.Count,
                Names(_traces.Values.SelectMany(trace => trace.Spans.Values).Select(span => span.Source)));
        }
    }

    /// <summary>One trace with its spans; null when it is not in memory.</summary>
    public TraceAnswer? FindTrace(string traceId)
    {
        lock (_lock)
        {
            if (!_traces.TryGetValue(traceId, out var trace))
                return null;

            // A link is kept by the span that has it, which may come before or after the one that it names: so who
            // links here is looked up when asked, and cannot go stale.
            var linkedFrom = (
                from other in _traces.Values
                where other.LinksTo(traceId)
                from span in other.Spans.Values
                from link in span.Message.Links
                where Hex(link.TraceId) == traceId
                orderby span.Message.StartTimeUnixNano
                select new LinkedFrom(other.Id, span.Id, span.Source.Service, span.Message.Name, Nanos(span.Message.StartTimeUnixNano), Hex(link.SpanId)))
                .ToList();
            var spans = trace.Spans.Values
                .OrderBy(span => span.Message.StartTimeUnixNano)
                .Select(span => Answer(span, trace.Start, [.. linkedFrom.Where(link => link.ToSpanId == span.Id)]))
                .ToList();
            return new(trace.Summary(), spans, linkedFrom);
        }
    }

    public LogList Find(LogFilter filter)
    {
        lock (_lock)
        {
            // Stable: records of one instant stay in the order in which they came, the last first.
            var found = _logs.Where(log => log.Matches(filter)).Reverse().OrderByDescending(log => log.Time).ToList();
            return new([.. found.Take(filter.Limit).Select(Answer)], found.Count, _logs.Count, Names(_logs.Select(log => log.Source)));
        }
    }

    public MetricList Find(MetricFilter filter)
    {
        lock (_lock)
        {
            var found = _series
                .Where(series => (filter.Service is null || series.Key.Source.Service == filter.Service)
                    && (filter.Text is null
                        || series.Key.Name.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)
                        || series.Key.Attributes.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)))
                .OrderBy(series => series.Key.Source.Service, StringComparer.Ordinal)
                .ThenBy(series => series.Key.Name, StringComparer.Ordinal)
                .ThenBy(series => series.Key.Attributes, StringComparer.Ordinal)
                .ThenBy(series => series.Key.Source.Instance, StringComparer.Ordinal)
                .ToList();
            return new(
                [.. found.Take(filter.Limit).Select(series => new MetricAnswer(
                    series.Key.Source.Service, series.Key.Source.Instance, series.Key.Name, series.Value.Unit, series.Value.Kind,
                    series.Key.Attributes, series.Value.Value, series.Value.Count, Nanos(series.Value.Time)))],
                found.Count, _series.Count, Names(_series.Keys.Select(series => series.Source)));
        }
    }

    private void Add(Span span, Source source, string scope)
    {
        var traceId = Hex(span.TraceId);
        if (!_traces.TryGetValue(traceId, out var trace))
        {
            trace = new Trace(traceId);
            _traces.Add(traceId, trace);
            _traceAge.Enqueue(trace);
        }

        var held = new HeldSpan(Hex(span.SpanId), IsId(span.ParentSpanId, 8) ? Hex(span.ParentSpanId) : "", source, scope, span);
        var bytes = span.CalculateSize();

        // An exporter that got no answer sends again: the same span counts once.
        if (trace.Spans.ContainsKey(held.Id))
            return;

        if (trace.Spans.Count >= limits.SpansPerTrace || trace.Bytes + bytes > limits.TraceBytes / 8)
        {
            trace.DroppedSpans++;
        }
        else
        {
            trace.Add(held, bytes);
            _traceBytes += bytes;
        }

        while (_traces.Count > limits.Traces || _traceBytes > limits.TraceBytes)
        {
            var oldest = _traceAge.Dequeue();
            _traces.Remove(oldest.Id);
            _traceBytes -= oldest.Bytes;
        }
    }

    private void Add(Source source, Metric metric, string kind, string attributes, double value, ulong? count, ulong time)
    {
        // A key longer than any metric of ours has would only fill memory.
        if (metric.Name.Length + metric.Unit.Length + attributes.Length > 4_096)
            return;

        _series[new(source, metric.Name, attributes)] = new(kind, metric.Unit, value, count, time, ++_updates);
        if (_series.Count > limits.Series)
            _series.Remove(_series.MinBy(series => series.Value.Update).Key);
    }

    private SpanAnswer Answer(HeldSpan held, ulong traceStart, IReadOnlyList<LinkedFrom> linkedFrom)
    {
        var span = held.Message;
        return new(
            held.Id, held.ParentId, held.Source.Service, held.Source.Instance, held.Scope, span.Name, span.Kind.ToString().ToLowerInvariant(),
            Nanos(span.StartTimeUnixNano), span.StartTimeUnixNano - traceStart, held.End - span.StartTimeUnixNano,
            (span.Status?.Code ?? Status.Types.StatusCode.Unset).ToString().ToLowerInvariant(), span.Status?.Message ?? "",
            Attributes.Read(span.Attributes),
            [.. span.Events.Select(happened => new EventAnswer(Nanos(happened.TimeUnixNano), happened.Name, Attributes.Read(happened.Attributes)))],
            [.. span.Links.Select(link => new LinkAnswer(
                Hex(link.TraceId), Hex(link.SpanId), _traces.ContainsKey(Hex(link.TraceId)), Attributes.Read(link.Attributes)))],
            linkedFrom);
    }

    private static LogAnswer Answer(HeldLog log) => new(
        Nanos(log.Time), log.Source.Service, log.Source.Instance, Levels[Math.Clamp((log.Message.SeverityNumber - 1) / 4, 0, 5)], log.Category,
        Attributes.Text(log.Message.Body), Attributes.Read(log.Message.Attributes), Hex(log.Message.TraceId), Hex(log.Message.SpanId));

    private static string[] Names(IEnumerable<Source> sources) =>
        [.. sources.Select(source => source.Service).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static bool IsId(ByteString id, int length) => id.Length == length && id.Span.ContainsAnyExcept((byte)0);

    private static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);

    private static string Nanos(ulong time) => time.ToString();

    /// <summary>The process that sent something: its service, and which of the service's processes.</summary>
    private sealed record Source(string Service, string Instance)
    {
        public static Source Of(Resource? resource) =>
            new(Attributes.Find(resource?.Attributes, "service.name") is { Length: > 0 } name ? name : "unknown",
                Attributes.Find(resource?.Attributes, "service.instance.id"));
    }

    private sealed record HeldSpan(string Id, string ParentId, Source Source, string Scope, Span Message)
    {
        public ulong End => Math.Max(Message.StartTimeUnixNano, Message.EndTimeUnixNano);

        public bool IsError => Message.Status?.Code == Status.Types.StatusCode.Error;

        public bool Contains(string text) =>
            Message.Name.Contains(text, StringComparison.OrdinalIgnoreCase)
            || Attributes.Contain(Message.Attributes, text)
            || (Message.Status?.Message.Contains(text, StringComparison.OrdinalIgnoreCase) ?? false)
            || Message.Events.Any(happened => happened.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || Attributes.Contain(happened.Attributes, text));
    }

    private sealed class Trace(string id)
    {
        private readonly HashSet<string> _linksTo = [];

        public string Id => id;

        public Dictionary<string, HeldSpan> Spans { get; } = [];

        public int DroppedSpans { get; set; }

        public int Bytes { get; private set; }

        public ulong Start { get; private set; } = ulong.MaxValue;

        private ulong End { get; set; }

        private ulong Duration => End > Start ? End - Start : 0;

        public void Add(HeldSpan span, int bytes)
        {
            Spans.Add(span.Id, span);
            Bytes += bytes;
            Start = Math.Min(Start, span.Message.StartTimeUnixNano);
            End = Math.Max(End, span.End);
            foreach (var link in span.Message.Links)
                _linksTo.Add(Hex(link.TraceId));
        }

        public bool LinksTo(string traceId) => _linksTo.Contains(traceId);

        public bool Matches(TraceFilter filter) =>
            (filter.MinDuration is not { } least || Duration >= (ulong)least.Ticks * 100)
            && (filter.Error is not { } error || Spans.Values.Any(span => span.IsError) == error)
            && (filter.Service is null || Spans.Values.Any(span => span.Source.Service == filter.Service))
            && (filter.Text is null
                || id.StartsWith(filter.Text, StringComparison.OrdinalIgnoreCase)
                || Spans.Values.Any(span => span.Contains(filter.Text)));

        public TraceSummary Summary()
        {
            var byStart = Spans.Values.OrderBy(span => span.Message.StartTimeUnixNano).ToList();
            var root = byStart.Find(span => span.ParentId.Length == 0) ?? byStart.FirstOrDefault();
            return new(
                id, root?.Message.Name ?? "", root?.Source.Service ?? "", [.. byStart.Select(span => span.Source.Service).Distinct(StringComparer.Ordinal)],
                Nanos(Start), Duration, Spans.Count, Spans.Values.Count(span => span.IsError), DroppedSpans);
        }
    }

    private sealed record HeldLog(Source Source, string Category, ulong Time, LogRecord Message, int Bytes)
    {
        public bool Matches(LogFilter filter) =>
            (filter.MinSeverity is not { } least || Message.SeverityNumber >= least)
            && (filter.Service is null || Source.Service == filter.Service)
            && (filter.TraceId is null || Hex(Message.TraceId) == filter.TraceId)
            && (filter.Text is null
                || Attributes.Text(Message.Body).Contains(filter.Text, StringComparison.OrdinalIgnoreCase)
                || Category.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)
                || Attributes.Contain(Message.Attributes, filter.Text));
    }

    private sealed record SeriesKey(Source Source, string Name, string Attributes);

    private sealed record HeldValue(string Kind, string Unit, double Value, ulong? Count, ulong Time, long Update);
}
