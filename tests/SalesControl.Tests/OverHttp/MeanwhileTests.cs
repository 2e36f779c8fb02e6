using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// What happens while a command is under way: it waits for its unit, and meanwhile time passes, another comes, the
/// caller goes away, or the end of it fails.
/// </summary>
public sealed class MeanwhileTests(TestServers servers)
{
    [Fact, Rule("CS-7")]
    public async Task Who_stands_in_for_another_and_waits_for_the_unit_until_their_days_are_over_is_refused()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var given = new Delegation(
            SalesControlPermissions.RegisterReservation, "consultant-1", now - Duration.FromHours(1),
            now + Duration.FromHours(1));
        using var standIn = sales.Service.Client(sales.Service.Authority.Token(
            [SalesControlPermissions.ReadBoard], "sales-supervisor-1", "sales-supervisor", delegations: [$"{given}"]));
        Task<Answer> waiting;
        await using (await HoldUnitAsync(sales))
        {
            waiting = sales.RegisterAsync(1, expected: HttpStatusCode.Forbidden, who: standIn);
            await WaitingAsync(sales, 1);
            await sales.Service.MoveClockAsync(Duration.FromHours(2));
        }

        var refused = await waiting;
        Assert.Equal(("CS-7", "problem.permission-missing"), (refused["rule"], refused["code"]));
        Assert.Equal(0, await Database(sales).CountAsync("reservations"));
        Assert.Equal(0, await Database(sales).CountAsync("customers"));
    }

    [Fact, Rule("RES-2"), Rule("RES-3")]
    public async Task What_lapses_while_its_approval_waits_for_the_unit_is_not_approved()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reservation = await sales.RegisterAsync(1);
        await sales.Service.MoveClockAsync(Duration.FromHours(71));
        Task<Answer> approving;
        Task<JsonElement> moving;
        await using (await HoldUnitAsync(sales))
        {
            approving = sales.Manager.PostAsync(
                $"/api/sales/reservations/{reservation["id"]}/approve", null, HttpStatusCode.PreconditionFailed,
                (await sales.ReadAsync(reservation)).ETag);
            await WaitingAsync(sales, 1);
            // The deadline's handler waits for the unit behind it, whose business time is past the end by now.
            moving = sales.Service.MoveClockAsync(Duration.FromHours(2));
            await WaitingAsync(sales, 2);
        }

        await approving;
        await moving;
        Assert.Equal("lapsed", (await sales.ReadAsync(reservation))["state"]);
        Assert.Equal(1, await Database(sales).CountAsync("messaging.events WHERE type LIKE '%ReservationLapsed'"));
        Assert.Equal(0, await Database(sales).CountAsync(
            "approvals.decisions d JOIN approvals.requests r ON r.id = d.request WHERE r.kind = 'reservation'"));
    }

    [Fact, Rule("CS-7"), Rule("RES-2")]
    public async Task Of_a_yes_and_a_no_to_the_same_version_at_the_same_moment_one_counts()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var other = sales.Staff("marketing-manager-2", "marketing-manager");
        var reservation = await sales.RegisterAsync(1);
        Task<HttpStatusCode>[] words;
        await using (await HoldUnitAsync(sales))
        {
            words = [SayAsync(sales.Manager, "approve"), SayAsync(other, "refuse")];
            await WaitingAsync(sales, 2);
        }

        var said = await Task.WhenAll(words);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], said.Order());
        Assert.Equal(1, await Database(sales).CountAsync(
            "approvals.decisions d JOIN approvals.requests r ON r.id = d.request WHERE r.kind = 'reservation'"));

        async Task<HttpStatusCode> SayAsync(HttpClient who, string word)
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, $"{ReservationCalls.PathOf(reservation)}/{word}")
            {
                Content = word == "approve" ? null : JsonContent.Create(new { reason = "The form is not signed." }),
            };
            request.Headers.TryAddWithoutValidation("If-Match", reservation.ETag);
            using var answer = await who.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact, Rule("RES-1")]
    public async Task Who_goes_away_without_an_answer_and_asks_again_with_the_same_key_has_registered_once()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var form = SalesHost.Form(1);
        using var gone = new CancellationTokenSource();
        Task<Answer> again;
        await using (await HoldUnitAsync(sales))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{SalesHost.UnitPath()}/reservations")
            {
                Content = JsonContent.Create(form),
                Headers = { { "Idempotency-Key", "a-form" } },
            };
            var lost = sales.Consultant.SendAsync(request, gone.Token);
            await WaitingAsync(sales, 1);
            again = sales.Consultant.PostAsync(
                $"{SalesHost.UnitPath()}/reservations", form, HttpStatusCode.Created, key: "a-form");
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lost);
        }

        var registered = await again;
        // And whoever lost that answer too is given the same.
        var given = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/reservations", form, HttpStatusCode.Created, key: "a-form");
        Assert.Equal((registered.Text, registered.ETag), (given.Text, given.ETag));
        foreach (var table in new[] { "reservations", "deposits", "customers" })
            Assert.Equal(1, await Database(sales).CountAsync(table));
        Assert.Equal(1, await Database(sales).CountAsync("approvals.requests WHERE kind = 'reservation'"));
    }

    [Fact, Rule("CS-7"), Rule("RES-3")]
    public async Task What_lapses_while_a_leaver_s_units_are_passed_on_is_not_passed_on()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reservation = await sales.RegisterAsync(1);
        await sales.Service.MoveClockAsync(Duration.FromHours(71));
        Task passing;
        Task<JsonElement> moving;
        await using (await HoldUnitAsync(sales))
        {
            passing = sales.PassAllAsync();
            await WaitingAsync(sales, 1);
            moving = sales.Service.MoveClockAsync(Duration.FromHours(2));
            await WaitingAsync(sales, 2);
        }

        await passing;
        await moving;
        var read = await sales.ReadAsync(reservation);
        Assert.Equal(("lapsed", "consultant-1"), (read["state"], read["consultant"]));
    }

    [Fact, Rule("RES-1"), Rule("RES-2")]
    public async Task Where_what_follows_from_a_registration_fails_nothing_of_it_is_left_and_the_same_key_registers()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var (database, form) = (Database(sales), SalesHost.Form(1));
        var version = (await sales.Consultant.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK)).ETag;
        // The manager's task, which the event's reaction sets, cannot be written.
        await database.ExecuteAsync("""
            CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''The disk of the tasks is full.''; END';
            CREATE TRIGGER fail BEFORE INSERT ON tasks.entries FOR EACH ROW EXECUTE FUNCTION public.fail();
            """);

        Assert.Equal(HttpStatusCode.InternalServerError, await RegisterAsync());

        foreach (var table in new[]
        {
            "reservations", "deposits", "ledger", "customers", "commands.answers WHERE key = 'a-form'",
            "approvals.requests WHERE kind = 'reservation'", "deadlines.deadlines WHERE kind = 'reservation-lapse'",
            "messaging.events WHERE type LIKE '%ReservationRegistered'",
        })
            Assert.Equal(0, await database.CountAsync(table));
        var unit = await sales.Consultant.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK);
        Assert.Equal(("available", version), (unit["state"], unit.ETag));

        await database.ExecuteAsync("DROP FUNCTION public.fail() CASCADE");
        Assert.Equal(HttpStatusCode.Created, await RegisterAsync());
        Assert.Equal(1, await database.CountAsync("reservations"));
        Assert.Equal(1, await database.CountAsync("tasks.entries WHERE key LIKE 'approve/%'"));

        // By a client of its own: no document promises a failure.
        async Task<HttpStatusCode> RegisterAsync()
        {
            using var client = new HttpClient { BaseAddress = sales.Service.Address, Timeout = Wait.Patience };
            client.DefaultRequestHeaders.Authorization = sales.Consultant.DefaultRequestHeaders.Authorization;
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{SalesHost.UnitPath()}/reservations")
            {
                Content = JsonContent.Create(form),
                Headers = { { "Idempotency-Key", "a-form" } },
            };
            using var answer = await client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact, Rule("RES-1"), Rule("RES-4")]
    public async Task What_a_registration_is_answered_is_what_is_read_of_it_a_moment_later()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Staff("finance-officer-1", "finance-officer", [
            SalesControlPermissions.RegisterReservation, SalesControlPermissions.RecordPayment,
            SalesControlPermissions.ApproveReservation, SalesControlPermissions.ReadBoard]);
        foreach (var customer in Enumerable.Range(1, 3))
        {
            var answered = await sales.RegisterAsync(customer, who: finance);
            var read = await finance.GetAsync(ReservationCalls.PathOf(answered), HttpStatusCode.OK);
            Assert.Equal((answered.Text, answered.ETag), (read.Text, read.ETag));
            Assert.NotEmpty(answered.Json.GetProperty("actions").EnumerateArray());
        }
    }

    private static ServiceDatabase Database(SalesHost sales) => new(sales.Service.Setting.Admin);

    /// <summary>Holds the unit's row, until disposed.</summary>
    private static async Task<NpgsqlConnection> HoldUnitAsync(SalesHost sales)
    {
        var holding = new NpgsqlConnection(sales.Service.Setting.Admin + ";Pooling=false");
        await holding.OpenAsync();
        await using var hold = new NpgsqlCommand(
            $"BEGIN; SELECT id FROM units WHERE code = '{SalesHost.Unit}' FOR UPDATE", holding);
        await hold.ExecuteNonQueryAsync();
        return holding;
    }

    /// <summary>Until so many of the service's changes wait for a lock.</summary>
    private static Task WaitingAsync(SalesHost sales, int many) => Wait.UntilAsync(
        async () => await Database(sales).CountAsync(
            "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") >= many,
        $"{many} at the unit");
}
