using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Time;

public sealed class TraceTests(TestServers servers)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule("T-7")]
    public async Task A_firing_is_a_trace_of_its_own_that_links_to_its_cause_and_what_comes_of_it_is_in_that_trace(
        bool askedForByACaller)
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Ops.Deadlines",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var office = await Office.OpenAsync(servers);
        var atCommit = new AtCommit();
        await using var replica = await office.StartAsync(builder =>
        {
            builder.Services.AddSingleton<ICommitParticipant>(atCommit);
            builder.Services.AddSingleton<IClock>(new FakeClock(Office.Opening));
        });
        var key = $"traced-{askedForByACaller}-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}";
        using var cause = new Activity("the subscription").SetIdFormat(ActivityIdFormat.W3C).Start();
        cause.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        var set = await replica.SetAsync(key, new Term.Elapsed(Duration.FromHours(72)), Office.Opening);
        cause.Stop();

        ((FakeClock)replica.Clock).AdvanceDays(4);
        if (askedForByACaller)
        {
            using var caller = new Activity("moving the clock").SetIdFormat(ActivityIdFormat.W3C).Start();
            caller.ActivityTraceFlags = ActivityTraceFlags.Recorded;
            await replica.Sweep.FireDueAsync(CancellationToken.None);
        }

        await office.DoneAsync(1);
        await Wait.UntilAsync(
            () => spans.Any(span => Equals(span.GetTagItem("ops.deadline.key"), key)), "the firing's span");

        var span = Assert.Single(spans, span => Equals(span.GetTagItem("ops.deadline.key"), key) && span.Recorded);
        Assert.Null(span.Parent);
        Assert.Null(span.ParentId);
        Assert.Equal(cause.TraceId, Assert.Single(span.Links).Context.TraceId);
        Assert.NotEqual(cause.TraceId, span.TraceId);
        Assert.Equal("DOC-5.2.2", span.GetTagItem("ops.rule"));
        Assert.Equal(set.DueAt.ToString(), span.GetTagItem("ops.business_time"));
        Assert.Contains(span.TraceId, atCommit.Traces);
    }

    /// <summary>The outbox writes the trace of an event when the change commits.</summary>
    private sealed class AtCommit : ICommitParticipant
    {
        public ConcurrentQueue<ActivityTraceId> Traces { get; } = new();

        public void BeforeCommit(UnitOfWork change) => Traces.Enqueue(Activity.Current?.TraceId ?? default);
    }
}
