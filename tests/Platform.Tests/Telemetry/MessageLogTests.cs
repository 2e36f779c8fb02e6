using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using Ops.MessagingHost;
using Ops.Platform.Tests.Messaging;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Telemetry;

public sealed class MessageLogTests(TestServers servers)
{
    [Fact]
    public async Task A_handled_event_is_a_line_with_type_stream_and_sequence_in_the_trace_of_its_cause()
    {
        var told = new Told();
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync(services: services => Listen(told, services));
        var thing = OrderTests.NewId();

        var trace = await sender.RaiseTracedAsync(thing, new ThingHappened(thing, 1, "a text of the body"));

        await Wait.UntilAsync(() => Task.FromResult(told.Lines.Any(line => line.Event == "EventHandled")), "the line");
        var line = Assert.Single(told.Lines, line => line.Event == "EventHandled");
        Assert.Equal(trace, line.TraceId);
        Assert.Equal(
            ("ThingHappened", $"thing/{thing}", 1L),
            (line.Values["Type"], line.Values["Stream"], line.Values["Sequence"]));
        Assert.DoesNotContain("a text of the body", line.Text, StringComparison.Ordinal);
        await Wait.UntilAsync(
            () => Task.FromResult(told.OfTrace(trace).Any(span => span.DisplayName == "handle ThingHappened")),
            "the span");
        Assert.Contains(
            told.OfTrace(trace),
            span => span.DisplayName == "publish ThingHappened" && span.Kind == ActivityKind.Producer);
        Assert.Contains(
            told.OfTrace(trace),
            span => span.DisplayName == "take turn" && span.Parent?.DisplayName == "handle ThingHappened");
    }

    [Fact]
    public async Task A_failed_message_is_a_line_in_the_trace_of_its_cause_and_one_span_however_often_it_was_tried()
    {
        var told = new Told();
        var sites = await Sites.CreateAsync(servers);
        await using var sender = await sites.Sender.StartAsync();
        await using var taker = await sites.Taker.StartAsync(services: services => Listen(told, services));
        var thing = OrderTests.NewId();

        var trace = await sender.RaiseTracedAsync(thing, new ThingHappened(thing, 1, "poison"));

        await sites.Taker.FailedAsync(1);
        await Wait.UntilAsync(
            () => Task.FromResult(told.OfTrace(trace).Any(span => span.DisplayName == "handle ThingHappened")),
            "the span");
        var line = Assert.Single(told.Lines, line => line.Event == "EventFailed");
        Assert.Equal(trace, line.TraceId);
        Assert.Equal(
            ("ThingHappened", $"thing/{thing}", 1L),
            (line.Values["Type"], line.Values["Stream"], line.Values["Sequence"]));
        var span = Assert.Single(
            told.OfTrace(trace).DistinctBy(span => span.SpanId), span => span.DisplayName == "handle ThingHappened");
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Equal(4, span.Events.Count(moment => moment.Name == "exception"));
    }

    /// <summary>
    /// These sites are without the service defaults: statements as those have them, for all of the process.
    /// </summary>
    private static void Listen(Told told, IServiceCollection services)
    {
        told.ListenTo(services);
        services.ConfigureOpenTelemetryTracerProvider(tracing =>
            tracing.SetSampler(new ParentBasedSampler(new ServiceDefaults.Telemetry.CausedOnly())).AddSource("Npgsql"));
    }
}
