using System.Net;
using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Tests.OverHttp;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.Upgrade;

/// <summary>An installation of an earlier version, with what it had, is upgraded by starting this one.</summary>
public sealed class UpgradeTests(TestServers servers)
{
    private static readonly string[] Permissions = [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.RegisterReservation,
        SalesControlPermissions.ApproveReservation, SalesControlPermissions.SignSubscription,
        SalesControlPermissions.Operate];

    [Fact]
    [Rule("CS-4")]
    public async Task What_an_earlier_version_had_is_there_and_goes_on()
    {
        var admin = await EarlierVersion.InstallAsync(servers);
        await using var service = await ServiceHost<SalesControlDb>.UpgradeAsync(servers, "salesdb", admin);
        using var staff = service.Client(Permissions, "consultant-1");
        using var manager = service.Client(Permissions, "marketing-manager-1", "marketing-manager");
        var database = new ServiceDatabase(admin);

        var pending = await staff.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK);
        Assert.Equal(("pending", 1), (pending["state"], pending.Json.GetProperty("line").GetArrayLength()));
        Assert.Equal(("reserved", "subscribed", "available"), (
            (await staff.GetAsync(SalesHost.UnitPath("2-1-1103"), HttpStatusCode.OK))["state"],
            (await staff.GetAsync(SalesHost.UnitPath("2-1-1003"), HttpStatusCode.OK))["state"],
            (await staff.GetAsync(SalesHost.UnitPath("2-1-803"), HttpStatusCode.OK))["state"]));

        // The prices of the list of units are the price list's first version, and the sales have theirs from it.
        var price = pending.Json.GetProperty("listPrice").GetProperty("amount").GetString();
        Assert.NotNull(price);
        Assert.Equal(2, await database.CountAsync(
            """
            subscriptions WHERE price IS NOT NULL AND price = list_price AND price_list_version = 1
                AND state = 'Subscribed'
            """));
        Assert.Equal(2, await database.CountAsync("buyers WHERE share = 100"));
        // Who reserved and who bought under one phone is one customer; a receipt is a deposit, of an amount that was
        // not kept.
        Assert.Equal(3, await database.CountAsync("customers"));
        Assert.Equal(0, await database.CountAsync(
            """
            reservations r WHERE NOT EXISTS (SELECT FROM customers c WHERE c.id = r.customer_id
                AND c.phone = r.customer_phone)
            """));
        Assert.Equal(3, await database.CountAsync("deposits WHERE amount = 0"));
        Assert.Equal(1, await database.CountAsync("deposits WHERE state = 'CarriedOver'"));
        // What the board reads of a unit's row agrees with its reservations.
        Assert.Equal(0, await database.CountAsync(
            """
            units u WHERE u.waiting <> (SELECT count(*) FROM reservations r WHERE r.unit_id = u.id
                AND r.state = 'Waiting') OR (u.state IN ('Pending', 'Reserved')) <> (u.until IS NOT NULL)
                OR (u.state IN ('Available', 'Withheld')) <> (u.consultant IS NULL)
            """));

