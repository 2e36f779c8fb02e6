using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.Tests.Time;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Telemetry;

public sealed class DeadlineLogTests(TestServers servers)
{
    [Fact]
    [Rule("T-7")]
    public async Task A_deadline_that_another_holds_is_nobodys_trace_and_one_that_fires_is_one_with_its_line_and_link()
    {
        var told = new Told();
        var office = await Office.OpenAsync(servers);
        var database = new NpgsqlConnectionStringBuilder(office.Admin).Database!;
        await using var replica = await office.StartAsync(builder =>
        {
            builder.AddServiceDefaults();
            told.ListenTo(builder.Services);
            builder.Services.AddSingleton<IClock>(new FakeClock(Office.Opening));
        });
        using var cause = new Activity("the subscription").SetIdFormat(ActivityIdFormat.W3C).Start();
        cause.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        var set = await replica.SetAsync("held", new Term.Elapsed(Duration.FromHours(72)), Office.Opening);
        cause.Stop();
        Activity.Current = null;

        await using (var another = new NpgsqlConnection(office.Admin + ";Pooling=false"))
        {
            await another.OpenAsync(TestContext.Current.CancellationToken);
            await using var hold = new NpgsqlCommand("SELECT pg_advisory_lock(hashtextextended($1, 7))", another)
            {
                Parameters = { new() { Value = set.Subject.ToString() } },
            };
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            ((FakeClock)replica.Clock).AdvanceDays(4);
            var before = await AskedAsync(office, database);
            await Wait.UntilAsync(async () => await AskedAsync(office, database) - before >= 50, "many attempts");
            Assert.DoesNotContain(told.Spans, span => Equals(span.GetTagItem("ops.deadline.key"), "held"));
            Assert.DoesNotContain(
                told.OfDatabase(database),
                span => span.TraceId != cause.TraceId && span.Parent?.DisplayName != "import calendar");
        }

        await office.DoneAsync(1);
        await Wait.UntilAsync(() => told.Lines.Any(line => line.Event == "DeadlineFired"), "the line");
        var line = Assert.Single(told.Lines, line => line.Event == "DeadlineFired");
        Assert.Equal(("held", "DOC-5.2.2"), (line.Values["Key"], line.Values["Rule"]));
        await Wait.UntilAsync(
            () => told.OfTrace(line.TraceId!).Any(span => span.DisplayName == "Due firm"), "the span");
        var fired = told.OfTrace(line.TraceId!).DistinctBy(span => span.SpanId).ToList();
        var root = Assert.Single(fired, span => span.DisplayName == "Due firm");
        Assert.Equal(cause.Context.SpanId, Assert.Single(root.Links).Context.SpanId);
        Assert.Contains(fired, span => span.DisplayName == "advance deadline" && span.ParentSpanId == root.SpanId);
    }

    [Fact]
    [Rule("T-7")]
    public async Task A_handler_that_fails_is_a_line_with_the_deadlines_key_and_rule_in_its_trace()
    {
        var told = new Told();
        var office = await Office.OpenAsync(servers);
        office.Hand.Does = (_, _, _) => throw new InvalidOperationException("the hand fails");
        await using var replica = await office.StartAsync(builder =>
        {
            builder.AddServiceDefaults();
            told.ListenTo(builder.Services);
            builder.Services.AddSingleton<IClock>(new FakeClock(Office.Opening));
        });
        await replica.SetAsync("failing", new Term.Elapsed(Duration.FromHours(72)), Office.Opening);

        ((FakeClock)replica.Clock).AdvanceDays(4);

        await Wait.UntilAsync(() => told.Lines.Any(line => line.Event == "DeadlineFailed"), "the line");
        var line = told.Lines.First(line => line.Event == "DeadlineFailed");
        Assert.Equal(("failing", "DOC-5.2.2"), (line.Values["Key"], line.Values["Rule"]));
        await Wait.UntilAsync(
            () => told.OfTrace(line.TraceId!).Any(span => span.DisplayName == "Due firm"), "the span");
        Assert.Equal(
            ActivityStatusCode.Error, told.OfTrace(line.TraceId!).First(span => span.DisplayName == "Due firm").Status);
    }

    private static Task<long> AskedAsync(Office office, string database) =>
        office.QueryAsync<long>(
            "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = $1", database);
}
