using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Ops.TestSupport;

/// <summary>A log line with the trace in which it was written.</summary>
/// <param name="Event">Its event's name.</param>
/// <param name="Text">The line.</param>
/// <param name="TraceId">The trace; null without one.</param>
/// <param name="Values">Its structured values.</param>
internal sealed record ToldLine(
    string? Event, string Text, string? TraceId, IReadOnlyDictionary<string, object?> Values);

/// <summary>
/// What a service in this process tells: its spans as they are exported, and its log from Information on.
/// </summary>
/// <remarks>Activity sources are the process's: a test looks for its own trace or database among all spans.</remarks>
internal sealed class Told : BaseExporter<Activity>, ILoggerProvider
{
    public ConcurrentQueue<Activity> Spans { get; } = new();

    public ConcurrentQueue<ToldLine> Lines { get; } = new();

    /// <summary>Has a service tell this, whatever it was told to leave out of its log.</summary>
    public void ListenTo(IServiceCollection services)
    {
        services.AddSingleton<ILoggerProvider>(this);
        services.Configure<LoggerFilterOptions>(options =>
            options.Rules.Add(new(typeof(Told).FullName, "Ops", LogLevel.Information, null)));
        services.ConfigureOpenTelemetryTracerProvider(tracing =>
            tracing.AddProcessor(new SimpleActivityExportProcessor(this)));
    }

    /// <summary>The spans of a trace, in the order in which they ended.</summary>
    public List<Activity> OfTrace(string traceId) => [.. Spans.Where(span => span.TraceId.ToHexString() == traceId)];

    /// <summary>The spans of statements on a database.</summary>
    public List<Activity> OfDatabase(string database) =>
        [.. Spans.Where(span => Equals(span.GetTagItem("db.namespace"), database))];

    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (var span in batch)
            Spans.Enqueue(span);
        return ExportResult.Success;
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => new Logger(Lines);

    private sealed class Logger(ConcurrentQueue<ToldLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var values = (state as IReadOnlyList<KeyValuePair<string, object?>> ?? []).ToDictionary(
                value => value.Key, value => value.Value, StringComparer.Ordinal);
            lines.Enqueue(
                new(eventId.Name, formatter(state, exception), Activity.Current?.TraceId.ToHexString(), values));
        }
    }
}
