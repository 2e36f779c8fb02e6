using System.Diagnostics;
using Ops.AppHost.Local.Viewer;
using Xunit;

namespace Ops.AppHost.Tests.Viewer;

public sealed class TracesAreFound : RunningViewer
{
    [Fact]
    public async Task One_trace_joins_the_spans_of_two_services()
    {
        var sales = Service("salescontrol");
        var archive = Service("recordsarchive");
        Activity signed, opened;
        using (signed = sales.Start("POST subscription", kind: ActivityKind.Server))
        {
            signed.SetTag("unit", "2-1-1203").AddEvent(new("approved"));
            using (opened = archive.Start("open file", signed.Context, ActivityKind.Consumer))
                opened.SetStatus(ActivityStatusCode.Error, "the archive is full");
        }

        // The consumer's spans may come first.
        archive.Flush();
        sales.Flush();

        var answer = await GetAsync<TraceAnswer>($"api/traces/{signed.TraceId}");
        Assert.Equal(["salescontrol", "recordsarchive"], answer.Trace.Services);
        Assert.Equal(("POST subscription", "salescontrol", 2, 1), (answer.Trace.Name, answer.Trace.Service, answer.Trace.SpanCount, answer.Trace.ErrorCount));

        var (root, child) = (answer.Spans[0], answer.Spans[1]);
        Assert.Equal((signed.SpanId.ToHexString(), "", "server", "unset", 0UL), (root.SpanId, root.ParentSpanId, root.Kind, root.Status, root.OffsetNano));
        Assert.Equal("2-1-1203", root.Attributes["unit"]);
        Assert.Equal("approved", Assert.Single(root.Events).Name);
        Assert.Equal((root.SpanId, "recordsarchive", "consumer"), (child.ParentSpanId, child.Service, child.Kind));
        Assert.Equal(("error", "the archive is full"), (child.Status, child.StatusMessage));
        Assert.Equal((ulong)opened.Duration.Ticks * 100, child.DurationNano);
        Assert.Equal((ulong)(opened.StartTimeUtc - DateTime.UnixEpoch).Ticks * 100, ulong.Parse(child.StartUnixNano));
    }

    [Theory]
    [InlineData("service=salescontrol", "slow, quick")]
    [InlineData("service=recordsarchive", "failed")]
    [InlineData("minDuration=1500", "slow")]
    [InlineData("minDuration=0.5", "failed, slow")]
    [InlineData("error=true", "failed")]
    [InlineData("error=false", "slow, quick")]
    [InlineData("q=QUICK", "quick")]
    [InlineData("q=it%20failed", "failed")]
    [InlineData("q=nothing", "")]
    [InlineData("service=salescontrol&error=true", "")]
    [InlineData("q=&service=&minDuration=&error=", "failed, slow, quick")]
    public async Task A_trace_is_found_by_service_duration_error_and_text(string query, string expected)
    {
        var sales = Service("salescontrol");
        var archive = Service("recordsarchive");
        sales.Send("quick", TimeSpan.FromMicroseconds(80));
        sales.Send("slow", TimeSpan.FromSeconds(2));
        archive.Send("failed", TimeSpan.FromSeconds(1), error: true);
        sales.Flush();
        archive.Flush();

        var found = await GetAsync<TraceList>($"api/traces?{query}");

        Assert.Equal(expected.Split(", ", StringSplitOptions.RemoveEmptyEntries).Order(), found.Traces.Select(trace => trace.Name).Order());
        Assert.Equal(3, found.Held);
        Assert.Equal(["recordsarchive", "salescontrol"], found.Services);
    }

    [Fact]
    public async Task A_trace_is_found_by_the_beginning_of_its_id_and_by_its_id_in_capitals()
    {
        var sales = Service("salescontrol");
        var wanted = sales.Send("wanted").TraceId.ToHexString();
        sales.Send("other");
        sales.Flush();

        Assert.Equal("wanted", Assert.Single((await GetAsync<TraceList>($"api/traces?q={wanted[..12]}")).Traces).Name);
        Assert.Equal(wanted, (await GetAsync<TraceAnswer>($"api/traces/{wanted.ToUpperInvariant()}")).Trace.TraceId);
    }

    [Fact]
    public async Task The_latest_traces_come_first_and_no_more_than_asked_for()
    {
        var sales = Service("salescontrol");
        var morning = new DateTimeOffset(2026, 9, 28, 9, 0, 0, TimeSpan.FromHours(8));
        foreach (var hour in (int[])[1, 3, 2])
            sales.Start($"at {hour}", start: morning.AddHours(hour)).Dispose();
        sales.Flush();

        var found = await GetAsync<TraceList>("api/traces?limit=2");

        Assert.Equal(["at 3", "at 2"], found.Traces.Select(trace => trace.Name));
        Assert.Equal(3, found.Matched);
    }

    [Fact]
    public async Task A_deadlines_trace_and_its_cause_are_found_from_each_other()
    {
        var sales = Service("salescontrol");
        var archive = Service("recordsarchive");
        var cause = sales.Send("subscription signed");
        var deadline = archive.Send("handover overdue", links: new ActivityLink(cause, new() { ["rule"] = "DOC-5.2.2" }));

        // The link is there before what it names is.
        archive.Flush();
        var early = await GetAsync<TraceAnswer>($"api/traces/{deadline.TraceId}");
        Assert.False(Assert.Single(early.Spans[0].Links).Held);

        sales.Flush();
        var link = Assert.Single((await GetAsync<TraceAnswer>($"api/traces/{deadline.TraceId}")).Spans[0].Links);
        Assert.Equal((cause.TraceId.ToHexString(), cause.SpanId.ToHexString(), true), (link.TraceId, link.SpanId, link.Held));
        Assert.Equal("DOC-5.2.2", link.Attributes["rule"]);

        var linked = await GetAsync<TraceAnswer>($"api/traces/{cause.TraceId}");
        var from = Assert.Single(linked.LinkedFrom);
        Assert.Equal((deadline.TraceId.ToHexString(), deadline.SpanId.ToHexString(), cause.SpanId.ToHexString()), (from.TraceId, from.SpanId, from.ToSpanId));
        Assert.Equal(("recordsarchive", "handover overdue"), (from.Service, from.Name));
        Assert.Equal(from, Assert.Single(linked.Spans[0].LinkedFrom));
    }

    [Fact]
    public async Task A_question_that_cannot_be_read_is_answered_with_the_parameter_and_what_it_takes()
    {
        foreach (var (url, name) in new[]
        {
            ("api/traces?limit=0", "limit"), ("api/traces?limit=1001", "limit"), ("api/traces?limit=ten", "limit"), ("api/traces?limit=-1", "limit"),
            ("api/traces?minDuration=-1", "minDuration"), ("api/traces?minDuration=1e400", "minDuration"), ("api/traces?minDuration=NaN", "minDuration"),
            ("api/traces?error=maybe", "error"), ("api/traces?service=a&service=b", "service"),
            ("api/traces/123", "traceId"), ("api/traces/zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "traceId"),
            ("api/logs?level=loud", "level"), ("api/logs?traceId=12", "traceId"), ("api/metrics?limit=0", "limit"),
        })
        {
            var problem = await RefusedAsync(url, 400);
            Assert.NotEmpty(problem.GetProperty("errors").GetProperty(name)[0].GetString()!);
        }

        await RefusedAsync("api/traces/0123456789abcdef0123456789abcdef", 404);
        await RefusedAsync("api/nothing", 404);
    }
}
