using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Ops.AppHost.Local.Viewer;
using Ops.AppHost.Local.Viewer.Otlp;
using Xunit;

namespace Ops.AppHost.Tests.Viewer;

public sealed class WhatIsKeptIsBounded : RunningViewer
{
    private protected override ViewerOptions Options { get; } = new()
    {
        Limits = new() { Traces = 3, SpansPerTrace = 4, TraceBytes = 80_000, Logs = 5, LogBytes = 10_000, Series = 2 },
    };

    [Fact]
    public async Task The_oldest_trace_goes_when_there_are_too_many()
    {
        var sales = Service("salescontrol");
        var first = sales.Send("first");
        foreach (var name in (string[])["second", "third", "fourth"])
            sales.Send(name);
        sales.Flush();

        var found = await GetAsync<TraceList>("api/traces");

        Assert.Equal(["fourth", "second", "third"], found.Traces.Select(trace => trace.Name).Order());
        await RefusedAsync($"api/traces/{first.TraceId}", 404);
    }

    [Fact]
    public async Task A_trace_keeps_so_many_spans_and_says_how_many_it_did_not_keep()
    {
        var sales = Service("salescontrol");
        using (var root = sales.Start("root"))
        {
            for (var number = 0; number < 6; number++)
                sales.Start($"child {number}", root.Context).Dispose();
        }

        sales.Flush();

        var trace = Assert.Single((await GetAsync<TraceList>("api/traces")).Traces);
        Assert.Equal((4, 3), (trace.SpanCount, trace.DroppedSpans));
    }

    [Fact]
    public void A_few_large_traces_push_the_oldest_out_as_many_small_ones_do()
    {
        var store = new TelemetryStore(Options.Limits with { Traces = 1_000 }, TimeProvider.System);
        for (byte number = 1; number <= 20; number++)
            store.Add(Request(Span(number, 1, new string('x', 9_000))));

        Assert.Equal(8, store.Find(new TraceFilter(null, null, null, null, 100)).Held);

        // One span larger than a trace may be is counted, not kept.
        store.Add(Request(Span(99, 1, new string('x', 11_000))));
        var huge = store.FindTrace(Convert.ToHexStringLower(Id(99, 16).Span))!.Trace;
        Assert.Equal((0, 1), (huge.SpanCount, huge.DroppedSpans));
    }

    [Fact]
    public async Task The_oldest_log_record_goes_when_there_are_too_many_or_they_are_too_large()
    {
        var sales = Service("salescontrol");
        for (var number = 1; number <= 7; number++)
            sales.Logger.LogInformation("record {Number}", number);
        sales.Flush();
        Assert.Equal(["record 7", "record 6", "record 5", "record 4", "record 3"], (await GetAsync<LogList>("api/logs")).Logs.Select(log => log.Message));

        var archive = Service("recordsarchive");
        archive.Logger.LogInformation("{Large}", new string('x', 4_800));
        archive.Flush();
        Assert.True((await GetAsync<LogList>("api/logs")).Held < 5);
    }

    [Fact]
    public async Task The_series_that_was_not_heard_of_for_longest_goes()
    {
        var sales = Service("salescontrol");
        var counter = sales.Meter.CreateCounter<long>("ops.commands");
        foreach (var unit in (string[])["a", "b", "c"])
            counter.Add(1, new KeyValuePair<string, object?>("unit", unit));
        sales.Flush();

        Assert.Equal(2, (await GetAsync<MetricList>("api/metrics")).Held);
    }

    [Fact]
    public void A_span_that_is_sent_twice_counts_once_and_one_without_a_proper_id_is_refused()
    {
        var store = new TelemetryStore(Options.Limits, TimeProvider.System);

        Assert.Equal(0, store.Add(Request(Span(1, 1), Span(1, 1))));
        Assert.Equal(3, store.Add(Request(
            new Span { TraceId = Id(0, 16), SpanId = Id(1, 8) },
            new Span { TraceId = Id(1, 4), SpanId = Id(1, 8) },
            new Span { TraceId = Id(1, 16) })));

        Assert.Equal(1, Assert.Single(store.Find(new TraceFilter(null, null, null, null, 100)).Traces).SpanCount);
    }

    private static ExportTraceServiceRequest Request(params Span[] spans)
    {
        var scope = new ScopeSpans();
        scope.Spans.AddRange(spans);
        return new() { ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } } };
    }

    private static Span Span(byte trace, byte span, string name = "span") => new() { TraceId = Id(trace, 16), SpanId = Id(span, 8), Name = name };

    private static ByteString Id(byte value, int length) => ByteString.CopyFrom([.. Enumerable.Repeat(value, length)]);
}
