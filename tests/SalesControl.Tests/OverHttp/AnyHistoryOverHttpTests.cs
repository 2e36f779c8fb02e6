using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CsCheck;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// Random histories of 500 commands by many callers at once, on the real database: whatever is done to a few units, in whichever order and at whichever times, what must never happen does not. A history that fails is made
/// smaller and printed.
/// </summary>
public sealed class AnyHistoryOverHttpTests(TestServers servers) : IDisposable
{
    private const int Units = 4, Customers = 8, Callers = 12, Commands = 500;

    private static readonly string[] Everything =
    [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.RegisterReservation, SalesControlPermissions.ApproveReservation, SalesControlPermissions.SignSubscription, SalesControlPermissions.ReadApprovals,
        SalesControlPermissions.AskForChange, SalesControlPermissions.ApproveChange, SalesControlPermissions.SettleChange, SalesControlPermissions.SignContract, SalesControlPermissions.RecordDelivery,
        SalesControlPermissions.RecordPayment, SalesControlPermissions.RefundDeposit, SalesControlPermissions.ReadLedger, SalesControlPermissions.MergeCustomers, SalesControlPermissions.Operate,
    ];

    /// <summary>What, on which unit, for which customer, and of what is there the how manyth.</summary>
    private static readonly Gen<(int What, int Unit, int Customer, int Pick)[]> Histories =
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, Units - 1], Gen.Int[0, Customers - 1], Gen.Int[0, 1000]).Array[Commands];

    /// <summary>Only forward: of two who move the clock at once one would be told that it does not go back.</summary>
    private readonly SemaphoreSlim _clock = new(1);

    private int _played;

    [Fact]
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-3")]
    [Rule("RES-4")]
    [Rule("CS-4")]
    public async Task Whatever_many_callers_do_at_once_nothing_happens_that_must_never_happen()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await Histories.SampleAsync(
            async history => await PlayAsync(sales, history) is { Count: 0 },
            iter: 3, threads: 1, print: history => string.Join('\n', history.Take(40).Select(step => step.ToString())));
        // Refusals alone would prove little: what there is to happen has happened.
        Assert.InRange(await new ServiceDatabase(sales.Service.Setting.Admin).QueryAsync<long>("SELECT count(DISTINCT type) FROM messaging.events WHERE stream LIKE 'unit/%'"), 14, 100);
    }

    public void Dispose() => _clock.Dispose();

    /// <summary>Plays it on units of its own, and answers what is wrong at the end.</summary>
    private async Task<IReadOnlyList<string>> PlayAsync(SalesHost sales, (int What, int Unit, int Customer, int Pick)[] history)
    {
        var building = $"{100 + Interlocked.Increment(ref _played)}";
        var list = new System.Text.StringBuilder(SalesHost.Header);
        for (var unit = 0; unit < Units; unit++)
            list.Append(System.Globalization.CultureInfo.InvariantCulture, $"{building},1,{unit + 1},{unit + 1}01,住宅,89.5,71.2,{2_000_000 + (10_000 * unit)},待售\n");
        await sales.ImportAndPublishAsync(list.ToString());
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            using var seller = sales.Service.Client(Everything, $"consultant-{caller}", "consultant");
            using var manager = sales.Service.Client(Everything, $"marketing-manager-{caller}", "general-manager");
            while (Interlocked.Increment(ref next) is var at && at < history.Length)
                await StepAsync(sales, building, history[at], at, seller, manager);
        }));
        return await WrongAsync(sales, building);
    }

    private async Task StepAsync(SalesHost sales, string building, (int What, int Unit, int Customer, int Pick) step, int at, HttpClient seller, HttpClient manager)
    {
        var unit = $"{building}-1-{step.Unit + 1}01";
        var path = SalesHost.UnitPath(unit);
        var customer = (100 * int.Parse(building, System.Globalization.CultureInfo.InvariantCulture)) + step.Customer;
        var once = $"{building}-{at}";
        var database = new ServiceDatabase(sales.Service.Setting.Admin);
        switch (step.What)
        {
            case <= 4:
                await SendAsync(seller, $"{path}/reservations", SalesHost.Form(customer, receipt: $"R-{once}", form: $"F-{once}"));
                break;
            case 5 or 6:
                await OnAsync("reservations", "approve", null, manager);
                break;
            case 7:
                await OnAsync("reservations", "refuse", new { reason = "The form is not signed." }, manager);
                break;
            case 8:
                await OnAsync("reservations", "release", new { reason = "Bought elsewhere." }, seller);
                break;
            case 9:
                await OnAsync("reservations", "leave", new { reason = "Bought elsewhere." }, seller);
                break;
            case 10 or 11:
                await OnAsync("reservations", "take-up", new { form = $"F-{once}", depositReceipt = $"R-{once}" }, seller);
                break;
            case 12:
                await OnAsync("reservations", "renewal", new { form = $"F-{once}" }, seller);
                break;
            case 13:
                await OnAsync("reservations", "yield", null, seller);
                break;
            case 14:
                await OnAsync("reservations", "payment", new { receipt = $"P-{once}", amount = SellingHost.Yuan(1000 + step.Pick) }, seller);
                break;
            case 15:
                await SendAsync(seller, $"{path}/subscription", new { agreementNumber = $"S-{once}", customer = SellingHost.Customer(customer) });
                break;
            case 16:
                await OnAsync("subscriptions", "payments", new { receipt = $"P-{once}", amount = SellingHost.Yuan(5000 + step.Pick) }, seller);
                break;
            case 17:
                await OnAsync("subscriptions", "contract", new { contractNumber = $"C-{once}" }, seller);
                break;
            case 18:
                if (await OnAsync("subscriptions", "cancellation", new { reason = "They give it back." }, seller) is { } change)
                {
                    foreach (var decider in (string[])["marketing-manager-8", "finance-officer-8"])
                    {
                        using var who = sales.Service.Client(Everything, decider, "general-manager");
                        await SendAsync(who, $"/api/sales/changes/{change}/approve", null, $"/api/sales/changes/{change}");
                    }
                }

                break;
            case 19:
                if (await PickAsync($"SELECT id::text FROM deposits WHERE state = 'Held' AND receipt LIKE '_-{building}-%' ORDER BY id") is { } deposit)
                    await SendAsync(manager, $"/api/sales/deposits/{deposit}/refund", new { reason = "Nothing came of it." }, $"/api/sales/deposits/{deposit}");
                break;
            default:
                // Time goes on, by minutes or by days.
                await _clock.WaitAsync();
                try
                {
                    await sales.Service.MoveClockAsync(step.Pick % 3 == 0 ? Duration.FromHours(step.Pick % 80) : Duration.FromMinutes(step.Pick));
                }
                finally
                {
                    _clock.Release();
                }

                break;
        }

        async Task<string?> OnAsync(string kind, string act, object? body, HttpClient who) =>
            await PickAsync($"SELECT x.id::text FROM {kind} x JOIN units u ON u.id = x.unit_id WHERE u.project = '{SalesHost.Project}' AND u.code = '{unit}' ORDER BY x.id") is { } id
                ? await SendAsync(who, $"/api/sales/{kind}/{id}/{act}", body, $"/api/sales/{kind}/{id}") : null;

        // Rather of the last than of the first: what is over is tried too, and seldom.
        async Task<string?> PickAsync(string sql)
        {
            var all = await database.QueryAsync<string[]>($"SELECT COALESCE(array_agg(id), '{{}}') FROM ({sql}) one(id)");
            return all.Length == 0 ? null : all[^(1 + (step.Pick % Math.Min(all.Length, 4)))];
        }
    }

    /// <summary>The id of what was made; null when it was refused. Anything but a clean answer is a failure by itself.</summary>
    private static async Task<string?> SendAsync(HttpClient who, string path, object? body, string? thing = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (thing is not null)
        {
            using var seen = await who.GetAsync(new Uri(thing, UriKind.Relative));
            if (seen.Headers.ETag is { } tag)
                request.Headers.IfMatch.Add(tag);
        }

        using var answer = await who.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode < 500, $"{path}: {(int)answer.StatusCode} {text}");
        return answer.IsSuccessStatusCode && JsonDocument.Parse(text).RootElement.TryGetProperty("id", out var id) ? id.GetString() : null;
    }

    private static async Task<IReadOnlyList<string>> WrongAsync(SalesHost sales, string building)
    {
        var database = new ServiceDatabase(sales.Service.Setting.Admin);
        var wrong = new List<string>();
        foreach (var (what, sql) in Never(building))
        {
            if (await database.CountAsync(sql) is var found && found > 0)
                wrong.Add($"{what}: {found}");
        }

        foreach (var unit in Enumerable.Range(1, Units).Select(floor => $"{building}-1-{floor}01"))
            wrong.AddRange(await ReplayAsync(sales, unit));
        if (wrong.Count > 0)
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', wrong));
        return wrong;
    }

    private static IEnumerable<(string What, string From)> Never(string building)
    {
        var mine = $"(SELECT * FROM units WHERE building = '{building}')";
        yield return ("two holders of a unit", $"{mine} u WHERE (SELECT count(*) FROM reservations r WHERE r.unit_id = u.id AND r.state IN ('Pending', 'Reserved', 'Offered')) > 1");
        yield return ("a unit open while somebody waits", $"{mine} u WHERE u.state = 'Available' AND EXISTS (SELECT FROM reservations r WHERE r.unit_id = u.id AND r.state IN ('Waiting', 'Offered'))");
        yield return ("somebody passed over", $"reservations later JOIN reservations earlier ON earlier.unit_id = later.unit_id AND earlier.number < later.number JOIN {mine} u ON u.id = later.unit_id WHERE later.offered_at IS NOT NULL AND earlier.state = 'Waiting'");
        yield return ("a hold without its deposit", $"reservations r JOIN {mine} u ON u.id = r.unit_id WHERE r.state IN ('Pending', 'Reserved') AND NOT EXISTS (SELECT FROM deposits d WHERE d.project = u.project AND d.receipt = r.deposit_receipt)");
        yield return ("a movement that does not balance", "(SELECT movement FROM ledger GROUP BY movement HAVING sum(amount) <> 0) one");
        yield return ("a deposit that ended twice, or was lost", """
            deposits d WHERE d.amount > 0 AND (SELECT count(*) FROM ledger l WHERE l.deposit_id = d.id AND l.account = 'DepositsHeld') <> CASE d.state WHEN 'Held' THEN 1 ELSE 2 END
            """);
        yield return ("deposits held that the ledger does not hold", "(SELECT 1 WHERE (SELECT COALESCE(sum(amount), 0) FROM deposits WHERE state = 'Held') <> (SELECT -COALESCE(sum(amount), 0) FROM ledger WHERE account = 'DepositsHeld')) one");
        yield return ("a payment of a sale that the ledger does not have", """
            subscriptions s WHERE (SELECT COALESCE(sum(i.paid), 0) FROM instalments i WHERE i.subscription_id = s.id AND i.replaced_at IS NULL) > (SELECT -COALESCE(sum(l.amount), 0) FROM ledger l WHERE l.subscription_id = s.id AND l.account = 'CustomerPayments') AND s.ended_at IS NULL
            """);
        yield return ("an event missing or out of order", $"{mine} u WHERE u.version <> (SELECT count(*) FROM messaging.events e WHERE e.stream = 'unit/' || u.id) OR u.version <> (SELECT max(version) FROM messaging.events e WHERE e.stream = 'unit/' || u.id)");
        yield return ("a price that no version justifies", """
            subscriptions s WHERE s.list_price IS DISTINCT FROM (SELECT l.price FROM price_lines l JOIN price_lists p ON p.id = l.price_list_id WHERE l.unit_id = s.unit_id AND p.state = 'Published' AND p.effective_at <= s.signed_at ORDER BY p.effective_at DESC, p.number DESC LIMIT 1)
            """);
        yield return ("a line that is counted wrongly", $"{mine} u WHERE u.waiting <> (SELECT count(*) FROM reservations r WHERE r.unit_id = u.id AND r.state = 'Waiting')");
    }

    /// <summary>The history by itself leads to the state that the board shows, by moves that the diagram has.</summary>
    private static async Task<IReadOnlyList<string>> ReplayAsync(SalesHost sales, string unit)
    {
        List<string> wrong = [];
        var state = UnitState.Available;
        var waiting = 0;
        await using var source = NpgsqlDataSource.Create(sales.Service.Setting.Admin);
        await using var command = source.CreateCommand("SELECT e.type FROM messaging.events e JOIN units u ON e.stream = 'unit/' || u.id WHERE u.code = $1 ORDER BY e.version");
        command.Parameters.Add(new() { Value = unit });
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                var happened = reader.GetString(0);
                waiting += happened switch { nameof(WaitRecorded) => 1, nameof(UnitOffered) or nameof(WaitClosed) => -1, _ => 0 };
                if (LeadsTo(happened) is not { } to)
                    continue;
                if (to != state && !UnitActs.All.Any(act => act.Moves.TryGetValue(state, out var allowed) && allowed.Contains(to)))
                    wrong.Add($"{unit}: {happened} led from {state} to {to}, which the diagram does not have");
                state = to;
            }
        }

        var board = await sales.Consultant.GetAsync($"/api/sales/projects/{SalesHost.Project}/board", HttpStatusCode.OK);
        var cell = Cells(board.Json).Single(one => one.GetProperty("unit").GetString() == unit);
        if (!string.Equals(cell.GetProperty("state").GetString(), state.ToString(), StringComparison.OrdinalIgnoreCase))
            wrong.Add($"{unit}: the board shows {cell.GetProperty("state").GetString()}, the history {state}");
        return wrong;
    }

    private static UnitState? LeadsTo(string happened) => happened switch
    {
        nameof(ReservationRegistered) => UnitState.Pending,
        nameof(ReservationApproved) or nameof(ReservationRenewed) => UnitState.Reserved,
        nameof(UnitOffered) => UnitState.Offered,
        nameof(UnitReleased) => UnitState.Available,
        nameof(SubscriptionSigned) => UnitState.Subscribed,
        nameof(ContractSigned) => UnitState.Contracted,
        nameof(UnitDelivered) => UnitState.Delivered,
        _ => null,
    };

    private static IEnumerable<JsonElement> Cells(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Cells),
        JsonValueKind.Object when json.TryGetProperty("unit", out _) && json.TryGetProperty("state", out _) => [json],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Cells(member.Value)),
        _ => [],
    };
}
