using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// Each command in each state that the diagram does not have it in: refused, with the rule, and nothing is changed. A
/// command that is added to the diagram and not here fails the test.
/// </summary>
public sealed class EveryPairTests(TestServers servers)
{
    private static readonly Dictionary<UnitAct, Func<Place, Call>> Commands = new()
    {
        [UnitActs.PutOnSale] = p => new(p.Unit, "put-on-sale", new { reason = "It may be sold." }),
        [UnitActs.Withhold] = p => new(p.Unit, "withhold", new { reason = "It is kept back." }),
        [UnitActs.TakeOff] = p => new(p.Unit, "take-off", new { reason = "A slip in the list." }),
        [UnitActs.Reserve] = p => new(p.Unit, "reservations", SalesHost.Form(p.Other)),
        [UnitActs.Approve] = p => new(p.Reservation, "approve", null, p.Host.Decider),
        [UnitActs.Refuse] = p => new(
            p.Reservation, "refuse", new { reason = "The form is not signed." }, p.Host.Decider),
        [UnitActs.Extend] = p => new(p.Reservation, "extension", new { hours = 1, reason = "The bank is slow." }),
        [UnitActs.Renew] = p => new(p.Reservation, "renewal", new { form = $"F-again-{p.Other}" }),
        [UnitActs.GiveUp] = p => new(p.Reservation, "release", new { reason = "Bought elsewhere." }),
        [UnitActs.LeaveLine] = p => new(p.Reservation, "leave", new { reason = "Bought elsewhere." }),
        [UnitActs.Yield] = p => new(p.Reservation, "yield", null),
        [UnitActs.PayFirst] = p => new(
            p.Reservation, "payment", new { receipt = $"PF-{p.Other}", amount = SellingHost.Yuan(1000) }),
        [UnitActs.TakeUp] = p => new(
            p.Reservation, "take-up", new { form = $"F-up-{p.Other}", depositReceipt = $"TU-{p.Other}" }),
        [UnitActs.Discount] = p => new(p.Unit, "discounts", new { percent = 3, reason = "They buy two." }),
        [UnitActs.Subscribe] = p => new(
            p.Unit, "subscription",
            new { agreementNumber = $"SP-{p.Other}", customer = SellingHost.Customer(p.Other) }),
        [UnitActs.Choose] = p => new(p.Host.Number, "choose", new { unit = p.Code, agreementNumber = $"SC-{p.Other}" }),
        [UnitActs.Reschedule] = p => new(p.Sale, "late-payment", new
        {
            instalments = new[] { new { dueOn = "2027-12-01", amount = SellingHost.Yuan(2_050_000) } },
            reason = "The bank is slow.",
        }),
        [UnitActs.ChangeBuyers] = p => new(p.Sale, "change-of-name", new
        {
            buyers = new[] { new { customer = SellingHost.Customer(p.Other), share = 100 } },
            reason = "The son buys.",
        }),
        [UnitActs.Pay] = p => new(
            p.Sale, "payments", new { receipt = $"PP-{p.Other}", amount = SellingHost.Yuan(100) }),
        [UnitActs.Contract] = p => new(p.Sale, "contract", new { contractNumber = $"C-{p.Other}" }),
        [UnitActs.Deliver] = p => new(p.Sale, "delivery", null),
        [UnitActs.Cancel] = p => new(p.Sale, "cancellation", new { reason = "They give it back." }),
        [UnitActs.Forfeit] = p => new(p.Sale, "forfeiture", new { reason = "They do not pay." }),
        [UnitActs.SwapAway] = p => new(
            p.Sale, "swap", new { unit = p.Host.Free, agreementNumber = $"SW-{p.Other}", reason = "Higher up." }),
        [UnitActs.SwapTo] = p => new(
            p.Host.Donor, "swap", new { unit = p.Code, agreementNumber = $"ST-{p.Other}", reason = "Higher up." }),
        [UnitActs.BookLease] = p => new(p.Unit, "leases", Booking(p.Other)),
        [UnitActs.SignLease] = p => new(p.Lease, "sign", new { leaseNumber = $"L-{p.Other}" }),
        [UnitActs.RenewLease] = p => new(p.Lease, "renew", new { to = "2040-12-31" }),
        [UnitActs.EndLease] = p => new(p.Lease, "end", new { reason = "Moved away." }),
    };

