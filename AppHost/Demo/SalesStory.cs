using System.Text;
using System.Text.Json.Nodes;

namespace Ops.Demo;

/// <summary>
/// What happens to units: an opening day in small, a waiting list, an extension, a swap, a forfeiture, a let shop that
/// is sold, a move-in; each refusal names its rule.
/// </summary>
internal sealed class SalesStory(GatewayClient gateway) : Telling(gateway)
{
    private const string Batch = "autumn";

    public async Task PlayAsync()
    {
        await OpeningDayAsync();
        await WaitingListAsync();
        await ExtensionAsync();
        await SwapAsync();
        await ForfeitureAsync();
        await ShopAsync();
        await MoveInAsync();
        await BoardAsync();
    }

    private async Task OpeningDayAsync()
    {
        Title("story.opening.title");
        const string List =
            "楼栋,单元,楼层,房号,类型,建筑面积,套内面积,总价,状态\n" +
            "3,1,1,101,住宅,89.5,71.2,2100000,销控\n" +
            "3,1,1,102,住宅,89.5,71.2,2120000,销控\n" +
            "3,1,2,201,住宅,89.5,71.2,2150000,销控\n";
        var listed = await Gateway.UploadAsync(
            Operations, $"/api/sales/projects/{Project}/units/import", Encoding.UTF8.GetBytes(List), "text/csv");
        await PublishAsync(listed["priceList"]!);
        var batch = await Gateway.PostAsync(
            Manager, $"/api/sales/projects/{Project}/batches", new JsonObject
            {
                ["code"] = Batch,
                ["name"] = Say("story.opening.batch"),
                ["building"] = "3",
            });
        var path = $"/api/sales/batches/{batch["id"]}";
        var numbers = new List<string>();
        foreach (var customer in Enumerable.Range(1, 3))
        {
            var given = await Gateway.PostAsync(
                Consultant, $"{path}/queue-numbers", new JsonObject
                {
                    ["customer"] = Customer(customer),
                    ["agreementNumber"] = $"Q-{customer}",
                    ["depositReceipt"] = $"QD-{customer}",
                });
            numbers.Add(Expect(given, 201, "number", $"{customer}")["id"]!);
        }

        await ActAsync(Manager, path, "choosing");
        await ActAsync(Manager, path, "call-next");
        var second = await ActAsync(
            Consultant, $"/api/sales/queue-numbers/{numbers[1]}", "choose",
            new JsonObject { ["unit"] = "3-1-101", ["agreementNumber"] = "S-301" });
        Expect(second, 409, "rule", "RES-4");
        var first = await ActAsync(
            Consultant, $"/api/sales/queue-numbers/{numbers[0]}", "choose",
            new JsonObject { ["unit"] = "3-1-101", ["agreementNumber"] = "S-301" });
        Check(first.Status is 200 or 201, "story.opening.chosen");
        await StateAsync("3-1-101", "subscribed", "story.opening.by-number");
        await ActAsync(Manager, path, "call-next");
        Check(
            (await ActAsync(Manager, $"/api/sales/queue-numbers/{numbers[1]}", "pass-over")).Status == 200,
            "story.opening.passed-over");
        await StateAsync("3-1-102", "withheld", "story.opening.not-yet");
        // Somebody was called and has not chosen: whoever opens it says that their turn is over.
        await ActAsync(Manager, path, "open", new JsonObject { ["numbersLeft"] = true });
        await StateAsync("3-1-102", "available", "story.opening.open");
    }

    private async Task WaitingListAsync()
    {
        Title("story.line.title");
        const string Unit = "2-1-1103";
        var holder = await ReservedAsync(Consultant, Unit, Form(Documented(11), "F-11", "R-11"), "state", "pending");
        var first = await ReservedAsync(Second, Unit, Form(Customer(12), "F-12", null), "place", "1");
        var second = await ReservedAsync(Second, Unit, Form(Customer(13), "F-13", null), "place", "2");
        await ActAsync(Manager, holder, "approve");
        Expect(
            await ActAsync(Consultant, holder, "renewal", new JsonObject { ["form"] = "F-11b" }), 409, "rule", "RES-3");
        await MoveAsync("2026-10-15T12:00:00+08:00");
        Check(
            (await Gateway.GetAsync(Consultant, "/api/sales/me/tasks")).Text.Contains(
                Say("story.line.task"), StringComparison.Ordinal),
            "story.line.reminded");
        Expect(
            await ActAsync(Consultant, holder, "renewal", new JsonObject { ["form"] = "F-11b" }), 409, "rule", "RES-4");
        Check((await ActAsync(Second, first, "yield")).Status == 200, "story.line.first-yields");
        Check((await ActAsync(Second, second, "yield")).Status == 200, "story.line.second-yields");
        var renewal = await ActAsync(Consultant, holder, "renewal", new JsonObject { ["form"] = "F-11b" });
        Check(
            renewal.Status is 200 or 201 && renewal["state"] == "renewalPending",
            "story.line.renewed");
        var renewed = $"/api/sales/reservations/{renewal["id"]}";
        await ActAsync(Manager, renewed, "approve");
        await MoveAsync("2026-10-16T12:00:00+08:00");
        Expect(await Gateway.GetAsync(Consultant, renewed), 200, "state", "reserved");
        await ActAsync(Consultant, renewed, "release", Because("story.line.bought-elsewhere"));
        Expect(await Gateway.GetAsync(Second, first), 200, "state", "offered");
        Expect(
            await Gateway.PostAsync(
                Consultant, $"{UnitPath(Unit)}/subscription",
                new JsonObject { ["agreementNumber"] = "S-1103", ["customer"] = Customer(11) }),
            409,
            "rule",
            "RES-4");
        await ActAsync(Second, first, "leave", Because("story.line.no-longer"));
        Expect(await Gateway.GetAsync(Second, second), 200, "state", "offered");
        await Gateway.GetAsync(Second, $"{UnitPath(Unit)}/line");
        Expect(
            await ActAsync(
                Second, second, "take-up", new JsonObject { ["form"] = "F-13b", ["depositReceipt"] = "R-13" }),
            200,
            "state",
            "pending");
        var why = await Gateway.GetAsync(Consultant, $"{UnitPath(Unit)}/explanation");
        Check(why.Status == 200, "story.line.explained");
    }

