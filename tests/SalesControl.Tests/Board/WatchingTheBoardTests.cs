using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Ops.Identity.Contracts;
using Ops.Platform.Rules;
using Ops.SalesControl.Board;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Tests.OverHttp;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.Board;

public sealed class WatchingTheBoardTests(TestServers servers, ITestOutputHelper output)
{
    private static readonly string[] ReadOnly = [SalesControlPermissions.ReadBoard], WithHolders = [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.ReadHolders];

    [Fact]
    [Rule("RES-2")]
    public async Task While_50_callers_change_units_on_two_replicas_every_screen_shows_the_board_in_the_end()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await using var replica = await ServiceHost<Storage.SalesControlDb>.StartAsync(
            sales.Service.Setting, sales.Service.Authority);
        var csv = new StringBuilder(SalesHost.Header);
        for (var i = 0; i < 30; i++)
            csv.Append(
                CultureInfo.InvariantCulture,
                $"3,1,{1 + (i / 4)},{1 + (i / 4)}0{1 + (i % 4)},住宅,90,80,{2000000 + i},待售\n");
        await sales.ImportAndPublishAsync(csv.ToString());
        string[] units = [
            .. BoardScreen.CellsOf(await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.OK)).Keys];
        using var end = new CancellationTokenSource();

        var screens = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var screen = new BoardScreen();
            using var first = (i % 2 == 0 ? sales.Service : replica).Client(
                i % 3 == 0 ? WithHolders : ReadOnly, $"consultant-{i}");
            await screen.ReadAsync(first);
            return screen;
        }));
        var watching = screens.Select((screen, i) => Task.Run(async () =>
        {
            var random = new Random(i);
            while (!end.IsCancellationRequested)
            {
                // Now at one replica, now at the other.
                using var client = (random.Next(2) == 0 ? sales.Service : replica).Client(
                    i % 3 == 0 ? WithHolders : ReadOnly, $"consultant-{i}");
                using var off = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
                await screen.FollowAsync(
                    client, off.Token, byHeader: random.Next(2) == 0, () => off.CancelAfter(random.Next(1, 400)));
            }
        })).ToList();

        // Whose approval is in time is chance; one is certain.
        await sales.ReservedAsync(9, units[0]);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            var host = caller % 2 == 0 ? sales.Service : replica;
            using var consultant = host.Client(
                [SalesControlPermissions.RegisterReservation, SalesControlPermissions.ReadBoard],
                $"consultant-{caller}");
            using var manager = host.Client(
                [SalesControlPermissions.ApproveReservation, SalesControlPermissions.ReadBoard], "marketing-manager-1",
                "marketing-manager");
            for (var i = 0; i < 6; i++)
            {
                var answer = await consultant.PostAsJsonAsync(
                    $"{SalesHost.UnitPath(units[random.Next(units.Length)])}/reservations",
                    SalesHost.Form((caller * 100) + i));
                if (answer.StatusCode != HttpStatusCode.Created || random.Next(3) == 0)
                    continue;
                // What somebody else changes meanwhile is refused; that is as good a history as any.
                using var decide = new HttpRequestMessage(
                    HttpMethod.Post,
                    $"{answer.Headers.Location}/{(random.Next(2) == 0 ? "approve" : "refuse")}")
                {
                    Content = JsonContent.Create(new { reason = "Not this one." }),
                };
                decide.Headers.TryAddWithoutValidation("If-Match", answer.Headers.ETag!.Tag);
                using var decided = await manager.SendAsync(decide);
                answer.Dispose();
            }
        })));

        using var reader = sales.Service.Client(ReadOnly);
        using var manager = sales.Service.Client(WithHolders);
        var bare = BoardScreen.CellsOf(await reader.GetAsync(BoardScreen.Path, HttpStatusCode.OK));
        var full = BoardScreen.CellsOf(await manager.GetAsync(BoardScreen.Path, HttpStatusCode.OK));
        Assert.Contains(bare.Values, cell => cell.Contains("\"reserved\"", StringComparison.Ordinal));
        for (var i = 0; i < screens.Length; i++)
        {
            var (screen, board) = (screens[i], i % 3 == 0 ? full : bare);
            await Wait.UntilAsync(() => Same(screen.Shows(), board), $"screen {i} to show the board");
            Assert.Equal(0, screen.Resets);
        }

        await end.CancelAsync();
        await Task.WhenAll(watching);
        Assert.All(screens.Where((_, i) => i % 3 != 0), screen => Assert.All(
            screen.Shows().Values, cell => Assert.DoesNotContain("Customer", cell, StringComparison.Ordinal)));
    }

    [Fact]
    [Rule("RES-2")]
    public async Task What_another_replica_changed_is_told_and_names_only_to_who_may_see_them()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await using var replica = await ServiceHost<Storage.SalesControlDb>.StartAsync(
            sales.Service.Setting, sales.Service.Authority);
        using var plain = replica.Client(ReadOnly);
        using var named = replica.Client(WithHolders);
        var (bare, full) = (new BoardScreen(), new BoardScreen());
        await bare.ReadAsync(plain);
        await full.ReadAsync(named);
        using var end = new CancellationTokenSource();
        Task[] following = [bare.FollowAsync(plain, end.Token), full.FollowAsync(named, end.Token)];

        await sales.RegisterAsync(1);
        await Wait.UntilAsync(
            () => bare.Shows()[SalesHost.Unit].Contains("\"pending\"", StringComparison.Ordinal), "the plain screen");
        await Wait.UntilAsync(
            () => full.Shows()[SalesHost.Unit].Contains("\"holder\":\"Customer 1\"", StringComparison.Ordinal),
            "the screen with names");
        Assert.DoesNotContain("Customer 1", bare.Shows()[SalesHost.Unit], StringComparison.Ordinal);

        await ReadingTheBoardTests.ExecuteAsync(sales, "UPDATE customers SET name = 'Customer One'");
        await Wait.UntilAsync(
            () => full.Shows()[SalesHost.Unit].Contains("Customer One", StringComparison.Ordinal),
            "the corrected name");

        await end.CancelAsync();
        await Task.WhenAll(following);
    }

    [Fact]
    [Rule("RES-2")]
    public async Task While_a_unit_cannot_be_read_health_names_the_board_and_afterwards_who_watches_is_told_again()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var nobody = sales.Service.Client(token: null);
        using var end = new CancellationTokenSource();
        var (screen, connected) = (new BoardScreen(), new TaskCompletionSource());
        await screen.ReadAsync(sales.Consultant);
        var following = screen.FollowAsync(sales.Consultant, end.Token, connected: connected.SetResult);
        await connected.Task;

        // As a newer replica writes it, which knows one state more.
        await ReadingTheBoardTests.ExecuteAsync(sales, "UPDATE units SET state = 'Mothballed' WHERE code = '2-1-1202'");
        const string Failing = "Degraded\nloops: LiveBoard failed and will be tried again.";
        await Wait.UntilAsync(async () => await HealthAsync() == Failing, "the board to be named");
        await ReadingTheBoardTests.ExecuteAsync(sales, "UPDATE units SET state = 'Available' WHERE code = '2-1-1202'");

        await sales.RegisterAsync(1);
        await Wait.UntilAsync(
            () => screen.Shows()[SalesHost.Unit].Contains("\"pending\"", StringComparison.Ordinal),
            "the screen that had stayed");
        Assert.Equal(0, screen.Resets);
        await Wait.UntilAsync(async () => await HealthAsync() == "Healthy", "the board to be well");
        await end.CancelAsync();
        await following;

        Task<string> HealthAsync() =>
            nobody.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
    }

    [Fact]
    [Rule("CS-4")]
    public async Task A_price_that_comes_into_force_by_time_is_told_to_who_watches_and_to_who_comes_back()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var (watches, comesBack) = (new BoardScreen(), new BoardScreen());
        await watches.ReadAsync(sales.Consultant);
        await comesBack.ReadAsync(sales.Consultant);
        using var end = new CancellationTokenSource();
        var connected = new TaskCompletionSource();
        var following = watches.FollowAsync(sales.Consultant, end.Token, connected: connected.SetResult);
        await connected.Task;

        var list = await sales.Consultant.PostAsync($"/api/sales/projects/{SalesHost.Project}/price-lists", new
        {
            note = "Autumn",
            prices = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["2-1-1201"] = new { amount = "2222222.00", currency = "CNY" },
            },
        }, HttpStatusCode.Created);
        var approved = await sales.Manager.PostAsync(
            $"/api/sales/price-lists/{list["id"]}/approve", null, HttpStatusCode.OK, list.ETag);
        var soon = sales.Service.Services.GetRequiredService<IClock>().GetCurrentInstant() + Duration.FromHours(5);
        await sales.Manager.PostAsync(
            $"/api/sales/price-lists/{list["id"]}/publish",
            new { effectiveAt = soon.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) },
            HttpStatusCode.OK, approved.ETag);
        Assert.DoesNotContain("2222222", watches.Shows()["2-1-1201"], StringComparison.Ordinal);
        await sales.Service.MoveClockAsync(Duration.FromHours(6));

        await Wait.UntilAsync(
            () => watches.Shows()["2-1-1201"].Contains("2222222.00", StringComparison.Ordinal), "the price");
        var resumed = comesBack.FollowAsync(sales.Consultant, end.Token);
        await Wait.UntilAsync(
            () => comesBack.Shows()["2-1-1201"].Contains("2222222.00", StringComparison.Ordinal), "the price, later");
        await end.CancelAsync();
        await Task.WhenAll(following, resumed);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("another database")]
    [InlineData("beyond the present")]
    public async Task A_cursor_that_is_none_of_this_databases_is_answered_by_a_reset_and_then_by_what_changes(
        string cursor)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var known = (await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.OK))["cursor"]!;
        var parts = known.Split('-');
        var given = cursor switch
        {
            "nonsense" => "nonsense",
            "another database" => $"00000000-{parts[1]}-{parts[2]}",
            _ => $"{parts[0]}-{parts[1]}-1:{ulong.MaxValue}:",
        };
        using var end = new CancellationTokenSource(Wait.Patience);
        await using var events = BoardScreen.EventsAsync(sales.Consultant, given, byHeader: false, null, end.Token)
            .GetAsyncEnumerator(end.Token);

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("reset", events.Current.EventType);
        await sales.RegisterAsync(1);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("cells", events.Current.EventType);
        Assert.Contains(SalesHost.Unit, events.Current.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_cursor_the_whole_board_comes_first()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var end = new CancellationTokenSource(Wait.Patience);
        await using var events = BoardScreen.EventsAsync(sales.Consultant, null, byHeader: true, null, end.Token)
            .GetAsyncEnumerator(end.Token);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(4, JsonDocument.Parse(events.Current.Data).RootElement.GetArrayLength());
        Assert.NotNull(BoardCursor.Read(events.Current.EventId));
    }

    [Fact]
    public async Task A_stream_ends_with_its_token_and_at_once_when_the_service_stops()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var replica = await ServiceHost<Storage.SalesControlDb>.StartAsync(
            sales.Service.Setting, sales.Service.Authority);
        using var shortly = sales.Service.Client(
            sales.Service.Authority.Token(ReadOnly, expires: TimeProvider.System.GetUtcNow().AddSeconds(4)));
        using var stays = replica.Client(ReadOnly);
        var screen = new BoardScreen();
        await screen.ReadAsync(stays);

        // Ends by itself: nobody switches it off.
        await screen.FollowAsync(shortly, CancellationToken.None);

        var connected = new TaskCompletionSource();
        var following = Follow();
        await connected.Task;
        var started = Stopwatch.GetTimestamp();
        await replica.DisposeAsync();
        await following;
        // Far from the 20 s for which a stopping service waits for its callers.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 15);

        async Task Follow()
        {
            try
            {
                await screen.FollowAsync(stays, CancellationToken.None, connected: connected.SetResult);
            }
            catch (Exception failure) when (failure is HttpIOException or HttpRequestException or IOException)
            {
                // The connection went with the service.
            }
        }
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Who_is_suspended_or_has_left_is_shown_nothing_more_and_their_stream_ends_by_the_next_beat()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await using var replica = await ServiceHost<Storage.SalesControlDb>.StartAsync(
            sales.Service.Setting, sales.Service.Authority);
        using var left = sales.Service.Client(ReadOnly, "consultant-7");
        using var suspended = sales.Service.Client(ReadOnly, "consultant-8");
        using var elsewhere = replica.Client(ReadOnly, "consultant-8");
        using var end = new CancellationTokenSource();
        var screens = new List<(BoardScreen Screen, Task Following)>();
        foreach (var who in (HttpClient[])[left, suspended, elsewhere, sales.Consultant])
        {
            var (screen, connected) = (new BoardScreen(), new TaskCompletionSource());
            await screen.ReadAsync(who);
            screens.Add((screen, screen.FollowAsync(who, end.Token, connected: connected.SetResult)));
            await connected.Task;
        }

        // Nothing changes on the board: the beat ends it, which comes every 15 s.
        await LeaverTests.HearAsync(sales, new StaffLeft("consultant-7", null, new LocalDate(2026, 9, 30)));
        await screens[0].Following.WaitAsync(Wait.Patience, TestContext.Current.CancellationToken);

        await LeaverTests.HearAsync(sales, new AccessSuspended("consultant-8"));
        await Wait.UntilAsync(
            async () => (await elsewhere.GetAsync(new Uri(BoardScreen.Path, UriKind.Relative))).StatusCode
                == HttpStatusCode.Unauthorized,
            "the other replica to know");
        await sales.RegisterAsync(1);
        await Task.WhenAll(screens[1].Following, screens[2].Following).WaitAsync(
            Wait.Patience, TestContext.Current.CancellationToken);
        await Wait.UntilAsync(
            () => screens[3].Screen.Shows()[SalesHost.Unit].Contains("\"pending\"", StringComparison.Ordinal),
            "the screen of one who stays");
        Assert.All(screens.Take(3), one => Assert.Contains(
            "\"available\"", one.Screen.Shows()[SalesHost.Unit], StringComparison.Ordinal));
        await suspended.GetAsync($"{BoardScreen.Path}/changes", HttpStatusCode.Unauthorized);
        await end.CancelAsync();
        await screens[3].Following;
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Who_stands_in_for_one_who_may_see_holders_is_told_no_name_after_their_days()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var from = InstantPattern.ExtendedIso.Format(now - Duration.FromHours(1));
        var until = InstantPattern.ExtendedIso.Format(now + Duration.FromDays(1));
        using var standIn = sales.Service.Client(sales.Service.Authority.Token(
            ReadOnly, "sales-supervisor-1", "sales-supervisor",
            delegations: [$"{SalesControlPermissions.ReadHolders} marketing-manager-1 {from} {until}"]));
        using var end = new CancellationTokenSource();
        var (screen, connected) = (new BoardScreen(), new TaskCompletionSource());
        await screen.ReadAsync(standIn);
        var following = screen.FollowAsync(standIn, end.Token, connected: connected.SetResult);
        await connected.Task;
        await sales.RegisterAsync(1);
        await Wait.UntilAsync(
            () => screen.Shows()[SalesHost.Unit].Contains("Customer 1", StringComparison.Ordinal), "the holder's name");

        await sales.Service.MoveClockAsync(Duration.FromDays(1));
        await sales.RegisterAsync(2, "2-1-1201");
        await following.WaitAsync(Wait.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(1, screen.Resets);
        Assert.DoesNotContain("Customer 2", screen.Shows()["2-1-1201"], StringComparison.Ordinal);
        await screen.ReadAsync(standIn);
        Assert.Contains("\"pending\"", screen.Shows()["2-1-1201"], StringComparison.Ordinal);
        Assert.DoesNotContain("Customer", string.Concat(screen.Shows().Values), StringComparison.Ordinal);

        following = screen.FollowAsync(standIn, end.Token);
        await sales.RegisterAsync(3, "2-1-1202");
        await Wait.UntilAsync(
            () => screen.Shows()["2-1-1202"].Contains("\"pending\"", StringComparison.Ordinal),
            "the screen that came again");
        Assert.DoesNotContain("Customer", string.Concat(screen.Shows().Values), StringComparison.Ordinal);
        await end.CancelAsync();
        await following;
    }

    [Fact]
    public async Task A_screen_that_comes_back_with_an_old_cursor_is_told_exactly_what_it_missed_and_then_what_changes()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await using var replica = await ServiceHost<Storage.SalesControlDb>.StartAsync(
            sales.Service.Setting, sales.Service.Authority);
        using var there = replica.Client(ReadOnly);
        var old = (await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.OK))["cursor"]!;
        var first = await sales.RegisterAsync(1, "2-1-1201");
        await sales.ApproveAsync(first["id"]!);
        await sales.RegisterAsync(2, "2-1-1203");
        await sales.RegisterAsync(3, "2-1-1203");
        var board = BoardScreen.CellsOf(await sales.Consultant.GetAsync(BoardScreen.Path, HttpStatusCode.OK));
        using var end = new CancellationTokenSource(Wait.Patience);

        await using var here = BoardScreen.EventsAsync(sales.Consultant, old, byHeader: true, null, end.Token)
            .GetAsyncEnumerator(end.Token);
        await using var elsewhere =
            BoardScreen.EventsAsync(there, old, byHeader: false, null, end.Token).GetAsyncEnumerator(end.Token);
        var seen = "";
        foreach (var events in (IAsyncEnumerator<System.Net.ServerSentEvents.SseItem<string>>[])[here, elsewhere])
        {
            // Each once, whole and as it is now; what did not change, not at all.
            var missed = await NextAsync(events);
            Assert.Equal(["2-1-1201", "2-1-1203"], missed.Keys.Order(StringComparer.Ordinal));
            Assert.All(missed, cell => Assert.Equal(board[cell.Key], cell.Value));
            seen = events.Current.EventId!;
        }

        await sales.RegisterAsync(4, "2-1-1202");
        Assert.Equal(["2-1-1202"], (await NextAsync(here)).Keys);
        Assert.Equal(["2-1-1202"], (await NextAsync(elsewhere)).Keys);
        // By an event's own id, at the other replica than it came from.
        await using var again = BoardScreen.EventsAsync(sales.Consultant, seen, byHeader: true, null, end.Token)
            .GetAsyncEnumerator(end.Token);
        Assert.Equal(["2-1-1202"], (await NextAsync(again)).Keys);

        static async Task<Dictionary<string, string>> NextAsync(
            IAsyncEnumerator<System.Net.ServerSentEvents.SseItem<string>> events)
        {
            Assert.True(await events.MoveNextAsync());
            Assert.Equal("cells", events.Current.EventType);
            return JsonDocument.Parse(events.Current.Data).RootElement.EnumerateArray().ToDictionary(
                cell => cell.GetProperty("unit").GetString()!, cell => cell.GetRawText(), StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task A_change_reaches_500_screens()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var end = new CancellationTokenSource();
        using var client = sales.Service.Client(ReadOnly);
        var known = (await client.GetAsync(BoardScreen.Path, HttpStatusCode.OK))["cursor"]!;
        var ready = new CountdownEvent(500);
        var (rounds, seen) = (10, new List<double>[10]);
        for (var i = 0; i < rounds; i++)
            seen[i] = [];
        var committed = new long[rounds];
        var told = new int[rounds];
        var screens = Enumerable.Range(0, 500).Select(_ => Task.Run(async () =>
        {
            var round = 0;
            try
            {
                await foreach (var one in BoardScreen.EventsAsync(
                    client, known, byHeader: true, () => ready.Signal(), end.Token))
                {
                    var at = Stopwatch.GetTimestamp();
                    foreach (var _ in JsonDocument.Parse(one.Data).RootElement.EnumerateArray().Where(
                        _ => round < rounds))
                    {
                        lock (seen[round])
                            seen[round].Add(
                                Stopwatch.GetElapsedTime(Volatile.Read(ref committed[round]), at).TotalMilliseconds);
                        Interlocked.Increment(ref told[round++]);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The day is over.
            }
        })).ToList();
        await Wait.UntilAsync(() => ready.IsSet, "500 screens");

        for (var i = 0; i < rounds; i++)
        {
            var (round, customer) = (i, i + 1);
            // Measured from before the request: the commit is somewhere within it, and nothing is flattered.
            Volatile.Write(ref committed[round], Stopwatch.GetTimestamp());
            await sales.RegisterAsync(customer);
            await Wait.UntilAsync(() => Volatile.Read(ref told[round]) == 500, $"change {round} on 500 screens");
        }

        var times = seen.Skip(2).SelectMany(one => one).Order().ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"from the request to the screen: p50 {times[times.Count / 2]:0} ms, "
                + $"p99 {times[times.Count * 99 / 100]:0} ms"));
        await end.CancelAsync();
        await Task.WhenAll(screens);
        Assert.All(told, count => Assert.Equal(500, count));
    }

    [Fact]
    public void Who_does_not_keep_up_is_sent_away()
    {
        using var watcher = new BoardWatcher(withHolders: false);
        var told = 0;
        while (watcher.Tell(BoardEvent.Beat))
            Assert.InRange(++told, 1, 10_000);
        Assert.True(watcher.SentAway.IsCancellationRequested || SpinWait.SpinUntil(
            () => watcher.SentAway.IsCancellationRequested, Wait.Patience));
        Assert.True(told > 0);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(11, true)]
    [InlineData(12, false)]
    [InlineData(19, true)]
    [InlineData(20, false)]
    [InlineData(21, false)]
    public void A_cursor_has_seen_what_its_snapshot_saw(ulong transaction, bool seen) =>
        Assert.Equal(seen, BoardCursor.Read("0a1b2c3d-2-0-10:20:10,12")!.Sees(transaction));

    [Theory]
    [InlineData("")]
    [InlineData("a-b-0-10:20:")]
    [InlineData("a-1-b-10:20:")]
    [InlineData("a-1-10:20:")]
    [InlineData("a-1-0-20:10:")]
    [InlineData("a-1-0-10:20")]
    [InlineData("a-1-0-10:20:x")]
    [InlineData("a-1-0--10:20:")]
    [InlineData("a-1-0-10:99999999999999999999999:")]
    public void What_is_no_cursor_is_not_read(string text) => Assert.Null(BoardCursor.Read(text));

    private static bool Same(Dictionary<string, string> one, Dictionary<string, string> other) =>
        one.Count == other.Count && one.All(cell => other.TryGetValue(cell.Key, out var there) && there == cell.Value);
}