        // And it goes on: the same receipt is refused, the next is approved, the line moves, a sale is signed at the
        // price in force.
        Assert.Equal("RES-1", (await staff.PostAsync(
            $"{SalesHost.UnitPath("2-1-803")}/reservations", SalesHost.Form(9, receipt: "D-1"),
            HttpStatusCode.Conflict))["rule"]);
        var approved = await manager.PostAsync(
            $"/api/sales/reservations/{pending.Json.GetProperty("holder").GetProperty("id")}/approve", null,
            HttpStatusCode.OK, pending.ETag);
        Assert.Equal("reserved", approved["state"]);
        await service.MoveClockAsync(Duration.FromDays(4));
        Assert.Equal("offered", (await staff.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK))["state"]);
        var signed = await staff.PostAsync(
            $"{SalesHost.UnitPath("2-1-803")}/subscription",
            new { agreementNumber = "S-3", customer = new { name = "Fourth Customer", phone = SalesHost.Phone(4) } },
            HttpStatusCode.Created);
        Assert.Equal("1", signed["priceListVersion"]);
    }

    [Fact]
    public async Task An_upgrade_that_is_run_again_changes_nothing()
    {
        var admin = await EarlierVersion.InstallAsync(servers);
        var database = new ServiceDatabase(admin);
        await using (await ServiceHost<SalesControlDb>.UpgradeAsync(servers, "salesdb", admin))
        {
        }

        var before = await database.QueryAsync<string>("SELECT string_agg(c::text, ',' ORDER BY id) FROM customers c");
        await using (await ServiceHost<SalesControlDb>.UpgradeAsync(servers, "salesdb", admin))
        {
        }

        Assert.Equal(
            before, await database.QueryAsync<string>("SELECT string_agg(c::text, ',' ORDER BY id) FROM customers c"));
    }

    [Fact]
    [Rule("RES-2")]
    public async Task Units_and_forms_that_stood_there_twice_stay_and_the_first_has_the_name()
    {
        var admin = await EarlierVersion.InstallAsync(servers);
        var database = new ServiceDatabase(admin);
        await database.ExecuteAsync(
            """
            UPDATE units SET code = '2-1-１１０３', room = '１１０３' WHERE code = '2-1-803';
            UPDATE reservations SET form = 'ｆ-1' WHERE form = 'F-2';
            """);

        await using (await ServiceHost<SalesControlDb>.UpgradeAsync(servers, "salesdb", admin))
        {
        }

        Assert.Equal((1, 1), (
            await database.CountAsync("units WHERE name_key IS NULL"),
            await database.CountAsync("units WHERE name_key = '2/1/1103'")));
        Assert.Equal("ｆ-1", await database.QueryAsync<string>("SELECT form FROM reservations WHERE form_key IS NULL"));
        Assert.Equal(
            "F-1",
            await database.QueryAsync<string>("SELECT form FROM reservations WHERE form_key = 'harbour-court/f-1'"));
    }

    /// <summary>
    /// A reservation that was refused before there was a task to refund it, with what was left open about it.
    /// </summary>
    [Fact]
    [Rule("RES-1")]
    public async Task What_an_earlier_version_left_hanging_is_closed_and_its_deposit_is_to_be_refunded()
    {
        var admin = await EarlierVersion.InstallAsync(servers);
        var database = new ServiceDatabase(admin);
        await database.ExecuteAsync(
            """
            UPDATE reservations SET state = 'Refused', ended_at = decided_at + interval '1 hour', decided_by = 'm-1'
                WHERE state = 'Reserved';
            UPDATE units SET state = 'Available' WHERE state = 'Reserved';
            UPDATE deadlines.deadlines SET cancelled_at = r.ended_at, next_at = NULL
                FROM reservations r WHERE deadlines.key = 'reservation-lapse/' || r.id AND r.state = 'Refused';
            """);
        var before = await database.CountAsync("tasks.entries WHERE done_at IS NULL");

        await using var service = await ServiceHost<SalesControlDb>.UpgradeAsync(servers, "salesdb", admin);

        Assert.Empty(await Dangling.FindAsync(database));
        Assert.InRange(await database.CountAsync("tasks.entries WHERE done_by = 'system:upgrade'"), 1, before);
        using var finance = service.Client(
            [SalesControlPermissions.RefundDeposit, SalesControlPermissions.ReadLedger,
                SalesControlPermissions.OwnTasks],
            "finance-officer-1", "finance-officer");
        var task = Assert.Single((await finance.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK))
            .Json.GetProperty("items").EnumerateArray());
        Assert.Equal("RES-1", task.GetProperty("rule").GetString());
        Assert.Single((await finance.GetAsync(task.GetProperty("subject").GetString()!, HttpStatusCode.OK))
            .Json.GetProperty("items").EnumerateArray());
        // And each reservation names its deposit.
        Assert.Equal(0, await database.CountAsync(
            "reservations WHERE (deposit_id IS NULL) <> (deposit_receipt IS NULL) OR project <> 'harbour-court'"));
    }
}
