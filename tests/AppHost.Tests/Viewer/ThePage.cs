using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ops.AppHost.Local.Viewer;
using Xunit;

namespace Ops.AppHost.Tests.Viewer;

public sealed partial class ThePage : RunningViewer
{
    [Fact]
    public async Task The_page_says_that_it_is_a_stand_in_and_asks_nobody_else_for_anything()
    {
        using var response = await AskAsync("");
        var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("A stand-in for Aspire's dashboard or another OTLP back-end", page, StringComparison.Ordinal);
        Assert.Empty(ExternalAddress().Matches(page));
    }

    [Fact]
    public async Task The_page_shows_what_it_was_sent_as_text_and_runs_no_script_but_its_own()
    {
        using var first = await AskAsync("");
        using var second = await AskAsync("");
        var page = await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var policy = Assert.Single(first.Headers.GetValues("Content-Security-Policy"));

        Assert.Empty(MarkupFromText().Matches(page));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        var nonce = Nonce().Match(policy).Groups["nonce"].Value;
        Assert.Contains($"<script nonce=\"{nonce}\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain(nonce, Assert.Single(second.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_name_that_points_to_this_machine_is_not_answered()
    {
        using var response = await AskAsync("api/logs", host: "elsewhere.example");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_page_and_the_receiver_listen_on_this_machine_only_and_on_a_port_each()
    {
        Assert.True(Viewer.PageUrl.IsLoopback && Viewer.OtlpUrl.IsLoopback);
        Assert.NotEqual(Viewer.PageUrl.Port, Viewer.OtlpUrl.Port);

        // HTTP/2 only: whoever speaks HTTP/1.1 there is not understood.
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(async () => (await client.GetAsync(Viewer.OtlpUrl, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error_at_the_start()
    {
        await Assert.ThrowsAsync<IOException>(() => ViewerServer.StartAsync(Board, Viewer.PageUrl.Port, 0, TestContext.Current.CancellationToken));
        await using var other = await ViewerServer.StartAsync(Board, 0, 0, TestContext.Current.CancellationToken);
        Assert.NotEqual(Viewer.PageUrl, other.PageUrl);
    }

    [Fact]
    public async Task Each_metric_is_shown_with_its_last_value()
    {
        var sales = Service("salescontrol");
        var waiting = sales.Meter.CreateGauge<double>("ops.outbox.backlog", "{event}");
        waiting.Record(7);
        waiting.Record(double.NaN, new KeyValuePair<string, object?>("subscriber", "archive"));
        sales.Meter.CreateCounter<long>("ops.events").Add(40);
        var duration = sales.Meter.CreateHistogram<double>("ops.duration", "s");
        duration.Record(1);
        duration.Record(2);
        sales.Flush();

        var metrics = (await GetAsync<JsonElement>("api/metrics?service=salescontrol")).GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => $"{metric.GetProperty("name")} {metric.GetProperty("attributes")}".TrimEnd());

        Assert.Equal(7, metrics["ops.outbox.backlog"].GetProperty("value").GetDouble());
        Assert.Equal("NaN", metrics["ops.outbox.backlog subscriber=archive"].GetProperty("value").GetString());
        Assert.Equal("sum", metrics["ops.events"].GetProperty("kind").GetString());
        Assert.Equal(40, metrics["ops.events"].GetProperty("value").GetDouble());
        Assert.Equal((1.5, 2), (metrics["ops.duration"].GetProperty("value").GetDouble(), metrics["ops.duration"].GetProperty("count").GetInt32()));
        Assert.Equal("ops.events", Assert.Single((await GetAsync<MetricList>("api/metrics?q=EVENTS")).Metrics).Name);
    }

    // Addresses with a scheme or without one; a comment's two slashes are followed by a space.
    [GeneratedRegex(@"//[A-Za-z0-9]|@import|[:\s]url\(", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ExternalAddress();

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex MarkupFromText();

    [GeneratedRegex("script-src 'nonce-(?<nonce>[0-9a-f]+)'", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Nonce();
}

public sealed class TheReceiverHearsWhoHasTheKey : RunningViewer
{
    private protected override ViewerOptions Options { get; } = new() { ApiKey = "right" };

    [Fact]
    public async Task Telemetry_without_the_installations_key_is_not_taken()
    {
        foreach (var (name, key) in new[] { ("none", null), ("wrong", "wrong"), ("right", "right") })
        {
            var sender = Service(name, key);
            sender.Send("trace");
            sender.Flush();
        }

        Assert.Equal("right", Assert.Single((await GetAsync<TraceList>("api/traces")).Traces).Service);
    }
}
