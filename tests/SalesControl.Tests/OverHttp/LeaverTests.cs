using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Identity.Client;
using Ops.Identity.Contracts;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// What somebody had who left: waits, offers and tasks pass to the successor, whatever moment it was written down at.
/// </summary>
public sealed class LeaverTests(TestServers servers)
{
    private static readonly LocalDate LastDay = new(2026, 9, 30);

    [Fact]
    [Rule("CS-7")]
    public async Task A_leaver_s_offer_wait_and_tasks_are_listed_as_nobody_s_and_pass_to_the_successor_who_goes_on()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var operations = sales.Staff("operations-1", "operations");
        await sales.RegisterAsync(1, who: sales.Second);
        var offer = await sales.RegisterAsync(2);
        await sales.Service.MoveClockAsync(Duration.FromHours(72) + Duration.FromMinutes(1));
        Assert.Equal(
            "offered",
            (await operations.GetAsync($"/api/sales/reservations/{offer["id"]}", HttpStatusCode.OK))["state"]);
        await sales.RegisterAsync(3, "2-1-1201", who: sales.Second);
        var wait = await sales.RegisterAsync(4, "2-1-1201");
        await ChangeAsync(sales, (services, _) =>
        {
            var tasks = services.GetRequiredService<ITaskList>();
            tasks.Add(Call("call/1", "consultant-1", "Call the customer back"));
            // What the successor has already is not theirs twice, nor the leaver's for ever.
            foreach (var person in (string[])["consultant-1", "consultant-2"])
                tasks.Add(Call("call/2", person, "Call both customers back"));
            return Task.CompletedTask;
        });

        await HearAsync(sales, new StaffLeft("consultant-1", null, LastDay));
        var left = (await operations.GetAsync("/api/sales/left-behind", HttpStatusCode.OK)).Json;
        var items = Assert.Single(left.EnumerateArray())
            .GetProperty("items").EnumerateArray().Select(item => item.GetProperty("what").GetString()!).ToList();
        Assert.Equal([
            "Reservation of 2-1-1201, waiting", "Reservation of 2-1-1203, offered", "Task: Call both customers back",
            "Task: Call the customer back"], items.Order(StringComparer.Ordinal));