    /// <summary>The commands by the names of their operations.</summary>
    private static readonly Dictionary<UnitAct, string> Operations = new()
    {
        [UnitActs.PutOnSale] = "EndWithholding",
        [UnitActs.Withhold] = "AskForWithholding",
        [UnitActs.TakeOff] = "AskForTakingOff",
        [UnitActs.Reserve] = "RegisterReservation",
        [UnitActs.Approve] = "ApproveReservation",
        [UnitActs.Refuse] = "RefuseReservation",
        [UnitActs.Extend] = "AskForExtension",
        [UnitActs.Renew] = "RenewReservation",
        [UnitActs.GiveUp] = "ReleaseReservation",
        [UnitActs.LeaveLine] = "LeaveLine",
        [UnitActs.Yield] = "YieldPlace",
        [UnitActs.PayFirst] = "RecordFirstPayment",
        [UnitActs.TakeUp] = "TakeUpOffer",
        [UnitActs.Discount] = "AskForDiscount",
        [UnitActs.Subscribe] = "SignSubscription",
        [UnitActs.Choose] = "ChooseUnit",
        [UnitActs.Reschedule] = "AskForLatePayment",
        [UnitActs.ChangeBuyers] = "AskForChangeOfName",
        [UnitActs.Pay] = "RecordPayment",
        [UnitActs.Contract] = "SignContract",
        [UnitActs.Deliver] = "DeliverUnit",
        [UnitActs.Cancel] = "AskForCancellation",
        [UnitActs.Forfeit] = "AskForForfeiture",
        [UnitActs.SwapAway] = "AskForSwap",
        [UnitActs.SwapTo] = "AskForSwap",
        [UnitActs.BookLease] = "BookLease",
        [UnitActs.SignLease] = "SignLease",
        [UnitActs.RenewLease] = "RenewLease",
        [UnitActs.EndLease] = "EndLease",
    };

