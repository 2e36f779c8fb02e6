using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>A command that would be taken just now, ready to be sent.</summary>
/// <param name="Route">The route as the service names it.</param>
/// <param name="Path">The path that it is sent to.</param>
/// <param name="Thing">
/// Where the thing that it changes is seen, with its version; null for what makes a new one.
/// </param>
/// <param name="Body">The body; null for none.</param>
/// <param name="Who">Who may send it.</param>
internal sealed record EveryCommand(string Route, string Path, string? Thing, object? Body, HttpClient Who)
{
    /// <summary>
    /// Every command of sales control that takes a thing, money or a customer, each with a place of its own where it
    /// would be taken.
    /// </summary>
    public static readonly IReadOnlyList<(string Route, Func<Stage, string, Task<EveryCommand>> Make)> All =
    [
        // Reservations.
        ("projects/{project}/units/{unit}/reservations", async (s, route) => s.New(
            route, $"{await s.ShopAsync()}/reservations",
            new
            {
                customer = s.Shown(),
                form = s.Next("F"),
                depositReceipt = s.Next("R"),
                depositAmount = Yuan(20_000),
            })),
        ("reservations/{id:guid}/approve", async (s, route) => s.On(
            route, await s.ReserveAsync(), "approve", null, s.Decider)),
        ("reservations/{id:guid}/refuse", async (s, route) => s.On(
            route, await s.ReserveAsync(), "refuse", Why, s.Decider)),
        ("reservations/{id:guid}/release", async (s, route) => s.On(route, await s.ReserveAsync(), "release", Why)),
        ("reservations/{id:guid}/extension", async (s, route) => s.On(
            route, await s.ApprovedAsync(), "extension", new { hours = 24, reason = "The bank is slow." })),
        ("reservations/{id:guid}/payment", async (s, route) => s.On(
            route, await s.ReserveAsync(), "payment", new { receipt = s.Next("P"), amount = Yuan(1000) })),
        ("reservations/{id:guid}/corrections", async (s, route) => s.On(
            route, await s.ReserveAsync(), "corrections",
            new { field = "form", value = "F-right", reason = "A slip of the pen." })),
        ("reservations/{id:guid}/leave", async (s, route) => s.On(route, await s.WaitAsync(), "leave", Why)),
        ("reservations/{id:guid}/yield", async (s, route) => s.On(route, await s.WaitAsync(), "yield", null)),
        ("reservations/{id:guid}/take-up", async (s, route) => s.On(
            route, await s.OfferAsync(), "take-up",
            new { form = s.Next("F"), depositReceipt = s.Next("R"), depositAmount = Yuan(20_000) })),
        // Sales.
        ("projects/{project}/units/{unit}/subscription", async (s, route) => s.New(
            route, $"{await s.ShopAsync()}/subscription",
            new
            {
                agreementNumber = s.Next("S"),
                customer = s.Shown(),
                instalments = new[] { new { dueOn = "2040-12-01", amount = Yuan(Stage.Price) } },
            })),
        ("projects/{project}/units/{unit}/subscription", async (s, route) => s.New(
            route, $"{await s.ShopAsync()}/subscription",
            new { agreementNumber = s.Next("S"), buyers = new[] { new { customer = s.Shown(), share = 100 } } })),
        ("subscriptions/{id:guid}/payments", async (s, route) => s.On(
            route, await s.SellAsync(), "payments", new { receipt = s.Next("P"), amount = Yuan(5000) })),
        ("subscriptions/{id:guid}/contract", async (s, route) => s.On(
            route, await s.SellAsync(), "contract", new { contractNumber = s.Next("C") })),
        ("subscriptions/{id:guid}/late-payment", async (s, route) => s.On(
            route, await s.SellAsync(), "late-payment",
            new
            {
                instalments = new[] { new { dueOn = "2040-12-01", amount = Yuan(Stage.Price) } },
                reason = "The bank is slow.",
            })),
        ("subscriptions/{id:guid}/change-of-name", async (s, route) => s.On(
            route, await s.SellAsync(), "change-of-name",
            new { buyers = new[] { new { customer = s.Shown(), share = 100 } }, reason = "The son buys." })),
        ("subscriptions/{id:guid}/swap", async (s, route) => s.On(
            route, await s.SellAsync(), "swap",
            new { unit = (await s.ShopAsync()).Split('/')[^1], agreementNumber = s.Next("S"), reason = "Higher up." })),
        ("subscriptions/{id:guid}/cancellation", async (s, route) => s.On(
            route, await s.PaidAsync(5000), "cancellation",
            new { reason = "They give it back.", refund = Yuan(1000) })),
        ("subscriptions/{id:guid}/delivery", async (s, route) => s.On(
            route, await s.ContractAsync(), "delivery", null)),
        ("changes/{id:guid}/approve", async (s, route) => s.On(route, await s.AskAsync(), "approve", null, s.Decider)),
        ("changes/{id:guid}/refuse", async (s, route) => s.On(route, await s.AskAsync(), "refuse", Why, s.Decider)),
        ("changes/{id:guid}/withdraw", async (s, route) => s.On(route, await s.AskAsync(), "withdraw", Why)),
        ("projects/{project}/units/{unit}/withhold", async (s, route) => s.On(
            route, await s.ShopAsync(), "withhold", Why)),
        ("projects/{project}/units/{unit}/put-on-sale", async (s, route) => s.On(
            route, await s.WithheldAsync(), "put-on-sale", Why)),
        ("projects/{project}/units/{unit}/take-off", async (s, route) => s.On(
            route, await s.WithheldAsync(), "take-off", Why)),
        ("unit-kinds", (s, route) => Task.FromResult(s.New(route, "/api/sales/unit-kinds", new
        {
            code = s.Next("kind").ToLowerInvariant(),
            name = s.Next("类"),
            nameEn = s.Next("kind"),
            follows = "home",
        }))),
        ("unit-kinds/{kind}/names", (s, route) => Task.FromResult(s.On(
            route, "/api/sales/unit-kinds/storage", "names", new { name = s.Next("仓"), nameEn = s.Next("store") }))),
        // Money, and whose it is.
        ("deposits/{id:guid}/refund", async (s, route) => s.On(route, await s.LeftDepositAsync(), "refund", Why)),
        ("customers/{id:guid}/corrections", async (s, route) => s.On(
            route, await s.PersonAsync(), "corrections",
            new { field = "name", value = "Customer", reason = "A slip of the pen." })),
        ("customers/{id:guid}/corrections", async (s, route) => s.On(
            route, await s.PersonAsync(), "corrections",
            new { field = "idDocument", idDocument = s.Passport(), reason = "A slip of the pen." })),
        ("customers/{id:guid}/unmask", async (s, route) => s.New(
            route, $"{await s.PersonAsync()}/unmask", new { classes = new[] { "phone" }, purpose = "To call them." })),
        ("customers/search", (s, route) => Task.FromResult(s.New(
            route, "/api/sales/customers/search", new { idDocument = s.Passport() }))),
        ("customers/{id:guid}/merge", async (s, route) => s.On(
            route, await s.PersonAsync(), "merge",
            new { into = (await s.PersonAsync()).Split('/')[^1], reason = "They said so." })),
        // Prices.
        ("projects/{project}/price-lists", async (s, route) => s.New(route, $"{Stage.Project}/price-lists", new
        {
            note = "Autumn",
            prices = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [(await s.ShopAsync()).Split('/')[^1]] = Yuan(Stage.Price + 1),
            },
        })),
        ("price-lists/{id:guid}/approve", async (s, route) => s.On(
            route, await s.DraftAsync(), "approve", null, s.Decider)),
        ("price-lists/{id:guid}/refuse", async (s, route) => s.On(
            route, await s.DraftAsync(), "refuse", Why, s.Decider)),
        ("price-lists/{id:guid}/withdraw", async (s, route) => s.On(route, await s.DraftAsync(), "withdraw", Why)),
        ("price-lists/{id:guid}/publish", async (s, route) => s.On(
            route, await s.DraftAsync(approved: true), "publish", new { }, s.Decider)),
        // The day of a release.
        ("projects/{project}/batches", async (s, route) => s.New(route, $"{Stage.Project}/batches", new
        {
            code = s.Next("batch").ToLowerInvariant(),
            name = "Autumn",
            units = new[] { (await s.WithheldAsync()).Split('/')[^1] },
        })),
        ("batches/{id:guid}/queue-numbers", async (s, route) => s.New(
            route, $"{await s.BatchAsync()}/queue-numbers",
            new
            {
                customer = s.Shown(),
                agreementNumber = s.Next("Q"),
                depositReceipt = s.Next("R"),
                depositAmount = Yuan(5000),
            })),
        ("batches/{id:guid}/units", async (s, route) => s.On(
            route, await s.BatchAsync(), "units", new { units = new[] { (await s.WithheldAsync()).Split('/')[^1] } })),
        ("batches/{id:guid}/units/remove", async (s, route) => s.On(
            route, await s.BatchAsync(two: true), "units/remove", new { units = new[] { s.Chosen } })),
        ("batches/{id:guid}/choosing", async (s, route) => s.On(route, await s.BatchAsync(), "choosing", null)),
        ("batches/{id:guid}/open", async (s, route) => s.On(route, await s.BatchAsync(), "open", new { })),
        ("batches/{id:guid}/call-next", async (s, route) => s.On(
            route, (await s.NumberAsync(called: false)).Batch, "call-next", null)),
        ("queue-numbers/{id:guid}/choose", async (s, route) => s.On(
            route, (await s.NumberAsync(called: true)).Number, "choose",
            new { unit = s.Chosen, agreementNumber = s.Next("S") })),
        ("queue-numbers/{id:guid}/pass-over", async (s, route) => s.On(
            route, (await s.NumberAsync(called: true)).Number, "pass-over", null)),
        ("queue-numbers/{id:guid}/return", async (s, route) => s.On(
            route, (await s.NumberAsync(called: true)).Number, "return", Why)),
        // Letting and moving in.
        ("projects/{project}/units/{unit}/leases", async (s, route) => s.New(
            route, $"{await s.ShopAsync()}/leases", s.Booking())),
        ("leases/{id:guid}/sign", async (s, route) => s.On(
            route, await s.LetAsync(), "sign", new { leaseNumber = s.Next("L") })),
        ("leases/{id:guid}/renew", async (s, route) => s.On(
            route, await s.LetAsync(signed: true), "renew", new { to = "2045-12-31", monthlyRent = Yuan(9000) })),
        ("leases/{id:guid}/end", async (s, route) => s.On(route, await s.LetAsync(), "end", Why)),
        ("move-in-campaigns/{id:guid}/end", async (s, route) => s.On(route, await s.CampaignAsync(), "end", null)),
        ("projects", (s, route) => Task.FromResult(s.New(route, "/api/sales/projects", new
        {
            code = s.Next("court").ToLowerInvariant(),
            name = "Another Court",
            standardDeposit = Yuan(30_000),
            buildingSuffixes = new[] { "栋" },
            entranceSuffixes = new[] { "门" },
            roomSuffixes = new[] { "室" },
        }))),
        // At last what time must go on for.
        ("reservations/{id:guid}/renewal", async (s, route) => s.On(
            route, await s.LastDayAsync(), "renewal", new { form = s.Next("F") })),
        ("subscriptions/{id:guid}/forfeiture", async (s, route) => s.On(
            route, await s.OverdueAsync(5000), "forfeiture", new { reason = "They do not pay.", refund = Yuan(1000) })),
    ];

    private static readonly object Why = new { reason = "There is a reason." };

    public static object Yuan(decimal amount) => SellingHost.Yuan(amount);

    /// <summary>Where the commands find what they need, each another unit.</summary>
    internal sealed class Stage : IAsyncDisposable
    {
        public const decimal Price = 2_050_000;

        private const int Rooms = 90;

        private static readonly string[] Everything = [
            .. typeof(SalesControlPermissions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(
                field => (string)field.GetRawConstantValue()!)];

        private int _shop, _withheld, _count;

        private Stage(SalesHost sales)
        {
            Sales = sales;
            All = sales.Service.Client(Everything, "consultant-1", "general-manager", "project-sales-group");
            Decider = sales.Service.Client(Everything, "marketing-manager-1", "general-manager", "project-sales-group");
        }

        public static string Project => $"/api/sales/projects/{SalesHost.Project}";

        public SalesHost Sales { get; }

        public HttpClient All { get; }

        public HttpClient Decider { get; }

        /// <summary>A unit of the batch that was made last.</summary>
        public string Chosen { get; private set; } = "";

        public static async Task<Stage> StartAsync(TestServers servers, Action<IServiceCollection>? services = null)
        {
            var stage = new Stage(await SalesHost.StartAsync(servers, services: services));
            var list = new StringBuilder(SalesHost.Header);
            for (var room = 1; room <= Rooms; room++)
                list.Append(
                    CultureInfo.InvariantCulture,
                    $"7,1,1,{room},商铺,50.5,44.5,{Price},待售\n8,1,1,{room},商铺,50.5,44.5,{Price},销控\n");
            await stage.Sales.ImportAndPublishAsync(list.ToString());
            return stage;
        }

        public EveryCommand New(string route, string path, object body) => new(route, path, null, body, All);

        public EveryCommand On(string route, string thing, string act, object? body, HttpClient? who = null) =>
            new(route, $"{thing}/{act}", thing, body, who ?? All);

        /// <summary>
        /// All that the service keeps: each row of its own tables, and how much there is of what the platform keeps for
        /// it.
        /// </summary>
        public Task<string> StateAsync() => new ServiceDatabase(Sales.Service.Setting.Admin).QueryAsync<string>("""
            SELECT md5(string_agg(table_name ||
                query_to_xml(format('SELECT md5(string_agg(t::text, '' '' ORDER BY t::text)) FROM public.%I t',
                table_name), true, false, '')::text, ' ' ORDER BY table_name))
                || concat_ws('/',
                    (SELECT count(*) FROM messaging.events), (SELECT count(*) FROM commands.answers),
                    (SELECT count(*) FROM deadlines.deadlines), (SELECT count(*) FROM tasks.entries),
                    (SELECT count(*) FROM registers.entries) + (SELECT count(*) FROM registers.late),
                    (SELECT count(*) FROM approvals.requests), (SELECT count(*) FROM approvals.decisions))
            FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
            """);

        public object Customer() => SellingHost.Customer(++_count);

        /// <summary>Somebody who shows a document.</summary>
        public object Shown() => SellingHost.Customer(++_count, Passport());

        public object Passport() => new { kind = "passport", number = Next("E100") };

        public string Next(string what) => string.Create(CultureInfo.InvariantCulture, $"{what}-{++_count}");

        public object Booking() => new
        {
            tenant = Shown(),
            bookingNumber = Next("B"),
            from = "2027-01-01",
            to = "2040-12-31",
            monthlyRent = Yuan(8000),
        };

        /// <summary>A shop that nobody has.</summary>
        public Task<string> ShopAsync() => Task.FromResult(SalesHost.UnitPath($"7-1-{++_shop}"));

        /// <summary>A shop that is not on sale.</summary>
        public Task<string> WithheldAsync() => Task.FromResult(SalesHost.UnitPath($"8-1-{++_withheld}"));

        public async Task<string> ReserveAsync(string? unit = null) => Of("reservations", await All.PostAsync(
            $"{unit ?? await ShopAsync()}/reservations",
            new { customer = Customer(), form = Next("F"), depositReceipt = Next("R") }, HttpStatusCode.Created));

        public async Task<string> ApprovedAsync()
        {
            var reservation = await ReserveAsync();
            await Decider.ActAsync(reservation, "approve", null, HttpStatusCode.OK);
            return reservation;
        }

        public async Task<string> WaitAsync()
        {
            var unit = await ShopAsync();
            await ReserveAsync(unit);
            return await ReserveAsync(unit);
        }

        public async Task<string> OfferAsync()
        {
            var unit = await ShopAsync();
            var first = await ReserveAsync(unit);
            var next = await ReserveAsync(unit);
            await All.ActAsync(first, "release", Why, HttpStatusCode.OK);
            return next;
        }

        public async Task<string> SellAsync() => Of("subscriptions", await All.PostAsync(
            $"{await ShopAsync()}/subscription", new { agreementNumber = Next("S"), customer = Customer() },
            HttpStatusCode.Created));

        public async Task<string> PaidAsync(decimal amount)
        {
            var sale = await SellAsync();
            await All.ActAsync(sale, "payments", new { receipt = Next("P"), amount = Yuan(amount) }, HttpStatusCode.OK);
            return sale;
        }

        public async Task<string> ContractAsync()
        {
            var sale = await PaidAsync(Price);
            await All.ActAsync(sale, "contract", new { contractNumber = Next("C") }, HttpStatusCode.OK);
            return sale;
        }

        public async Task<string> AskAsync() =>
            Of("changes", await All.ActAsync(await ShopAsync(), "withhold", Why, HttpStatusCode.Created));

        public async Task<string> LeftDepositAsync()
        {
            var reservation = await ReserveAsync();
            await All.ActAsync(reservation, "release", Why, HttpStatusCode.OK);
            return "/api/sales/deposits/" + await new ServiceDatabase(Sales.Service.Setting.Admin).QueryAsync<string>(
                $"SELECT id::text FROM deposits WHERE reservation_id = '{reservation.Split('/')[^1]}'");
        }

        public async Task<string> PersonAsync() =>
            $"/api/sales/customers/{(await All.GetAsync(await ReserveAsync(), HttpStatusCode.OK))["customerId"]}";

        public async Task<string> DraftAsync(bool approved = false)
        {
            var prices = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [(await ShopAsync()).Split('/')[^1]] = Yuan(Price + 1),
            };
            var list = Of("price-lists", await All.PostAsync(
                $"{Project}/price-lists", new { note = "Autumn", prices }, HttpStatusCode.Created));
            if (approved)
                await Decider.ActAsync(list, "approve", null, HttpStatusCode.OK);
            return list;
        }

        public async Task<string> BatchAsync(bool two = false)
        {
            Chosen = (await WithheldAsync()).Split('/')[^1];
            string[] units = two ? [Chosen, (await WithheldAsync()).Split('/')[^1]] : [Chosen];
            return Of("batches", await All.PostAsync(
                $"{Project}/batches", new { code = Next("batch"), name = "A batch", units }, HttpStatusCode.Created));
        }

        public async Task<(string Batch, string Number)> NumberAsync(bool called)
        {
            var batch = await BatchAsync();
            var number = Of("queue-numbers", await All.PostAsync(
                $"{batch}/queue-numbers",
                new { customer = Customer(), agreementNumber = Next("Q"), depositReceipt = Next("R") },
                HttpStatusCode.Created));
            await All.ActAsync(batch, "choosing", null, HttpStatusCode.OK);
            if (called)
                await All.ActAsync(batch, "call-next", null, HttpStatusCode.OK);
            return (batch, number);
        }

        public async Task<string> LetAsync(bool signed = false)
        {
            var lease = Of(
                "leases", await All.PostAsync($"{await ShopAsync()}/leases", Booking(), HttpStatusCode.Created));
            if (signed)
                await All.ActAsync(lease, "sign", new { leaseNumber = Next("L") }, HttpStatusCode.OK);
            return lease;
        }

        public async Task<string> CampaignAsync() => Of("move-in-campaigns", await All.PostAsync(
            $"{Project}/move-in-campaigns", new { name = "Autumn", from = "2040-12-01" }, HttpStatusCode.Created));

        /// <summary>A reservation on the last day of its three.</summary>
        public async Task<string> LastDayAsync()
        {
            var reservation = await ReserveAsync();
            await Decider.ActAsync(reservation, "approve", null, HttpStatusCode.OK);
            await Sales.Service.MoveClockAsync(Duration.FromHours(60));
            return reservation;
        }

        /// <summary>A sale whose payment term is over.</summary>
        public async Task<string> OverdueAsync(decimal paid)
        {
            var sale = await PaidAsync(paid);
            await Sales.Service.MoveClockAsync(Duration.FromDays(9));
            return sale;
        }

        public async ValueTask DisposeAsync()
        {
            All.Dispose();
            Decider.Dispose();
            await Sales.DisposeAsync();
        }

        private static string Of(string collection, Answer answer) => $"/api/sales/{collection}/{answer["id"]}";
    }
}
