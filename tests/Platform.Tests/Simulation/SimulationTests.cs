using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Simulation;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Time;

public sealed class SimulationTests(TestServers servers) : IAsyncLifetime
{
    private static readonly Term ThreeDays = new Term.Elapsed(Duration.FromHours(72));

    private TestAuthority _authority = null!;
    private string _broker = null!;

    public async ValueTask InitializeAsync()
    {
        _authority = await TestAuthority.StartAsync();
        _broker = await servers.CreateVirtualHostAsync("office");
    }

    public ValueTask DisposeAsync() => _authority.DisposeAsync();

    [Fact]
    [Rule("T-7")]
    [Rule("T-8")]
    public async Task Whoever_moves_the_clock_is_told_what_fired_on_the_way_whichever_replica_fired_it()
    {
        var office = await Office.OpenAsync(servers);
        await using var one = await StartAsync(office);
        await using var other = await StartAsync(office);
        var first = await one.SetAsync("first", new Term.Elapsed(Duration.FromHours(24)), Office.Opening);
        await one.SetAsync("second", ThreeDays, Office.Opening, null, new Warning.Before(Duration.FromHours(6)));
        await one.SetAsync("later", new Term.Elapsed(Duration.FromDays(30)), Office.Opening);
        using var client = Client(one);

        var before = await client.GetFromJsonAsync<JsonElement>("/simulation/clock");
        Assert.Equal(Office.Opening + Duration.FromHours(24), Time(before, "nextDue"));
        Assert.Equal(2, before.GetProperty("replicas").GetInt32());

        var moved = await MoveAsync(client, Office.Opening + Duration.FromDays(4));

        Assert.True(Time(moved, "now") >= Office.Opening + Duration.FromDays(4));
        Assert.True(other.Clock.GetCurrentInstant() >= Office.Opening + Duration.FromDays(4));
        var fired = moved.GetProperty("fired").EnumerateArray().ToList();
        Assert.Equal(
            ["due first", "warning second", "due second"],
            fired.Select(f => $"{f.GetProperty("mark").GetString()} {f.GetProperty("key").GetString()}"));
        Assert.Equal([24, 66, 72], fired.Select(f => (Time(f, "at") - Office.Opening).TotalHours));
        Assert.Equal(
            (FirmHandler.Name, "DOC-5.2.2", "project-sales-group", "customer-affairs-group", first.Subject),
            (
                fired[0].GetProperty("kind").GetString(), fired[0].GetProperty("rule").GetString(),
                fired[0].GetProperty("owedBy").GetString(), fired[0].GetProperty("owedTo").GetString(),
                fired[0].GetProperty("subject").GetGuid()));
        Assert.NotEmpty(fired[0].GetProperty("service").GetString()!);
        Assert.Empty(moved.GetProperty("failed").EnumerateArray());
        Assert.Equal(3, await office.CountAsync("public.done"));

        var after = await client.GetFromJsonAsync<JsonElement>("/simulation/clock");
        Assert.Equal(Office.Opening + Duration.FromDays(30), Time(after, "nextDue"));
    }

    [Theory]
    [Rule("T-8")]
    [InlineData("2026-09-27T09:00:00+08:00")]
    [InlineData("9999-12-31T23:59:59-12:00")]
    public async Task The_clock_goes_neither_back_nor_beyond_every_calendar_and_the_refusal_names_the_rule(string to)
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await StartAsync(office);
        using var client = Client(replica);