        await HearAsync(sales, new SuccessorNamed("consultant-1", "consultant-2"));
        Assert.Equal(0, (await operations.GetAsync("/api/sales/left-behind", HttpStatusCode.OK)).Json.GetArrayLength());
        foreach (var passed in (Answer[])[offer, wait])
            Assert.Equal("consultant-2", (await operations.GetAsync(
                $"/api/sales/reservations/{passed["id"]}", HttpStatusCode.OK))["consultant"]);
        var tasks = (await sales.Second.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Json.GetProperty("items")
            .EnumerateArray().Select(task => task.GetProperty("title").GetString()!).ToList();
        Assert.Single(tasks, title => title == "Call the customer back");
        Assert.Single(tasks, title => title == "Call both customers back");
        Assert.Contains(tasks, title => title.Contains("is offered", StringComparison.Ordinal));
        var seen = await sales.Second.GetAsync($"/api/sales/reservations/{offer["id"]}", HttpStatusCode.OK);
        await sales.Second.PostAsync(
            $"/api/sales/reservations/{offer["id"]}/take-up", new { form = "F-2", depositReceipt = "R-2" },
            HttpStatusCode.OK, seen.ETag);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task What_was_being_written_down_for_a_leaver_while_all_they_had_was_passed_on_passes_too()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var operations = sales.Staff("operations-1", "operations");
        var database = new ServiceDatabase(sales.Service.Setting.Admin);
        await database.HoldStatementsAsync("INSERT", "reservations");
        Task<Answer> late;
        await using (await database.HoldAsync())
        {
            late = sales.RegisterAsync(1);
            await database.HeldAsync();
            await HearAsync(sales, new StaffLeft("consultant-1", "consultant-2", LastDay));
        }

        var reservation = await late;
        Assert.Equal("consultant-1", reservation["consultant"]);
        await Wait.UntilAsync(
            async () => (await operations.GetAsync(
                $"/api/sales/reservations/{reservation["id"]}", HttpStatusCode.OK))["consultant"] == "consultant-2",
            "the reservation to pass");
        Assert.Equal(0, (await operations.GetAsync("/api/sales/left-behind", HttpStatusCode.OK)).Json.GetArrayLength());
        // Nothing more is written down for them.
        await sales.RegisterAsync(2, "2-1-1201", HttpStatusCode.Unauthorized);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task What_becomes_of_a_leaver_s_request_is_told_to_whoever_has_the_customer_now()
    {
        await using var selling = await SellingHost.StartAsync(servers);
        using var successor = selling.Person("consultant-2", "consultant", "project-sales-group");
        var asked = await selling.AskAsync(await selling.SignAsync(1), "cancellation", new { reason = "Illness" });
        await HearAsync(selling.Sales, new StaffLeft("consultant-1", "consultant-2", LastDay));
        var path = $"/api/sales/changes/{asked["id"]}";

        await selling.Manager.ActAsync(path, "refuse", new { reason = "No doctor says so" }, HttpStatusCode.OK);

        Assert.Contains("No doctor says so", await selling.TasksOfAsync(successor), StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task What_is_still_a_leaver_s_is_listed_though_a_successor_is_named()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var operations = sales.Staff("operations-1", "operations");
        var reservation = await sales.RegisterAsync(1);
        // As long after as nobody looks for it any more.
        await new ServiceDatabase(sales.Service.Setting.Admin).ExecuteAsync(
            """
            INSERT INTO staff.members (number, left_on, successor, barred, passed_at)
                VALUES ('consultant-1', '2026-09-30', 'consultant-2', 'left', now() - interval '1 day')
            """);
        var left = Assert.Single(
            (await operations.GetAsync("/api/sales/left-behind", HttpStatusCode.OK)).Json.EnumerateArray());
        Assert.Equal("consultant-2", left.GetProperty("successor").GetString());
        Assert.Equal(
            $"/api/sales/reservations/{reservation["id"]}",
            Assert.Single(left.GetProperty("items").EnumerateArray()).GetProperty("subject").GetString());
    }

    [Fact]
    [Rule("CS-7")]
    public async Task However_many_have_left_as_many_questions_are_asked_of_the_database_as_of_one()
    {
        var told = new Told();
        await using var sales = await SalesHost.StartAsync(servers, services: told.ListenTo);
        using var operations = sales.Staff("operations-1", "operations");
        await sales.RegisterAsync(1);
        await sales.RegisterAsync(2, "2-1-1201", who: sales.Second);

        await LeaveAsync("consultant-1");
        var ofOne = await AskAsync(1);
        await LeaveAsync("consultant-2");
        for (var i = 10; i < 50; i++)
            await LeaveAsync($"consultant-{i}");

        Assert.Equal(ofOne, await AskAsync(2));

        Task LeaveAsync(string number) => new ServiceDatabase(sales.Service.Setting.Admin).ExecuteAsync(
            $"INSERT INTO staff.members (number, left_on, barred) VALUES ('{number}', '2026-09-30', 'left')");

        async Task<IReadOnlyList<string>> AskAsync(int listed)
        {
            // The service's sampler is that of this process too: a call that nobody caused would have no trace.
            using var cause = ServiceDefaults.Telemetry.StartWork("a test asks");
            using var answer = await operations.GetAsync(new Uri("/api/sales/left-behind", UriKind.Relative));
            var views = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            Assert.Equal(listed, views.GetArrayLength());
            var trace = Assert.Single(answer.Headers.GetValues("X-Trace-Id"));
            await Wait.UntilAsync(
                () => told.OfTrace(trace).Any(span => span.Kind == ActivityKind.Server), "the request's span");
            return [.. told.OfTrace(trace).DistinctBy(span => span.SpanId)
                .Where(span => span.Source.Name == "Npgsql").Select(span => span.DisplayName)];
        }
    }

    /// <summary>A task that somebody must do.</summary>
    private static NewTask Call(string key, string person, string title) => new(
        key, Addressee.ForPerson(person), SalesHost.Project, Text.Plain(title), "CS-7", "/api/sales/projects", Now)
    {
        MustBeDone = true,
    };

    private static Instant Now => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    /// <summary>As the inbox does it: the event's handler in a change of its own.</summary>
    internal static Task HearAsync<TEvent>(SalesHost sales, TEvent message)
        where TEvent : class => ChangeAsync(
            sales,
            (services, cancellationToken) => ((IHandle<TEvent>)(object)services.GetRequiredService<StaffCopy>())
                .HandleAsync(message, new EventContext(
                    Guid.CreateVersion7(TimeProvider.System.GetUtcNow()), IdentityEvents.Service, "staff/1", 1, Now,
                    "operations-1", TraceId: null), cancellationToken));

    private static async Task ChangeAsync(SalesHost sales, Func<IServiceProvider, CancellationToken, Task> work)
    {
        await using var scope = sales.Service.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
            async cancellationToken =>
            {
                await work(scope.ServiceProvider, cancellationToken);
                return true;
            },
            TestContext.Current.CancellationToken);
    }
}
