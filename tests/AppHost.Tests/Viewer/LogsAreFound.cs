using System.Text.Json;
using Google.Protobuf;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Ops.AppHost.Local.Viewer;
using Ops.AppHost.Local.Viewer.Otlp;
using Xunit;

namespace Ops.AppHost.Tests.Viewer;

public sealed class LogsAreFound : RunningViewer
{
    [Theory]
    [InlineData("q=2-1-1203", "Unit 2-1-1203 reserved")]
    [InlineData("q=RESERVED", "Unit 2-1-1203 reserved")]
    [InlineData("q=recordsarchive.category", "The shelf is full; A handover failed")]
    [InlineData("q=out%20of%20paper", "A handover failed")]
    [InlineData("service=salescontrol", "Looking; Unit 2-1-1203 reserved")]
    [InlineData("level=trace", "Looking; Unit 2-1-1203 reserved; The shelf is full; A handover failed")]
    [InlineData("level=information", "Unit 2-1-1203 reserved; The shelf is full; A handover failed")]
    [InlineData("level=warning", "The shelf is full; A handover failed")]
    [InlineData("level=critical", "")]
    [InlineData("level=warning&service=salescontrol", "")]
    public async Task A_log_record_is_found_by_text_service_and_level(string query, string expected)
    {
        SendFour();

        var found = await GetAsync<LogList>($"api/logs?{query}");

        Assert.Equal(expected.Split("; ", StringSplitOptions.RemoveEmptyEntries).Order(), found.Logs.Select(log => log.Message).Order());
        Assert.Equal(4, found.Held);
    }

    [Fact]
    public async Task A_log_record_says_who_wrote_what_when_and_with_which_values()
    {
        SendFour();

        var log = Assert.Single((await GetAsync<LogList>("api/logs?q=reserved")).Logs);

        Assert.Equal(("salescontrol", "information", "salescontrol.Category"), (log.Service, log.Level, log.Category));
        Assert.Equal("2-1-1203", log.Attributes["Unit"]);
        Assert.InRange(ulong.Parse(log.TimeUnixNano), 1_600_000_000_000_000_000UL, ulong.MaxValue);
    }

    [Fact]
    public async Task The_log_records_of_a_trace_are_found_by_its_id()
    {
        var sales = Service("salescontrol");
        string traceId;
        using (var span = sales.Start("reserve"))
        {
            traceId = span.TraceId.ToHexString();
            sales.Logger.LogInformation("within");
        }

        sales.Logger.LogInformation("outside");
        sales.Flush();

        Assert.Equal("within", Assert.Single((await GetAsync<LogList>($"api/logs?traceId={traceId.ToUpperInvariant()}")).Logs).Message);
    }

    [Fact]
    public async Task The_newest_log_records_come_first_and_no_more_than_asked_for()
    {
        var sales = Service("salescontrol");
        for (var number = 1; number <= 5; number++)
            sales.Logger.LogInformation("record {Number}", number);
        sales.Flush();

        var found = await GetAsync<LogList>("api/logs?limit=2");

        Assert.Equal(["record 5", "record 4"], found.Logs.Select(log => log.Message));
        Assert.Equal(5, found.Matched);
    }

    [Fact]
    public async Task A_log_record_with_markup_in_it_stays_text()
    {
        const string hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
        var sales = Service("salescontrol");
        sales.Logger.LogInformation("{Text}", hostile);
        sales.Flush();

        using var response = await AskAsync("api/logs");
        var raw = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotContain('<', raw);
        Assert.Equal(hostile, JsonSerializer.Deserialize<LogList>(raw, JsonSerializerOptions.Web)!.Logs[0].Message);
    }

    [Fact]
    public void A_record_that_says_no_time_has_the_time_at_which_it_came_and_values_of_every_kind_are_text()
    {
        var noon = new DateTimeOffset(2026, 9, 28, 12, 0, 0, TimeSpan.Zero);
        var store = new TelemetryStore(new(), new FakeTimeProvider(noon));
        var list = new ArrayValue { Values = { new AnyValue { IntValue = 3 }, new AnyValue { BoolValue = true } } };
        var map = new KeyValueList { Values = { new KeyValue { Key = "floor", Value = new AnyValue { DoubleValue = 1.5 } } } };
        var record = new LogRecord
        {
            Attributes =
            {
                new KeyValue { Key = "list", Value = new AnyValue { ArrayValue = list } },
                new KeyValue { Key = "map", Value = new AnyValue { KvlistValue = map } },
                new KeyValue { Key = "bytes", Value = new AnyValue { BytesValue = ByteString.CopyFrom(1, 2) } },
                new KeyValue { Key = "nothing" },
            },
        };

        store.Add(new ExportLogsServiceRequest { ResourceLogs = { new ResourceLogs { ScopeLogs = { new ScopeLogs { LogRecords = { record } } } } } });

        var log = Assert.Single(store.Find(new LogFilter("1.5", "unknown", null, null, 10)).Logs);
        Assert.Equal($"{noon.ToUnixTimeSeconds()}000000000", log.TimeUnixNano);
        Assert.Equal(["AQI=", "[3, true]", "{floor=1.5}", ""], log.Attributes.Values);
    }

    private void SendFour()
    {
        var sales = Service("salescontrol");
        var archive = Service("recordsarchive");
        sales.Logger.LogTrace("Looking");
        sales.Logger.LogInformation("Unit {Unit} reserved", "2-1-1203");
        archive.Logger.LogWarning("The shelf is full");
        archive.Logger.LogError(new InvalidOperationException("out of paper"), "A handover failed");
        sales.Flush();
        archive.Flush();
    }
}
