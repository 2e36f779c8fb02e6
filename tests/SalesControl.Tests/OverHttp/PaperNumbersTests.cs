using System.Net;
using System.Net.Http.Json;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;
using static Ops.SalesControl.Tests.OverHttp.SellingHost;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// The number of a receipt, an agreement, a contract or a booking stands once in a project, however it is written.
/// </summary>
public sealed class PaperNumbersTests(TestServers servers)
{
    /// <summary>Ways to write A-1 that people have.</summary>
    public static TheoryData<string> Ways { get; } = ["a-1", " A-1 ", "Ａ－１", "A - 1"];

    [Theory, MemberData(nameof(Ways)), Rule("RES-1")]
    public async Task One_receipt_backs_one_thing_however_it_is_written(string written)
    {
        await using var selling = await StartAsync(servers);
        var sales = selling.Sales;
        await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/reservations", SalesHost.Form(1, "A-1"), HttpStatusCode.Created);
        var sale = await selling.SignAsync(3, "2-1-1202");

        var refused = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1201")}/reservations", SalesHost.Form(2, written), HttpStatusCode.Conflict);
        Assert.Equal(("RES-1", "receipt.backs-reservation"), (refused["rule"], refused["code"]));
        Assert.Equal("RES-1", (await selling.DoAsync(
            selling.Finance, sale, "payments", new { receipt = written, amount = Yuan(5) },
            HttpStatusCode.Conflict))["rule"]);
        using var finance = sales.Service.Client(
            [SalesControlPermissions.ReadLedger, SalesControlPermissions.ReadBoard]);
        Assert.Equal(1, (await finance.GetAsync(
            $"{Listing.Base}/deposits?receipt={Uri.EscapeDataString(written)}", HttpStatusCode.OK))
            .Json.GetProperty("items").GetArrayLength());
    }

    [Theory, MemberData(nameof(Ways)), Rule("RES-4")]
    public async Task An_agreement_and_a_contract_are_used_once_however_their_numbers_are_written(string written)
    {
        await using var selling = await StartAsync(servers);
        var first = await selling.SignAsync(
            new { agreementNumber = "A-1", customer = Customer(1) }, "2-1-1201");
        await selling.DoAsync(selling.Clerk, first, "contract", new { contractNumber = "A-1" });

        var refused = await selling.SignAsync(
            new { agreementNumber = written, customer = Customer(2) }, "2-1-1202", HttpStatusCode.Conflict);
        Assert.Equal(("RES-4", "sale.agreement-used"), (refused["rule"], refused["code"]));
        var second = await selling.SignAsync(2, "2-1-1202");
        var used = await selling.DoAsync(
            selling.Clerk, second, "contract", new { contractNumber = written }, HttpStatusCode.Conflict);
        Assert.Equal(("RES-4", "contract.number-used"), (used["rule"], used["code"]));
        Assert.Contains(first["id"]!, used["evidence"], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Ways)), Rule("DOC-5.6.1")]
    public async Task A_booking_and_a_queue_s_agreement_are_used_once_however_their_numbers_are_written(string written)
    {
        await using var selling = await StartAsync(servers);
        var sales = selling.Sales;
        using var clerk = sales.Service.Client(
            [SalesControlPermissions.ManageLeases, SalesControlPermissions.ReadBoard]);
        await sales.ImportAndPublishAsync(
            $"{SalesHost.Header}5,1,1,101,商铺,45,,900000,待售\n5,1,1,102,商铺,45,,900000,待售\n");
        var booking = new
        {
            tenant = Customer(1),
            bookingNumber = "A-1",
            from = "2040-01-01",
            to = "2041-01-01",
            monthlyRent = Yuan(9000),
        };
        await clerk.PostAsync($"{SalesHost.UnitPath("5-1-101")}/leases", booking, HttpStatusCode.Created);
        Assert.Equal("lease.booking-used", (await clerk.PostAsync(
            $"{SalesHost.UnitPath("5-1-102")}/leases", booking with { bookingNumber = written, tenant = Customer(2) },
            HttpStatusCode.Conflict))["code"]);

        await sales.WithheldAsync();
        var lead = sales.TheLead();
        var batch = await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-1", name = "First", building = "9" }, HttpStatusCode.Created);
        object Number(int customer, string agreement) => new
        {
            customer = Customer(customer),
            agreementNumber = agreement,
            depositReceipt = $"QR-{customer}",
            depositAmount = Yuan(5000),
        };
        var numbers = $"/api/sales/batches/{batch["id"]}/queue-numbers";
        await lead.PostAsync(numbers, Number(1, "A-1"), HttpStatusCode.Created);
        Assert.Equal(
            "queue-number.agreement-used",
            (await lead.PostAsync(numbers, Number(2, written), HttpStatusCode.Conflict))["code"]);
    }

    [Fact, Rule("RES-1")]
    public async Task Of_one_receipt_that_comes_many_times_at_the_same_moment_one_backs_a_reservation()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        string[] spellings = ["A-1", "a-1", "Ａ-1"];
        string[] units = ["2-1-1201", "2-1-1202", "2-1-1203"];

        var answers = await Task.WhenAll(units.Select((unit, at) => Task.Run(async () =>
        {
            using var answer = await sales.Consultant.PostAsJsonAsync(
                new Uri($"{SalesHost.UnitPath(unit)}/reservations", UriKind.Relative),
                SalesHost.Form(at + 1, spellings[at]));
            return answer.StatusCode;
        })));

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict], answers.Order());
        Assert.Equal(1, await new ServiceDatabase(sales.Service.Setting.Admin).CountAsync("deposits"));
    }
}
