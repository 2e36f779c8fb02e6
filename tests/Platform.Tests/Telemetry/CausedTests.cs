using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Telemetry;

/// <summary>What makes a trace: what somebody caused, and nothing else.</summary>
public sealed class CausedTests
{
    [Fact]
    public async Task A_call_that_nobody_caused_makes_no_trace_neither_here_nor_where_it_goes()
    {
        var told = new Told();
        await using var asked = await StartAsync(told);
        using var http = new HttpClient();

        await http.GetStringAsync(new Uri($"{asked.Urls.First()}/open"), TestContext.Current.CancellationToken);
        using (ServiceDefaults.Telemetry.StartWork("look at a neighbour"))
            await http.GetStringAsync(new Uri($"{asked.Urls.First()}/open"), TestContext.Current.CancellationToken);

        await Wait.UntilAsync(() => Ours(told, asked).Count >= 2, "the caused call's spans");
        Assert.Equal([ActivityKind.Server, ActivityKind.Client], Ours(told, asked).Select(span => span.Kind).Order());
        Assert.Single(Ours(told, asked).Select(span => span.TraceId).Distinct());
    }

    [Fact]
    public async Task A_question_after_health_makes_no_trace_and_neither_does_what_is_asked_for_it()
    {
        var told = new Told();
        await using var neighbour = await StartAsync(told);
        await using var asked = await StartAsync(told, neighbour.Urls.First());
        using var http = new HttpClient();

        Assert.Equal(
            "Healthy",
            await http.GetStringAsync(new Uri($"{asked.Urls.First()}/health"), TestContext.Current.CancellationToken));
        // Something that is told after it, so that it would have been seen.
        using (ServiceDefaults.Telemetry.StartWork("look at a neighbour"))
            await http.GetStringAsync(new Uri($"{asked.Urls.First()}/open"), TestContext.Current.CancellationToken);

        await Wait.UntilAsync(
            () => Ours(told, asked).Any(span => span.Kind == ActivityKind.Server), "the span of a request");
        Assert.All(
            Ours(told, asked).Where(span => span.Kind == ActivityKind.Server),
            span => Assert.Equal("/open", span.GetTagItem("url.path")));
        Assert.Empty(Ours(told, neighbour));
    }

    [Fact]
    public void What_a_short_process_has_to_tell_is_sent_before_it_ends()
    {
        var told = new Told();
        var builder = Host.CreateApplicationBuilder();
        builder.AddServiceDefaults();
        builder.Services.ConfigureOpenTelemetryTracerProvider(tracing =>
            tracing.AddProcessor(new BatchActivityExportProcessor(told, scheduledDelayMilliseconds: 3_600_000)));
        using var process = builder.Build();

        ActivityTraceId work;
        using (process.BeginTelemetry())
        {
            using var activity = ServiceDefaults.Telemetry.StartWork("migrate");
            work = activity!.TraceId;
        }

        Assert.Equal("migrate", Assert.Single(told.OfTrace(work.ToHexString())).DisplayName);
    }

    private static async Task<WebApplication> StartAsync(Told told, string? neighbour = null)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddServiceDefaults();
        if (neighbour is not null)
        {
            builder.Services.AddHealthChecks().AddAsyncCheck("neighbour", async cancellationToken =>
            {
                using var http = new HttpClient();
                await http.GetStringAsync(new Uri($"{neighbour}/open"), cancellationToken);
                return Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult.Healthy();
            });
        }

        told.ListenTo(builder.Services);
        var app = builder.Build();
        app.UseServiceDefaults();
        app.MapGet("/open", () => "open").AllowAnonymous();
        await app.StartAsync();
        return app;
    }

    /// <summary>Spans of calls to a server, on both sides of them.</summary>
    private static List<Activity> Ours(Told told, WebApplication server)
    {
        var port = new Uri(server.Urls.First()).Port;
        // Every provider in the process exports every span: each is here as often as there are services.
        return
        [
            .. told.Spans.Where(span => Equals(span.GetTagItem("server.port"), port)).DistinctBy(span => span.SpanId),
        ];
    }
}