        using var answer = await client.PostAsJsonAsync("/simulation/clock", new { to });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("T-8", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("rule").GetString());
    }

    [Fact]
    [Rule("T-7")]
    public async Task A_move_does_not_wait_for_a_handler_that_fails_and_names_it()
    {
        var office = await Office.OpenAsync(servers);
        office.Hand.Does = (firing, _, _) =>
            firing.Deadline.Key == "bad"
                ? throw new InvalidOperationException("the shelf is gone")
                : Task.CompletedTask;
        await using var replica = await StartAsync(office);
        await replica.SetAsync("bad", ThreeDays, Office.Opening);
        await replica.SetAsync("good", ThreeDays, Office.Opening);
        using var client = Client(replica);

        var moved = await MoveAsync(client, Office.Opening + Duration.FromDays(4));

        Assert.Equal("good", Assert.Single(moved.GetProperty("fired").EnumerateArray()).GetProperty("key").GetString());
        var failed = Assert.Single(moved.GetProperty("failed").EnumerateArray());
        Assert.Equal(
            ("bad", "the shelf is gone"),
            (failed.GetProperty("key").GetString(), failed.GetProperty("reason").GetString()));
    }

    [Fact]
    [Rule("T-1")]
    public async Task A_working_day_to_come_is_found_across_National_Day_at_the_same_time_of_day()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await StartAsync(office);
        using var client = Client(replica);

        // From Monday, 28 September: the 29th and 30th, the 8th and 9th of October, and the Saturday that is made up.
        var day = await client.GetFromJsonAsync<JsonElement>("/simulation/working-day?days=5");

        Assert.True(day.GetProperty("calendarCertain").GetBoolean());
        Assert.StartsWith("2026-10-10T09:", day.GetProperty("at").GetString(), StringComparison.Ordinal);
        foreach (var days in (int[])[0, -1, 1001, int.MaxValue])
        {
            using var refused = await client.GetAsync(
                new Uri($"/simulation/working-day?days={days}", UriKind.Relative));
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Equal("T-1", problem.GetProperty("rule").GetString());
        }
    }

    [Theory]
    [InlineData("GET", "/simulation/working-day")]
    [InlineData("GET", "/simulation/clock")]
    [InlineData("POST", "/simulation/clock")]
    [InlineData("GET", "/simulation/progress")]
    [InlineData("POST", "/simulation/settled")]
    [Rule("T-8")]
    public async Task Nobody_moves_the_clock_without_the_permission_and_in_production_there_is_nothing_to_move(
        string method, string path)
    {
        var office = await Office.OpenAsync(servers);
        await using var training = await StartAsync(office, "Training");
        await using var production = await StartAsync(office, "Production");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(training, method, path, token: null));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await StatusAsync(training, method, path, _authority.Token(["archive.file.read"])));
        // What is not mapped falls to the policy of everything else, also for who could move it in Training.
        Assert.DoesNotContain(
            production.Routes, route => route?.Contains("simulation", StringComparison.Ordinal) == true);
        Assert.Contains(path, training.Routes);
    }

    [Fact]
    public async Task How_far_the_messages_are_is_told_from_a_mark_on()
    {
        var office = await Office.OpenAsync(servers);
        await using var replica = await StartAsync(office);
        using var client = Client(replica);
        var unknown = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

        var progress = await client.GetFromJsonAsync<JsonElement>("/simulation/progress?after=0");
        using var settled = await client.PostAsJsonAsync("/simulation/settled", new { eventIds = new[] { unknown } });

        Assert.Equal((0, 0), (progress.GetProperty("pending").GetInt32(), progress.GetProperty("mark").GetInt64()));
        Assert.Empty(progress.GetProperty("published").EnumerateArray());
        Assert.Equal(
            unknown, Assert
                .Single(
                    (await settled.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("unsettled").EnumerateArray())
                .GetGuid());
    }

    private static Instant Time(JsonElement json, string member) =>
        OffsetDateTimePattern.ExtendedIso.Parse(json.GetProperty(member).GetString()!).Value.ToInstant();

    private static async Task<JsonElement> MoveAsync(HttpClient client, Instant to)
    {
        using var answer = await client.PostAsJsonAsync(
            "/simulation/clock", new { to = InstantPattern.ExtendedIso.Format(to) });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<HttpStatusCode> StatusAsync(
        OfficeReplica replica, string method, string path, string? token)
    {
        using var client = new HttpClient { BaseAddress = replica.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method == "POST")
            request.Content = JsonContent.Create(new { });
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private HttpClient Client(OfficeReplica replica)
    {
        var client = new HttpClient { BaseAddress = replica.Address, Timeout = Wait.Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", _authority.Token(["simulation.clock"], "operations-1", "operations", "operations"));
        return client;
    }

    private Task<OfficeReplica> StartAsync(Office office, string environment = "Development") =>
        office.StartAsync(
            builder =>
            {
                builder.AddServiceDefaults();
                builder.AddCommands<OfficeDb>().AddMessaging("Office", new Dictionary<Type, IReadOnlyList<string>>());
            },
            app =>
            {
                app.UseServiceDefaults();
                app.MapSimulation();
            },
            environment,
            $"--ConnectionStrings:messaging={_broker}",
            // In production an authority without TLS is refused; nobody asks it anything here.
            "--Authentication:Schemes:Bearer:Authority="
                + (environment == "Production" ? "https://127.0.0.1:1" : _authority.Url),
            "--Authentication:Schemes:Bearer:ValidAudiences:0=ops");
}
