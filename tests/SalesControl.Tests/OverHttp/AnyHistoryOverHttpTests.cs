using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CsCheck;
using NodaTime;
using Npgsql;
using Ops.Identity.Contracts;
using Ops.Platform.Rules;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.CustomerHistory;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// Random histories of 500 commands by many callers at once, on the real database: homes and a shop on sale, and two
/// homes that come on sale with a batch whose queue numbers choose first. Whatever is done to them, in whichever order
/// and at whichever times, what must never happen does not. A history that fails is made smaller and printed.
/// </summary>
public sealed class AnyHistoryOverHttpTests(TestServers servers, ITestOutputHelper output) : IDisposable
{
    /// <summary>The first two are homes, then a shop, then two homes of the batch.</summary>
    private const int Units = 5, Shop = 2, FirstOfBatch = 3, Customers = 6, Callers = 12, Commands = 500, Tries = 60,
        LookEach = 4;

    private static readonly string[] Everything = [
        .. typeof(SalesControlPermissions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(
            field => (string)field.GetRawConstantValue()!)];

    /// <summary>What is done, each as often as it stands here.</summary>
    private static readonly string[] Acts = [
        "register", "register", "register", "register", "approve", "approve", "refuse", "release", "release", "leave",
        "take up", "renew", "yield", "pay first", "subscribe", "subscribe", "pay", "contract", "deliver",
        "end the sale", "end the sale", "refund", "time", "number", "number", "the day", "the day", "the day", "choose",
        "return the number", "let", "let", "let", "let", "lease", "lease", "swap", "swap", "swap", "swap",
        "other buyers", "price", "draft", "extend", "extend", "withhold", "ask only", "register by a leaver",
        "register by a leaver", "leave the company", "merge", "merge"];

    /// <summary>Which unit: the shop not as often as a home, so that it is let too.</summary>
    private static readonly int[] Where = [0, 0, 1, 1, Shop, 3, 3, 4, 4];

    /// <summary>What, on which unit, for which customer, and of what is there the how manyth.</summary>
    private static readonly Gen<Step[]> Histories = Gen.Select(
        Gen.Int[0, Acts.Length - 1], Gen.Int[0, Where.Length - 1], Gen.Int[0, Customers - 1], Gen.Int[0, 1000],
        (what, unit, customer, pick) => new Step(Acts[what], Where[unit], customer, pick)).Array[Commands];

    /// <summary>
    /// Of so many kinds are the events at least, and so many rounds of histories may it take to see them.
    /// </summary>
    private const int Kinds = 26, Further = 12;

    private static readonly string[] MustHappen = [
        nameof(ReservationApproved), nameof(UnitOffered), nameof(WaitRecorded),
        nameof(SalesControl.Subscriptions.SubscriptionSigned), nameof(SalesControl.Subscriptions.ContractSigned),
        nameof(SalesControl.Subscriptions.SaleCancelled), nameof(LeaseBooked),
        nameof(QueueNumberGiven), nameof(QueueNumberMoved), nameof(UnitPutOnSale), nameof(DepositRefunded),
        nameof(ReservationPassed), nameof(CustomersMerged)];

    /// <summary>Only forward: of two who move the clock at once one would be told that it does not go back.</summary>
    private readonly SemaphoreSlim _clock = new(1);

    private int _played;

    [Fact]
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-3")]
    [Rule("RES-4")]
    [Rule("CS-4")]
    [Rule("DOC-5.6.1")]
    [Case("refused-reservation-s-deposit", Generated = true)]
    [Case("task-of-what-has-ended", Generated = true)]
    public async Task Whatever_many_callers_do_at_once_nothing_happens_that_must_never_happen()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        string? smallest = null;
        string[] happened = [];
        // Refusals alone would prove little: three histories, and further ones until what there is to happen has
        // happened.
        for (var more = Further; more > 0 && !(happened.Length >= Kinds && MustHappen.All(happened.Contains)); more--)
        {
            await Histories.SampleAsync(
                async history =>
                {
                    if (await PlayAsync(sales, history, Callers) is { Count: 0 })
                        return true;
                    smallest ??= await SmallestAsync(sales, history);
                    return false;
                },
                iter: happened.Length == 0 ? 3 : 1, threads: 1, print: _ => smallest ?? "");
            happened = await new ServiceDatabase(sales.Service.Setting.Admin).QueryAsync<string[]>(
                """
                SELECT array_agg(DISTINCT type ORDER BY type) FROM messaging.events WHERE stream LIKE 'unit/%'
                    OR stream LIKE 'batch/%' OR stream LIKE 'customer/%'
                """);
        }

        output.WriteLine(string.Join(' ', happened));
        Assert.InRange(happened.Length, Kinds, 100);
        Assert.Empty(MustHappen.Except(happened, StringComparer.Ordinal));
    }