    private async Task ExtensionAsync()
    {
        Title("story.extension.title");
        const string Unit = "2-1-1003";
        var held = await ReservedAsync(Consultant, Unit, Form(Customer(21), "F-21", "R-21"), "state", "pending");
        await ActAsync(Manager, held, "approve");
        Expect(
            await ActAsync(
                Consultant, held, "extension",
                new JsonObject { ["hours"] = 100, ["reason"] = Say("story.extension.week") }),
            422,
            "rule",
            "RES-1");
        var asked = Expect(
            await ActAsync(
                Consultant, held, "extension",
                new JsonObject { ["hours"] = 48, ["reason"] = Say("story.extension.two-days") }),
            201,
            "state",
            "pending");
        var change = $"/api/sales/changes/{asked["id"]}";
        Expect(await ActAsync(Consultant, change, "approve"), 403, "rule", "CS-7");
        Expect(await ActAsync(Manager, change, "approve"), 200, "state", "granted");
        Expect(
            await ActAsync(
                Consultant, held, "extension",
                new JsonObject { ["hours"] = 24, ["reason"] = Say("story.extension.day-more") }),
            409,
            "rule",
            "RES-1");
    }

    private async Task SwapAsync()
    {
        Title("story.swap.title");
        var sale = await SubscribedAsync("2-1-903", "S-903", Customer(31));
        Expect(
            await ActAsync(
                Consultant, sale, "swap", new JsonObject
                {
                    ["unit"] = "2-1-1103",
                    ["agreementNumber"] = "S-1103",
                    ["reason"] = Say("story.swap.higher"),
                }),
            409,
            "rule",
            "RES-4");
        var asked = await ActAsync(
            Consultant, sale, "swap", new JsonObject
            {
                ["unit"] = "2-1-803",
                ["agreementNumber"] = "S-803",
                ["reason"] = Say("story.swap.lower"),
            });
        Expect(await ActAsync(Manager, $"/api/sales/changes/{asked["id"]}", "approve"), 200, "state", "granted");
        await StateAsync("2-1-903", "available", "story.swap.away");
        await StateAsync("2-1-803", "subscribed", "story.swap.to");
    }

    private async Task ForfeitureAsync()
    {
        Title("story.forfeiture.title");
        const string Unit = "2-1-703";
        var sale = await SubscribedAsync(Unit, "S-703", Customer(41));
        await Gateway.PostAsync(
            Finance, $"{sale}/payments", new JsonObject { ["receipt"] = "P-703", ["amount"] = Yuan(20_000m) },
            (await Gateway.GetAsync(Finance, sale, print: false)).ETag);
        Expect(
            await ActAsync(Clerk, sale, "forfeiture", Because("story.forfeiture.no-answer")), 409, "rule", "RES-4");
        await MoveAsync("2026-11-02T09:00:00+08:00");
        var asked = Expect(
            await ActAsync(
                Clerk, sale, "forfeiture", Because("story.forfeiture.term-over")),
            201,
            "state",
            "pending");
        var change = $"/api/sales/changes/{asked["id"]}";
        Expect(await ActAsync(Manager, change, "approve"), 200, "state", "pending");
        Expect(await ActAsync(Finance, change, "approve"), 200, "state", "granted");
        await StateAsync(Unit, "available", "story.forfeiture.done");
        var ledger = await Gateway.GetAsync(Finance, $"/api/sales/projects/{Project}/ledger");
        Check(ledger.Status == 200, "story.forfeiture.ledger");
    }

