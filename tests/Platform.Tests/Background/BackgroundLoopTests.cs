using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Background;

/// <summary>What a service does by itself goes on whatever fails in it, and is seen while it fails.</summary>
public sealed class BackgroundLoopTests
{
    private const string Secret = "something of a customer's";

    [Fact]
    public async Task A_turn_that_fails_in_any_way_is_followed_by_another_after_a_pause_that_grows_to_a_ceiling()
    {
        var hurry = new Hurry();
        await using var service = await StartAsync(
            turn => turn > 8
                ? Task.CompletedTask
                : throw (turn % 2 == 0 ? new InvalidDataException(Secret) : new OperationCanceledException()),
            hurry);

        await Wait.UntilAsync(() => service.Work.Turns > 9, "turns after those that failed");

        Assert.Equal(
            [250, 500, 1000, 2000, 4000, 5000, 5000, 5000],
            hurry.Pauses.Take(8).Select(pause => pause.TotalMilliseconds));
        Assert.Equal(Work.Every, hurry.Pauses.Skip(8).First());
    }

    [Fact]
    public async Task While_a_loop_fails_health_is_degraded_and_names_it_and_a_turn_that_is_well_clears_it()
    {
        var told = new Told();
        var fails = true;
        await using var service = await StartAsync(
            _ => fails ? throw new InvalidDataException(Secret) : Task.CompletedTask, new Hurry(), told.ListenTo);

        await Wait.UntilAsync(async () => await service.HealthAsync() != "Healthy", "the failure to be told");
        Assert.Equal("Degraded\nloops: Work failed and will be tried again.", await service.HealthAsync());
        await Wait.UntilAsync(
            () => told.Lines.Any(line => line.Event == "LoopFailedAgain"), "the second failure to be told");

        fails = false;
        await Wait.UntilAsync(async () => await service.HealthAsync() == "Healthy", "the loop to be well");
        // What failed is told whole, once; then that it fails still; then that it does not.
        Assert.Single(told.Lines, line => line.Event == "LoopFailed" && Equals(line.Values["Loop"], "Work"));
        Assert.Single(told.Lines, line => line.Event == "LoopWell");
    }

    [Fact]
    public async Task Failures_are_counted_by_the_loops_name()
    {
        var counted = new ConcurrentQueue<object?>();
        using var meter = new MeterListener();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "ops.loops.failures")
                listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Enqueue(tags[0].Value));
        meter.Start();

        await using var service = await StartAsync(
            turn => turn <= 3 ? throw new InvalidOperationException() : Task.CompletedTask, new Hurry());
        await Wait.UntilAsync(() => service.Work.Turns > 4, "turns after those that failed");

        Assert.True(counted.Count(name => Equals(name, "Work")) >= 3);
    }

    [Fact]
    public async Task What_the_end_of_the_process_breaks_off_is_no_failure()
    {
        var told = new Told();
        var service = await StartAsync(
            async (_, stopping) =>
            {
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, stopping);
                }
                catch (OperationCanceledException broken)
                {
                    throw new InvalidOperationException("As a driver says it that was broken off.", broken);
                }
            },
            TimeProvider.System, told.ListenTo);
        await Wait.UntilAsync(() => service.Work.Turns > 0, "a turn");

        await service.DisposeAsync();

        Assert.True(service.Work.ExecuteTask!.IsCompletedSuccessfully);
        Assert.True(service.Work.Ended);
        Assert.DoesNotContain(told.Lines, line => line.Event == "LoopFailed");
    }

    [Fact]
    public async Task A_loop_that_is_woken_does_not_rest_and_a_signal_sent_during_its_turn_is_kept()
    {
        var inTurn = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var service = await StartAsync(
            async (turn, _) =>
            {
                if (turn > 1)
                    return;
                inTurn.SetResult();
                await goOn.Task;
            },
            TimeProvider.System);
        await inTurn.Task;

        service.Work.Wake();
        goOn.SetResult();
        // It would rest for an hour.
        await Wait.UntilAsync(() => service.Work.Turns == 2, "the turn that was asked for during the first");
        await Wait.UntilAsync(
            () =>
            {
                service.Work.Wake();
                return service.Work.Turns == 3;
            },
            "the turn that was asked for during the rest");
    }

    private static Task<Service> StartAsync(
        Func<int, Task> turn, TimeProvider time, Action<IServiceCollection>? configure = null) =>
        StartAsync((number, _) => turn(number), time, configure);

    private static async Task<Service> StartAsync(
        Func<int, CancellationToken, Task> turn, TimeProvider time, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(time).AddSingleton(turn);
        builder.AddServiceDefaults();
        builder.Services.AddLoop<Work>();
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseServiceDefaults();
        await app.StartAsync();
        return new(app);
    }

    private sealed class Work(Loops loops, Func<int, CancellationToken, Task> turn) : BackgroundLoop(loops, Every)
    {
        public static readonly TimeSpan Every = TimeSpan.FromHours(1);

        private int _turns;

        public int Turns => Volatile.Read(ref _turns);

        public bool Ended { get; private set; }

        protected override Task TurnAsync(CancellationToken stoppingToken) =>
            turn(Interlocked.Increment(ref _turns), stoppingToken);

        protected override Task EndAsync()
        {
            Ended = true;
            return Task.CompletedTask;
        }
    }

    /// <summary>Time in which every wait is over at once, but for those that are not a loop's.</summary>
    private sealed class Hurry : TimeProvider
    {
        public ConcurrentQueue<TimeSpan> Pauses { get; } = new();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (period == Timeout.InfiniteTimeSpan)
                Pauses.Enqueue(dueTime);
            var due = period == Timeout.InfiniteTimeSpan ? TimeSpan.FromMilliseconds(1) : dueTime;
            return base.CreateTimer(callback, state, due, period);
        }
    }

    private sealed class Service(WebApplication app) : IAsyncDisposable
    {
        private readonly HttpClient _http = new() { BaseAddress = new Uri(app.Urls.First()) };

        public Work Work { get; } = app.Services.GetRequiredService<Work>();

        public async Task<string> HealthAsync()
        {
            using var answer = await _http.GetAsync(new Uri("/health", UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync();
        }

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