    public void Dispose() => _clock.Dispose();

    /// <summary>
    /// Leaves out of a history that fails as much as can be left out so that it still does: first by one caller, where
    /// the order is the history's own; by all of them where it takes several. What each try did wrong is told.
    /// </summary>
    private async Task<string> SmallestAsync(SalesHost sales, Step[] failing)
    {
        var left = Tries;
        IReadOnlyList<string> wrong = [];
        var callers = await FailsAsync(failing, 1) ? 1 : Callers;
        var (size, smaller) = (failing.Length / 2, true);
        while (left > 0 && failing.Length > 1 && (size > 1 || smaller))
        {
            smaller = false;
            for (var from = 0; from < failing.Length && left > 0;)
            {
                Step[] rest = [.. failing[..from], .. failing[Math.Min(from + size, failing.Length)..]];
                if (rest.Length > 0 && await FailsAsync(rest, callers))
                    (failing, smaller) = (rest, true);
                else
                    from += size;
            }

            size = Math.Max(1, size / 2);
        }

        return $"{failing.Length} commands by {callers}:\n{string.Join('\n', failing.AsEnumerable())}\n"
            + $"and then:\n{string.Join('\n', wrong)}";

        async Task<bool> FailsAsync(Step[] history, int by)
        {
            left--;
            var found = await PlayAsync(sales, history, by);
            wrong = found.Count > 0 ? found : wrong;
            return found.Count > 0;
        }
    }