    private async Task ShopAsync()
    {
        Title("story.shop.title");
        const string Shop = "1-1-S01";
        var booked = Expect(
            await Gateway.PostAsync(
                Commercial, $"{UnitPath(Shop)}/leases", new JsonObject
                {
                    ["tenant"] = Customer(51),
                    ["bookingNumber"] = "B-S01",
                    ["from"] = "2026-12-01",
                    ["to"] = "2029-11-30",
                    ["monthlyRent"] = Yuan(8_000m),
                }),
            201,
            "state",
            "booked");
        Expect(
            await ActAsync(
                Commercial, $"/api/sales/leases/{booked["id"]}", "sign", new JsonObject { ["leaseNumber"] = "L-S01" }),
            200,
            "state",
            "signed");
        Expect(
            await Gateway.PostAsync(Consultant, $"{UnitPath(Shop)}/reservations", Form(Customer(52), "F-52", "R-52")),
            409, "rule", "RES-4");
        Expect(
            await Gateway.PostAsync(
                Consultant, $"{UnitPath(Shop)}/subscription",
                new JsonObject { ["agreementNumber"] = "S-S01", ["customer"] = Customer(53) }),
            201,
            "state",
            "subscribed");
        var history = await Gateway.GetAsync(Commercial, $"{UnitPath(Shop)}/history", print: false);
        Check(
            history.Text.Contains("LetShopSold", StringComparison.Ordinal),
            "story.shop.told");
    }

    private async Task MoveInAsync()
    {
        Title("story.move-in.title");
        const string Unit = "2-1-803";
        var unit = await Gateway.GetAsync(Clerk, UnitPath(Unit), print: false);
        var sale = $"/api/sales/subscriptions/{unit["subscriptionId"]}";
        Expect(await ActAsync(Clerk, sale, "delivery"), 409, "rule", "DOC-5.3.1");
        Check(
            (await ActAsync(Clerk, sale, "contract", new JsonObject { ["contractNumber"] = "C-803" })).Status == 200,
            "story.move-in.contract");
        var price = decimal.Parse(
            (await Gateway.GetAsync(Clerk, sale, print: false)).Json!["price"]!["amount"]!.ToString(),
            System.Globalization.CultureInfo.InvariantCulture);
        Check(
            (
                await Gateway.PostAsync(
                    Finance, $"{sale}/payments", new JsonObject { ["receipt"] = "P-803", ["amount"] = Yuan(price) },
                    (await Gateway.GetAsync(Finance, sale, print: false)).ETag)).Status
                is 200
                    or 201,
            "story.move-in.paid");
        var campaign = await Gateway.PostAsync(
            Clerk, $"/api/sales/projects/{Project}/move-in-campaigns",
            new JsonObject { ["name"] = Say("story.move-in.campaign"), ["from"] = "2026-11-02" });
        Check((await ActAsync(Clerk, sale, "delivery")).Status == 200, "story.move-in.delivered");
        var ended = await ActAsync(Clerk, $"/api/sales/move-in-campaigns/{campaign["id"]}", "end");
        Check(
            ended.Status == 200 && ended.Json!["delivered"]!.AsArray().Any(code => code!.ToString() == Unit),
            "story.move-in.ended");
    }

    private async Task BoardAsync()
    {
        Title("story.board.title");
        var board = await Gateway.GetAsync(Manager, $"/api/sales/projects/{Project}/board", print: false);
        Console.WriteLine($"    {GatewayClient.Line(board.Json!["counts"]!)}");
        Check(
            Descendants(board.Json)
                .OfType<JsonObject>()
                .Single(cell => cell["unit"]?.ToString() == "2-1-803")["state"]
                ?.ToString() == "delivered",
            "story.board.delivered");
    }

    /// <summary>Somebody reserves a unit; answers the reservation's path.</summary>
    private async Task<string> ReservedAsync(Staff who, string unit, JsonObject form, string member, string value)
    {
        var made = await Gateway.PostAsync(who, $"{UnitPath(unit)}/reservations", form);
        return $"/api/sales/reservations/{Expect(made, 201, member, value)["id"]}";
    }

    /// <summary>The consultant has a unit subscribed; answers the sale's path.</summary>
    private async Task<string> SubscribedAsync(string unit, string agreement, JsonObject customer)
    {
        var asked = new JsonObject { ["agreementNumber"] = agreement, ["customer"] = customer };
        var made = await Gateway.PostAsync(Consultant, $"{UnitPath(unit)}/subscription", asked);
        return $"/api/sales/subscriptions/{Expect(made, 201, "state", "subscribed")["id"]}";
    }

    private async Task PublishAsync(string priceList)
    {
        var path = $"/api/sales/price-lists/{priceList}";
        Expect(await ActAsync(Manager, path, "approve"), 200, "state", "approved");
        Expect(await ActAsync(Manager, path, "publish", new JsonObject()), 200, "state", "published");
    }
}