    [Fact]
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-3")]
    [Rule("RES-4")]
    public async Task What_the_diagram_does_not_allow_in_a_state_is_refused_with_its_rule_and_changes_nothing()
    {
        // What ends by itself nobody commands.
        Assert.Equal(
            UnitActs.All.Except([UnitActs.Lapse]).Select(act => act.Name),
            Commands.Keys.OrderBy(act => UnitActs.All.ToList().IndexOf(act)).Select(act => act.Name));
        await using var host = await Host.StartAsync(servers);
        var wrong = new List<string>();
        var tried = 0;
        foreach (var state in Enum.GetValues<UnitState>())
        {
            var place = await host.BringAsync(state);
            var before = (await host.All.GetAsync(place.Unit, HttpStatusCode.OK)).ETag;
            foreach (var act in Commands.Keys.Where(act => !act.IsAllowedIn(state)))
            {
                tried++;
                // The unit that is swapped to, or chosen, is none that the other thing knows.
                if (act != UnitActs.SwapTo && act != UnitActs.Choose
                    && await host.OffersAsync(act, Commands[act](place)))
                    wrong.Add($"{act.Name} in {state}: it is offered");
                var (status, text) = await host.SendAsync(Commands[act](place));
                var rule = text.StartsWith('{')
                    && JsonDocument.Parse(text).RootElement.TryGetProperty("rule", out var named)
                    ? named.GetString()
                    : null;
                // A unit that is not of the batch is the choice's own fault, whatever its state.
                var expected = act == UnitActs.Choose ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Conflict;
                if (status != expected || rule is null)
                    wrong.Add($"{act.Name} in {state}: {(int)status} {text}");
            }

            var after = await host.All.GetAsync(place.Unit, HttpStatusCode.OK);
            if (after.ETag != before
                || !string.Equals(after["state"], state.ToString(), StringComparison.OrdinalIgnoreCase))
                wrong.Add(
                    $"{state}: the unit was changed by what was refused: {before} to {after.ETag}, {after["state"]}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(
            Enum.GetValues<UnitState>().Sum(state => Commands.Keys.Count(act => !act.IsAllowedIn(state))), tried);
    }

    /// <summary>
    /// What is offered goes through, and what is not is refused, for whoever asks: where the diagram allows it.
    /// </summary>
    [Fact]
    [Rule("CS-7")]
    public async Task What_is_offered_on_a_thing_goes_through_and_what_is_not_offered_is_refused()
    {
        await using var host = await Host.StartAsync(servers);
        var wrong = new List<string>();
        var (offered, refused) = (0, 0);
        foreach (var state in Enum.GetValues<UnitState>().Where(state => state != UnitState.TakenOff))
        {
            // Its unit is another's fault, and the choice of a number changes the whole batch.
            foreach (var act in Commands.Keys.Where(act => act.IsAllowedIn(state) && act != UnitActs.SwapTo))
            {
                var place = await host.BringAsync(state);
                var call = Commands[act](place);
                // Of a held unit the holder buys.
                if (act == UnitActs.Subscribe && await host.HolderOfAsync(place) is { } holder)
                    call = call with { Body = new { agreementNumber = $"SH-{place.Other}", customerId = holder } };
                var isOffered = await host.OffersAsync(act, call);
                var (status, text) = await host.SendAsync(call);
                // A discount that is within one's own limit is sent wrongly.
                var through = (int)status is >= 200 and < 300 || (act == UnitActs.Discount && (int)status == 422);
                if (isOffered != through && act != UnitActs.Choose)
                    wrong.Add($"{act.Name} in {state}: offered {isOffered}, and {(int)status} {text}");
                (offered, refused) = isOffered ? (offered + 1, refused) : (offered, refused + 1);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.InRange(offered, 20, 200);
        Assert.InRange(refused, 3, 200);
    }

    private static object Booking(int customer) => new
    {
        tenant = SellingHost.Customer(customer),
        bookingNumber = $"B-{customer}",
        from = "2027-01-01",
        to = "2029-12-31",
        monthlyRent = SellingHost.Yuan(8000),
    };

    /// <summary>A command over HTTP on a thing, as it is seen just before.</summary>
    private sealed record Call(string Thing, string What, object? Body, HttpClient? Who = null);

    /// <summary>A unit in a state, with what it has or has had: a reservation, a sale, a lease.</summary>
    private sealed record Place(Host Host, string Code, string Reservation, string Sale, string Lease)
    {
        private int _other =
            1000 * int.Parse(Code.Split('~')[0].Split('-')[2], System.Globalization.CultureInfo.InvariantCulture) / 100;

        public string Unit => SalesHost.UnitPath(Code);

        /// <summary>A customer who has nothing to do with it, another each time.</summary>
        public int Other => ++_other;
    }

    /// <summary>
    /// Shops, so that all of the diagram is theirs; each has had a reservation, a sale and a lease before.
    /// </summary>
    private sealed class Host : IAsyncDisposable
    {
        private static readonly string[] Everything = [
            .. typeof(SalesControlPermissions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(
                field => (string)field.GetRawConstantValue()!)];

        private readonly SalesHost _sales;
        private int _customer;
        private int _room;

        private Host(SalesHost sales)
        {
            _sales = sales;
            All = sales.Service.Client(Everything, "consultant-1", "general-manager", "project-sales-group");
            Decider = sales.Service.Client(Everything, "marketing-manager-1", "general-manager", "project-sales-group");
            Finance = sales.Service.Client(Everything, "finance-officer-1", "finance-officer", "finance");
        }

        public HttpClient All { get; }

        public HttpClient Decider { get; }

        public HttpClient Finance { get; }

        /// <summary>A unit that is available.</summary>
        public string Free => "7-1-9001";

        /// <summary>A sale that could be swapped.</summary>
        public string Donor { get; private set; } = "";

        /// <summary>A queue number whose turn it is.</summary>
        public string Number { get; private set; } = "";

        public static async Task<Host> StartAsync(TestServers servers)
        {
            var host = new Host(await SalesHost.StartAsync(servers));
            var list = new System.Text.StringBuilder(SalesHost.Header);
            for (var room = 1; room <= 99; room++)
                list.Append(
                    System.Globalization.CultureInfo.InvariantCulture, $"7,1,1,{room}00,商铺,50.5,44.5,2050000,待售\n");
            list.Append(
                "7,1,9,9001,商铺,50.5,44.5,2050000,待售\n7,1,9,9002,商铺,50.5,44.5,2050000,待售\n"
                    + "7,1,9,9003,商铺,50.5,44.5,2050000,销控\n");
            await host._sales.ImportAndPublishAsync(list.ToString());
            host.Donor = PathOf("subscriptions", await host.All.PostAsync(
                $"{SalesHost.UnitPath("7-1-9002")}/subscription",
                new { agreementNumber = "S-donor", customer = SellingHost.Customer(8999) }, HttpStatusCode.Created));
            var batch = PathOf("batches", await host.All.PostAsync(
                $"/api/sales/projects/{SalesHost.Project}/batches",
                new { code = "day", name = "The day", units = new[] { "7-1-9003" } }, HttpStatusCode.Created));
            host.Number = PathOf("queue-numbers", await host.All.PostAsync(
                $"{batch}/queue-numbers",
                new { customer = SellingHost.Customer(8998), agreementNumber = "Q-1", depositReceipt = "QD-1" },
                HttpStatusCode.Created));
            await host.DoAsync(host.All, batch, "choosing");
            await host.DoAsync(host.All, batch, "call-next");
            return host;
        }

        /// <summary>A fresh unit with a history, in a state.</summary>
        public async Task<Place> BringAsync(UnitState state)
        {
            var code = $"7-1-{++_room}00";
            var unit = SalesHost.UnitPath(code);
            var reservation = await ReserveAsync(unit);
            await DoAsync(All, reservation, "release", new { reason = "Bought elsewhere." });
            var sale = await SellAsync(unit);
            await AgreeAsync(
                await DoAsync(All, sale, "cancellation", new { reason = "They give it back." }), Decider, Finance);
            var lease = await LetAsync(unit);
            await DoAsync(All, lease, "end", new { reason = "Moved away." });
            switch (state)
            {
                case UnitState.Withheld:
                    await AgreeAsync(await All.PostAsync(
                        $"{unit}/withhold", new { reason = "It is kept back." }, HttpStatusCode.Created,
                        (await All.GetAsync(unit, HttpStatusCode.OK)).ETag), Decider);
                    break;
                case UnitState.Pending:
                    reservation = await ReserveAsync(unit);
                    break;
                case UnitState.Reserved:
                    reservation = await ReserveAsync(unit);
                    await DoAsync(Decider, reservation, "approve");
                    break;
                case UnitState.Offered:
                    var first = await ReserveAsync(unit);
                    reservation = await ReserveAsync(unit);
                    await DoAsync(All, first, "release", new { reason = "Bought elsewhere." });
                    break;
                case UnitState.Subscribed or UnitState.Contracted or UnitState.Delivered:
                    sale = await SellAsync(unit);
                    if (state != UnitState.Subscribed)
                        await DoAsync(All, sale, "contract", new { contractNumber = $"C-{_customer}" });
                    if (state == UnitState.Delivered)
                    {
                        await DoAsync(
                            All, sale, "payments",
                            new { receipt = $"P-{_customer}", amount = SellingHost.Yuan(2_050_000) });
                        await DoAsync(All, sale, "delivery");
                    }

                    break;
                case UnitState.Let:
                    lease = await LetAsync(unit);
                    break;
                case UnitState.TakenOff:
                    // Only one that never had anything: what there was is its neighbour's.
                    var slip = SalesHost.UnitPath($"7-1-{++_room}00");
                    var change = await All.PostAsync(
                        $"{slip}/take-off", new { reason = "A slip in the list." }, HttpStatusCode.Created,
                        (await All.GetAsync(slip, HttpStatusCode.OK)).ETag);
                    await AgreeAsync(change, Decider);
                    code = (await All.GetAsync($"/api/sales/changes/{change["id"]}", HttpStatusCode.OK))["unit"]!;
                    unit = SalesHost.UnitPath(code);
                    break;
            }

            Assert.Equal(state.ToString(), (await All.GetAsync(unit, HttpStatusCode.OK))["state"], ignoreCase: true);
            return new Place(this, code, reservation, sale, lease);
        }

        /// <summary>The customer who holds a unit; null for nobody.</summary>
        public async Task<string?> HolderOfAsync(Place place)
        {
            var holder = (await All.GetAsync(place.Unit, HttpStatusCode.OK)).Json.GetProperty("holder");
            return holder.ValueKind == JsonValueKind.Null ? null : holder.GetProperty("customerId").GetString();
        }

        /// <summary>Whether a command is offered on its thing to whoever would send it.</summary>
        public async Task<bool> OffersAsync(UnitAct act, Call call)
        {
            var thing = await (call.Who ?? All).GetAsync(call.Thing, HttpStatusCode.OK);
            return thing.Json.GetProperty("actions").EnumerateArray()
                .Any(one => one.GetString() == Operations[act]);
        }

        public async Task<(HttpStatusCode Status, string Text)> SendAsync(Call call)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{call.Thing}/{call.What}")
            {
                Content = call.Body is null ? null : JsonContent.Create(call.Body),
            };
            request.Headers.TryAddWithoutValidation(
                "If-Match", (await All.GetAsync(call.Thing, HttpStatusCode.OK)).ETag);
            using var answer = await (call.Who ?? All).SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var client in (HttpClient[])[All, Decider, Finance])
                client.Dispose();
            await _sales.DisposeAsync();
        }

        private async Task<string> ReserveAsync(string unit) => PathOf("reservations", await All.PostAsync(
            $"{unit}/reservations", SalesHost.Form(++_customer), HttpStatusCode.Created));

        private async Task<string> SellAsync(string unit) => PathOf("subscriptions", await All.PostAsync(
            $"{unit}/subscription",
            new { agreementNumber = $"S-{++_customer}", customer = SellingHost.Customer(_customer) },
            HttpStatusCode.Created));

        private async Task<string> LetAsync(string unit) =>
            PathOf("leases", await All.PostAsync($"{unit}/leases", Booking(++_customer), HttpStatusCode.Created));

        private async Task<Answer> DoAsync(HttpClient who, string thing, string what, object? body = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{thing}/{what}")
            {
                Content = body is null ? null : JsonContent.Create(body),
            };
            request.Headers.TryAddWithoutValidation("If-Match", (await All.GetAsync(thing, HttpStatusCode.OK)).ETag);
            var answer = await who.SendAsync(request);
            return await Answer.OfAsync(answer, answer.IsSuccessStatusCode ? answer.StatusCode : HttpStatusCode.OK);
        }

        private async Task AgreeAsync(Answer change, params HttpClient[] deciders)
        {
            foreach (var decider in deciders)
                await DoAsync(decider, PathOf("changes", change), "approve");
        }

        private static string PathOf(string collection, Answer answer) => $"/api/sales/{collection}/{answer["id"]}";
    }
}