    /// <summary>
    /// Plays it on units of its own, and answers what is wrong at the end. Anything but a clean answer is wrong by
    /// itself.
    /// </summary>
    private async Task<IReadOnlyList<string>> PlayAsync(SalesHost sales, Step[] history, int callers)
    {
        var building = $"{100 + Interlocked.Increment(ref _played)}";
        var list = new StringBuilder(SalesHost.Header);
        for (var unit = 0; unit < Units; unit++)
            list.Append(
                CultureInfo.InvariantCulture,
                $"{building},1,{unit + 1},{unit + 1}01,{(unit == Shop ? "商铺" : "住宅")},89.5,71.2,"
                    + $"{2_000_000 + (10_000 * unit)},{(unit < FirstOfBatch ? "待售" : "销控")}\n");
        await sales.ImportAndPublishAsync(list.ToString());
        using var lead = sales.Service.Client(Everything, "sales-supervisor-1", "sales-supervisor");
        var units = Enumerable.Range(FirstOfBatch, Units - FirstOfBatch).Select(unit => CodeOf(building, unit));
        var batch = await lead.PostAsync(
            $"/api/sales/projects/{SalesHost.Project}/batches",
            new { code = $"batch-{building}", name = "A batch", units }, HttpStatusCode.Created);
        var broken = new List<string>();
        var database = new ServiceDatabase(sales.Service.Setting.Admin);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async caller =>
        {
            using var seller = sales.Service.Client(Everything, $"consultant-{caller}", "consultant");
            using var manager = sales.Service.Client(Everything, $"marketing-manager-{caller}", "general-manager");
            while (Interlocked.Increment(ref next) is var at && at < history.Length)
            {
                if (await new Caller(
                    this, sales, building, batch["id"]!, history[at], at, seller, manager).DoAsync() is not { } failed)
                {
                    // What hangs does not go away: it is looked for after each few commands.
                    if (at % LookEach != 0 || await Dangling.FindAsync(database) is not [var hanging, ..])
                        continue;
                    failed = hanging;
                }

                lock (broken)
                    broken.Add($"command {at + 1}, {history[at]}: {failed}");
            }
        }));
        // What was written down for a leaver at the moment when they left passes on a little later.
        await Wait.UntilAsync(
            async () => await database.CountAsync(
                $"""
                reservations r JOIN staff.members m ON m.number = r.consultant AND m.successor IS NOT NULL
                    WHERE r.ended_at IS NULL AND r.consultant = '{LeaverOf(building)}'
                """) == 0,
            "what a leaver had to be their successor's");
        broken.AddRange(await Dangling.FindAsync(database));
        broken.AddRange(await WrongAsync(sales, building));
        return broken;
    }

    private static string LeaverOf(string building) => $"consultant-of-{building}";

    private static string CodeOf(string building, int unit) => $"{building}-1-{unit + 1}01";

    private static async Task<IReadOnlyList<string>> WrongAsync(SalesHost sales, string building)
    {
        var database = new ServiceDatabase(sales.Service.Setting.Admin);
        var wrong = new List<string>();
        foreach (var (what, sql) in Never(building))
        {
            if (await database.CountAsync(sql) is var found && found > 0)
                wrong.Add($"{what}: {found}");
        }

        var board = Cells((await sales.Consultant.GetAsync(
            $"/api/sales/projects/{SalesHost.Project}/board?building={building}", HttpStatusCode.OK)).Json)
            .ToDictionary(cell => cell.GetProperty("unit").GetString()!, StringComparer.Ordinal);
        for (var unit = 0; unit < Units; unit++)
        {
            var replay = await ReplayAsync(sales, CodeOf(building, unit));
            wrong.AddRange(replay.Wrong);
            var cell = board[CodeOf(building, unit)];
            var state = cell.GetProperty("state").GetString();
            if (!string.Equals(state, replay.State.ToString(), StringComparison.OrdinalIgnoreCase)
                || cell.GetProperty("waiting").GetInt32() != replay.Line.Count)
                wrong.Add(
                    $"{CodeOf(building, unit)}: the board shows {state} "
                        + $"and {cell.GetProperty("waiting")} who wait, the history {replay.State} "
                        + $"and {replay.Line.Count}");
        }

        return wrong;
    }

    private static IEnumerable<(string What, string From)> Never(string building)
    {
        var mine = $"(SELECT * FROM units WHERE building = '{building}')";
        yield return (
            "two holders of a unit",
            $"""
            {mine} u WHERE (SELECT count(*) FROM reservations r WHERE r.unit_id = u.id
                AND r.state IN ('Pending', 'Reserved', 'Offered')) > 1
            """);
        yield return (
            "a unit open while somebody waits",
            $"""
            {mine} u WHERE u.state = 'Available' AND EXISTS (SELECT FROM reservations r WHERE r.unit_id = u.id
                AND r.state IN ('Waiting', 'Offered'))
            """);
        yield return (
            "somebody passed over",
            $"""
            reservations later JOIN reservations earlier ON earlier.unit_id = later.unit_id
                AND earlier.number < later.number JOIN {mine} u ON u.id = later.unit_id
                WHERE later.offered_at IS NOT NULL AND earlier.state = 'Waiting'
            """);
        yield return (
            "a hold without its deposit",
            $"""
            reservations r JOIN {mine} u ON u.id = r.unit_id WHERE r.state IN ('Pending', 'Reserved')
                AND NOT EXISTS (SELECT FROM deposits d WHERE d.project = u.project AND d.receipt = r.deposit_receipt)
            """);
        yield return (
            "a movement that does not balance",
            "(SELECT movement FROM ledger GROUP BY movement HAVING sum(amount) <> 0) one");
        yield return ("a deposit that ended twice, or was lost", """
            deposits d WHERE d.amount > 0 AND (SELECT count(*) FROM ledger l WHERE l.deposit_id = d.id
                AND l.account = 'DepositsHeld') <> CASE d.state WHEN 'Held' THEN 1 ELSE 2 END
            """);
        yield return (
            "deposits held that the ledger does not hold",
            """
            (SELECT 1 WHERE (SELECT COALESCE(sum(amount), 0) FROM deposits
                WHERE state = 'Held') <> (SELECT -COALESCE(sum(amount), 0) FROM ledger
                WHERE account = 'DepositsHeld')) one
            """);
        yield return ("a payment of a sale that the ledger does not have", """
            subscriptions s WHERE (SELECT COALESCE(sum(i.paid), 0) FROM instalments i WHERE i.subscription_id = s.id
                AND i.replaced_at IS NULL) > (SELECT -COALESCE(sum(l.amount), 0) FROM ledger l
                WHERE l.subscription_id = s.id AND l.account = 'CustomerPayments') AND s.ended_at IS NULL
            """);
        yield return (
            "an event missing or out of order",
            $"""
            {mine} u WHERE u.version <> (SELECT count(*) FROM messaging.events e WHERE e.stream = 'unit/' || u.id)
                OR u.version <> (SELECT max(version) FROM messaging.events e WHERE e.stream = 'unit/' || u.id)
            """);
        yield return ("a price that no version justifies", """
            subscriptions s WHERE s.list_price IS DISTINCT FROM (SELECT l.price FROM price_lines l JOIN price_lists p
                ON p.id = l.price_list_id WHERE l.unit_id = s.unit_id AND p.state = 'Published'
                AND p.effective_at <= s.signed_at ORDER BY p.effective_at DESC, p.number DESC LIMIT 1)
            """);
        yield return ("a deposit that is not what became of its queue number", $"""
            queue_numbers n JOIN batches b ON b.id = n.batch_id JOIN deposits d ON d.id = n.deposit_id
                WHERE b.code = 'batch-{building}' AND d.state <> CASE n.state WHEN 'Chosen' THEN 'CarriedOver'
                WHEN 'Returned' THEN 'Refunded' ELSE 'Held' END
            """);
        yield return (
            "two queue numbers that choose at once",
            $"""
            (SELECT 1 FROM queue_numbers n JOIN batches b ON b.id = n.batch_id WHERE b.code = 'batch-{building}'
                AND n.state = 'Called' HAVING count(*) > 1) one
            """);
        yield return (
            "an event of a batch missing or out of order",
            $"""
            batches b WHERE b.code = 'batch-{building}' AND (b.version <> (SELECT count(*) FROM messaging.events e
                WHERE e.stream = 'batch/' || b.id) OR b.version <> (SELECT max(version) FROM messaging.events e
                WHERE e.stream = 'batch/' || b.id))
            """);
        yield return (
            "two sales of a unit that stand, or two leases",
            $"""
            {mine} u WHERE (SELECT count(*) FROM subscriptions s WHERE s.unit_id = u.id AND s.ended_at IS NULL) > 1
                OR (SELECT count(*) FROM leases l WHERE l.unit_id = u.id AND l.ended_at IS NULL) > 1
            """);
        yield return (
            "money left with a sale that is over",
            """
            subscriptions s WHERE s.ended_at IS NOT NULL AND (SELECT COALESCE(sum(l.amount), 0) FROM ledger l
                WHERE l.subscription_id = s.id AND l.account = 'CustomerPayments') <> 0
            """);
        yield return (
            "two places of one customer in a line",
            $"""
            (SELECT 1 FROM reservations r JOIN {mine} u ON u.id = r.unit_id JOIN customers c ON c.id = r.customer_id
                WHERE r.ended_at IS NULL AND r.renews IS NULL GROUP BY u.id, COALESCE(c.merged_into, c.id)
                HAVING count(*) > 1) one
            """);
        yield return (
            "an entry that was merged into one that was merged itself",
            "customers c JOIN customers into_it ON into_it.id = c.merged_into WHERE into_it.merged_into IS NOT NULL");
        yield return (
            "a line that is counted wrongly",
            $"""
            {mine} u WHERE u.waiting <> (SELECT count(*) FROM reservations r WHERE r.unit_id = u.id
                AND r.state = 'Waiting')
            """);
    }

    /// <summary>
    /// The history by itself leads to the state that the board shows, by moves that the diagram has, and by what RES
    /// says of the order of the line.
    /// </summary>
    private static async Task<UnitReplay> ReplayAsync(SalesHost sales, string unit)
    {
        var replay = new UnitReplay(unit);
        await using var source = NpgsqlDataSource.Create(sales.Service.Setting.Admin);
        await using var command = source.CreateCommand(
            """
            SELECT e.version, e.type, e.body::text FROM messaging.events e JOIN units u
                ON e.stream = 'unit/' || u.id WHERE u.code = $1 ORDER BY e.version
            """);
        command.Parameters.Add(new() { Value = unit });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            replay.Happened(
                reader.GetInt64(0), reader.GetString(1), JsonDocument.Parse(reader.GetString(2)).RootElement);
        return replay;
    }

    private static IEnumerable<JsonElement> Cells(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Cells),
        JsonValueKind.Object when json.TryGetProperty("unit", out _) && json.TryGetProperty("state", out _) => [json],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Cells(member.Value)),
        _ => [],
    };

    private sealed record Step(string What, int Unit, int Customer, int Pick)
    {
        public override string ToString() => $"{What}, unit {Unit + 1}, customer {Customer + 1}, {Pick}";
    }

    /// <summary>One caller with one command.</summary>
    private sealed class Caller(
        AnyHistoryOverHttpTests test, SalesHost sales, string building, string batchId, Step step, int at,
        HttpClient seller, HttpClient manager)
    {
        private readonly string _unit = CodeOf(building, step.Unit),
            _once = $"{building}-{at}", _batch = $"/api/sales/batches/{batchId}";
        private readonly int _customer = (100 * int.Parse(building, CultureInfo.InvariantCulture)) + step.Customer;
        private readonly ServiceDatabase _database = new(sales.Service.Setting.Admin);
        private bool _mayHaveLeft;
        private string? _failed;

        /// <summary>Null where every answer was a clean one.</summary>
        public async Task<string?> DoAsync()
        {
            var path = SalesHost.UnitPath(_unit);
            switch (step.What)
            {
                case "register":
                    await SendAsync(seller, $"{path}/reservations", SalesHost.Form(
                        _customer, receipt: $"R-{_once}", form: $"F-{_once}"));
                    break;
                case "register by a leaver":
                    using (var leaver = sales.Service.Client(Everything, LeaverOf(building), "consultant"))
                    {
                        _mayHaveLeft = true;
                        await SendAsync(leaver, $"{path}/reservations", SalesHost.Form(
                            _customer, receipt: $"R-{_once}", form: $"F-{_once}"));
                    }

                    break;
                case "leave the company":
                    await LeaverTests.HearAsync(
                        sales, new StaffLeft(LeaverOf(building), "consultant-0", new LocalDate(2026, 9, 30)));
                    break;
                case "merge":
                    await MergeAsync();
                    break;
                case "approve":
                    await OnAsync("reservations", "approve", null, manager);
                    break;
                case "refuse":
                    await OnAsync("reservations", "refuse", new { reason = "The form is not signed." }, manager);
                    break;
                case "release":
                    await OnAsync("reservations", "release", Gone, seller);
                    break;
                case "leave":
                    await OnAsync("reservations", "leave", Gone, seller);
                    break;
                case "take up":
                    await OnAsync(
                        "reservations", "take-up", new { form = $"F-{_once}", depositReceipt = $"R-{_once}" }, seller);
                    break;
                case "renew":
                    await OnAsync("reservations", "renewal", new { form = $"F-{_once}" }, seller);
                    break;
                case "yield":
                    await OnAsync("reservations", "yield", null, seller);
                    break;
                case "pay first":
                    await OnAsync(
                        "reservations", "payment",
                        new { receipt = $"P-{_once}", amount = SellingHost.Yuan(1000 + step.Pick) }, seller);
                    break;
                case "subscribe":
                    await SendAsync(
                        seller, $"{path}/subscription",
                        new { agreementNumber = $"S-{_once}", customer = SellingHost.Customer(_customer) });
                    break;
                case "pay":
                    await OnAsync(
                        "subscriptions", "payments",
                        new { receipt = $"P-{_once}", amount = SellingHost.Yuan(5000 + step.Pick) }, seller);
                    break;
                case "contract":
                    if (await SaleAsync("Subscribed") is { } signed)
                        await SendAsync(seller, $"{signed}/contract", new { contractNumber = $"C-{_once}" }, signed);
                    break;
                case "deliver":
                    await DeliverAsync();
                    break;
                case "end the sale":
                    // Some are given back, some taken back; which of the two may be is the service's to say.
                    if (await OnAsync(
                        "subscriptions", step.Pick % 3 == 0 ? "forfeiture" : "cancellation",
                        new { reason = "They give it back." }, seller) is { } ended)
                        await AgreeAsync(ended, "marketing-manager-98", "finance-officer-98");
                    break;
                case "refund":
                    if (await PickAsync(
                        "SELECT id::text FROM deposits WHERE state = 'Held' AND "
                            + $"receipt LIKE '_-{building}-%' ORDER BY id") is { } deposit)
                        await SendAsync(
                            manager, $"/api/sales/deposits/{deposit}/refund", new { reason = "Nothing came of it." },
                            $"/api/sales/deposits/{deposit}");
                    break;
                case "number":
                    await SendAsync(seller, $"{_batch}/queue-numbers", new
                    {
                        customer = SellingHost.Customer(_customer),
                        agreementNumber = $"Q-{_once}",
                        depositReceipt = $"Q-{_once}",
                        depositAmount = SellingHost.Yuan(5000),
                    });
                    break;
                case "the day":
                    await TheDayAsync();
                    break;
                case "choose":
                    await NumberAsync("choose", new
                    {
                        unit = CodeOf(building, FirstOfBatch + (step.Pick % (Units - FirstOfBatch))),
                        agreementNumber = $"S-{_once}",
                    }, calledOnly: step.Pick % 4 != 0);
                    break;
                case "return the number":
                    await NumberAsync("return", new { reason = "They do not wait." }, calledOnly: false);
                    break;
                case "let":
                    await SendAsync(
                        seller, $"{SalesHost.UnitPath(CodeOf(building, step.Pick % 5 == 0 ? step.Unit : Shop))}/leases",
                        new
                        {
                            tenant = SellingHost.Customer(_customer),
                            bookingNumber = $"B-{_once}",
                            from = "2027-01-01",
                            to = "2040-12-31",
                            monthlyRent = SellingHost.Yuan(8000),
                        });
                    break;
                case "lease":
                    await LeaseAsync();
                    break;
                case "swap":
                    var other = await PickAsync(
                        $"SELECT code FROM units WHERE building = '{building}'"
                            + $"{(step.Pick % 5 == 0 ? "" : " AND state = 'Available'")} ORDER BY id");
                    if (await SaleAsync("Subscribed") is { } sold && await SendAsync(
                        seller, $"{sold}/swap",
                        new { unit = other, agreementNumber = $"S-{_once}", reason = "Higher up." }, sold) is { } swap)
                        await AgreeAsync(swap, "marketing-manager-98");
                    break;
                case "other buyers":
                    if (await OnAsync(
                        "subscriptions", "change-of-name",
                        new
                        {
                            buyers = new[] { new { customer = SellingHost.Customer(_customer), share = 100 } },
                            reason = "The son buys.",
                        },
                        seller) is { } name)
                        await AgreeAsync(name, "marketing-manager-98");
                    break;
                case "price":
                    await PriceAsync();
                    break;
                case "draft":
                    await DraftAsync();
                    break;
                case "extend":
                    // Some are granted, some refused, and some wait for a word that never comes.
                    if (await OnAsync(
                        "reservations", "extension", new { hours = 24, reason = "They travel." }, seller) is { } longer)
                        await DecideAsync(longer);
                    break;
                case "withhold":
                    if (await SendAsync(
                        seller, $"{path}/{(step.Pick % 2 == 0 ? "withhold" : "put-on-sale")}",
                        new { reason = "For the staff." }, path) is { } withheld)
                        await DecideAsync(withheld);
                    break;
                case "ask only":
                    await OnAsync(
                        "subscriptions", step.Pick % 2 == 0 ? "forfeiture" : "cancellation",
                        new { reason = "They think it over." }, seller);
                    break;
                default:
                    // Time goes on, by minutes or by days.
                    await test._clock.WaitAsync();
                    try
                    {
                        await sales.Service.MoveClockAsync(
                            step.Pick % 3 == 0 ? Duration.FromHours(step.Pick % 80) : Duration.FromMinutes(step.Pick));
                    }
                    finally
                    {
                        test._clock.Release();
                    }

                    break;
            }

            return _failed;
        }

        private static object Gone => new { reason = "Bought elsewhere." };

        /// <summary>The last two customers are one person: it is so for ever, and so for two of them alone.</summary>
        private async Task MergeAsync()
        {
            var last = _customer - step.Customer + Customers - 1;
            var two = await _database.QueryAsync<string[]>(
                "SELECT COALESCE(array_agg(id::text ORDER BY phone), '{}') FROM customers WHERE phone IN "
                    + $"('{SalesHost.Phone(last)}', '{SalesHost.Phone(last - 1)}')");
            if (two is [var one, var other])
                await SendAsync(
                    seller, $"/api/sales/customers/{one}/merge", new { into = other, reason = "One passport." },
                    $"/api/sales/customers/{one}");
        }

        /// <summary>All that is owed is paid, and the unit handed over.</summary>
        private async Task DeliverAsync()
        {
            if (await SaleAsync("Contracted") is not { } sale)
                return;
            var open = (await seller.GetAsync(sale, HttpStatusCode.OK)).Json.GetProperty("open");
            await SendAsync(seller, $"{sale}/payments", new { receipt = $"P-{_once}", amount = open }, sale);
            await SendAsync(seller, $"{sale}/delivery", null, sale);
        }

        /// <summary>A sale in a state, of any of the units.</summary>
        private async Task<string?> SaleAsync(string state) => await PickAsync(
            $"""
            SELECT '/api/sales/subscriptions/' || s.id FROM subscriptions s JOIN units u ON u.id = s.unit_id
                WHERE u.building = '{building}' AND s.state = '{state}' ORDER BY s.id
            """);

        /// <summary>The batch's day, not before some numbers were given; and at last it is open to all.</summary>
        private async Task TheDayAsync()
        {
            var (act, body) = step.Pick switch
            {
                < 120 => ("choosing", (object?)null),
                < 180 => ("open", new { numbersLeft = step.Pick % 2 == 0 }),
                _ => ("call-next", null),
            };
            if (step.Pick > 700)
                await NumberAsync("pass-over", null, calledOnly: true);
            else
                await SendAsync(seller, $"{_batch}/{act}", body, _batch);
        }

        private async Task NumberAsync(string act, object? body, bool calledOnly)
        {
            if (await PickAsync(
                $"SELECT id::text FROM queue_numbers WHERE batch_id = '{batchId}'"
                    + $"{(calledOnly ? " AND state = 'Called'" : "")} ORDER BY id") is { } number)
                await SendAsync(
                    seller, $"/api/sales/queue-numbers/{number}/{act}", body, $"/api/sales/queue-numbers/{number}");
        }

        private async Task LeaseAsync()
        {
            var (act, body) = (step.Pick % 4) switch
            {
                0 or 1 => ("sign", (object)new { leaseNumber = $"L-{_once}" }),
                2 => ("renew", new { to = "2042-12-31" }),
                _ => ("end", new { reason = "Moved away." }),
            };
            if (await PickAsync(
                "SELECT l.id::text FROM leases l JOIN units u ON u.id = l.unit_id "
                    + $"WHERE u.building = '{building}' ORDER BY l.id") is { } lease)
                await SendAsync(seller, $"/api/sales/leases/{lease}/{act}", body, $"/api/sales/leases/{lease}");
        }

        /// <summary>A new version of the price list, in force at once.</summary>
        private async Task PriceAsync()
        {
            var prices = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [_unit] = SellingHost.Yuan(2_000_000 + (1000 * step.Pick)),
            };
            if (await SendAsync(
                seller, $"/api/sales/projects/{SalesHost.Project}/price-lists",
                new { note = "Another price", prices }) is not { } list)
                return;
            foreach (var (act, body) in new[] { ("approve", (object?)null), ("publish", new { }) })
                await SendAsync(
                    manager, $"/api/sales/price-lists/{list}/{act}", body, $"/api/sales/price-lists/{list}");
        }

        /// <summary>A version that is taken back, or refused, or left as a draft.</summary>
        private async Task DraftAsync()
        {
            var prices = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [_unit] = SellingHost.Yuan(1_000_000 + step.Pick),
            };
            var list = await SendAsync(
                seller, $"/api/sales/projects/{SalesHost.Project}/price-lists", new { note = "A draft", prices });
            var path = $"/api/sales/price-lists/{list}";
            if (list is not null && step.Pick % 3 > 0)
            {
                var (who, act) = step.Pick % 3 == 1 ? (seller, "withdraw") : (manager, "refuse");
                await SendAsync(who, $"{path}/{act}", new { reason = "Too dear." }, path);
            }
        }

        private async Task DecideAsync(string change)
        {
            if (step.Pick % 3 == 0)
                await AgreeAsync(change, "marketing-manager-98");
            else if (step.Pick % 3 == 1)
                await SendAsync(
                    manager, $"/api/sales/changes/{change}/refuse", new { reason = "No." },
                    $"/api/sales/changes/{change}");
        }

        private async Task AgreeAsync(string change, params string[] deciders)
        {
            foreach (var decider in deciders)
            {
                using var who = sales.Service.Client(Everything, decider, "general-manager");
                await SendAsync(who, $"/api/sales/changes/{change}/approve", null, $"/api/sales/changes/{change}");
            }
        }

        private async Task<string?> OnAsync(string kind, string act, object? body, HttpClient who) => await PickAsync(
            $"""
            SELECT x.id::text FROM {kind} x JOIN units u ON u.id = x.unit_id WHERE u.project = '{SalesHost.Project}'
                AND u.code = '{_unit}' ORDER BY x.ended_at IS NULL, x.id
            """)
            is { } id
                ? await SendAsync(who, $"/api/sales/{kind}/{id}/{act}", body, $"/api/sales/{kind}/{id}") : null;

        // Rather of what is open than of what is over, which is tried too, and seldom.
        private async Task<string?> PickAsync(string sql)
        {
            var all = await _database.QueryAsync<string[]>(
                $"SELECT COALESCE(array_agg(id), '{{}}') FROM ({sql}) one(id)");
            return all.Length == 0 ? null : all[^(1 + (step.Pick % Math.Min(all.Length, 4)))];
        }

        /// <summary>The id of what was made; null when it was refused.</summary>
        private async Task<string?> SendAsync(HttpClient who, string path, object? body, string? thing = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = body is null ? null : JsonContent.Create(body),
            };
            if (thing is not null)
            {
                using var seen = await who.GetAsync(new Uri(thing, UriKind.Relative));
                if (seen.Headers.ETag is { } tag)
                    request.Headers.IfMatch.Add(tag);
            }

            using var answer = await who.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            // What is not a refusal for a reason of ours is a mistake: of the service, or of this test.
            if (!answer.IsSuccessStatusCode && answer.StatusCode is not (
                HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed
                    or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Forbidden)
                && !(_mayHaveLeft && answer.StatusCode is HttpStatusCode.Unauthorized))
                _failed ??= $"{path}: {(int)answer.StatusCode} {text}";
            return answer.IsSuccessStatusCode
                && JsonDocument.Parse(text).RootElement.TryGetProperty("id", out var id) ? id.GetString() : null;
        }
    }
}
