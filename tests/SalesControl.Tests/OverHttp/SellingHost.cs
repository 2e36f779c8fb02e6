using System.Globalization;
using System.Net;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>SalesControl with those who sell, pay in, sign, deliver and decide.</summary>
internal sealed class SellingHost : IAsyncDisposable
{
    private SellingHost(SalesHost sales)
    {
        Sales = sales;
        Seller = Person(
            "consultant-1", "consultant", "project-sales-group", SalesControlPermissions.SignSubscription,
            SalesControlPermissions.AskForChange);
        Manager = Person(
            "marketing-manager-1", "marketing-manager", "project-sales-group", SalesControlPermissions.ApproveChange,
            SalesControlPermissions.ApproveDiscount, SalesControlPermissions.AskForChange);
        GeneralManager = Person(
            "general-manager-1", "general-manager", "general-manager-office", SalesControlPermissions.ApproveChange,
            SalesControlPermissions.ApproveDiscount);
        Finance = Person(
            "finance-officer-1", "finance-officer", "finance", SalesControlPermissions.SettleChange,
            SalesControlPermissions.RecordPayment);
        Clerk = Person(
            "customer-affairs-clerk-1", "customer-affairs-clerk", "customer-affairs-group",
            SalesControlPermissions.SignContract, SalesControlPermissions.RecordDelivery,
            SalesControlPermissions.AskForChange);
    }

    public SalesHost Sales { get; }

    public HttpClient Seller { get; }

    public HttpClient Manager { get; }

    public HttpClient GeneralManager { get; }

    public HttpClient Finance { get; }

    public HttpClient Clerk { get; }

    public ServiceDatabase Database => new(Sales.Service.Setting.Admin);

    public static async Task<SellingHost> StartAsync(TestServers servers) => new(await SalesHost.StartAsync(servers));

    public HttpClient Person(string id, string post, string department, params string[] permissions) =>
        Sales.Service.Client([
            SalesControlPermissions.ReadBoard, SalesControlPermissions.ReadApprovals, SalesControlPermissions.OwnTasks,
            .. permissions], id, post, department);

    public static object Customer(int number, object? idDocument = null) =>
        new { name = $"Customer {number}", phone = SalesHost.Phone(number), idDocument };

    public static object Yuan(decimal amount) =>
        new { amount = amount.ToString("0.00", CultureInfo.InvariantCulture), currency = "CNY" };

    public static decimal AmountOf(Answer answer, string member) =>
        decimal.Parse(answer.Json.GetProperty(member).GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);

    /// <summary>The site's day of the signing, and so many days after.</summary>
    public static string Day(Answer sale, int after) =>
        OffsetDateTimePattern.ExtendedIso.Parse(sale["signedAt"]!).Value.Date.PlusDays(after).ToString(
            "uuuu-MM-dd", CultureInfo.InvariantCulture);

    public static string PathOf(Answer sale) => $"/api/sales/subscriptions/{sale["id"]}";

    public Task<Answer> SignAsync(
        int customer, string unit = SalesHost.Unit, HttpStatusCode expected = HttpStatusCode.Created) =>
        SignAsync(new { agreementNumber = $"S-{customer}", customer = Customer(customer) }, unit, expected);

    public Task<Answer> SignAsync(
        object agreement, string unit = SalesHost.Unit, HttpStatusCode expected = HttpStatusCode.Created,
        HttpClient? who = null) =>
        (who ?? Seller).PostAsync($"{SalesHost.UnitPath(unit)}/subscription", agreement, expected);

    public Task<Answer> LookAsync(Answer sale) => Seller.GetAsync(PathOf(sale), HttpStatusCode.OK);

    public async Task<string> StateOfAsync(string unit = SalesHost.Unit) =>
        (await Seller.GetAsync(SalesHost.UnitPath(unit), HttpStatusCode.OK))["state"]!;

    /// <summary>Does something to a sale as it stands now.</summary>
    public async Task<Answer> DoAsync(
        HttpClient who, Answer sale, string what, object? body, HttpStatusCode expected = HttpStatusCode.OK) =>
        await who.PostAsync($"{PathOf(sale)}/{what}", body, expected, (await LookAsync(sale)).ETag);

    public Task<Answer> PayAsync(
        Answer sale, string receipt, decimal amount, HttpStatusCode expected = HttpStatusCode.OK) =>
        DoAsync(Finance, sale, "payments", new { receipt, amount = Yuan(amount) }, expected);

    /// <summary>Asks for a change of a sale.</summary>
    public Task<Answer> AskAsync(
        Answer sale, string what, object body, HttpStatusCode expected = HttpStatusCode.Created) =>
        DoAsync(Seller, sale, what, body, expected);

    /// <summary>Agrees to a change, or is refused.</summary>
    public async Task<Answer> AgreeAsync(HttpClient who, Answer change, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var seen = await Seller.GetAsync($"/api/sales/changes/{change["id"]}", HttpStatusCode.OK);
        return await who.PostAsync($"/api/sales/changes/{change["id"]}/approve", null, expected, seen.ETag);
    }

    /// <summary>The names of what happened to a unit, in order.</summary>
    public async Task<IReadOnlyList<string>> HistoryAsync(string unit = SalesHost.Unit) => [
        .. (await Seller.GetAsync($"{SalesHost.UnitPath(unit)}/history?limit=200", HttpStatusCode.OK)).Json.GetProperty(
            "items").EnumerateArray().Select(e => e.GetProperty("event").GetString()!)];

    /// <summary>What happened last of a kind, with its details.</summary>
    public async Task<JsonElement> LastAsync(string @event, string unit = SalesHost.Unit) => (await Seller.GetAsync(
        $"{SalesHost.UnitPath(unit)}/history?limit=200", HttpStatusCode.OK)).Json.GetProperty("items")
        .EnumerateArray().Last(e => e.GetProperty("event").GetString() == @event).GetProperty("details");

    /// <summary>What an account of the ledger holds: of one sale, or of all.</summary>
    public Task<decimal> BalanceAsync(string account, string? sale = null) => Database.QueryAsync<decimal>(
        $"SELECT COALESCE(sum(amount), 0) FROM ledger WHERE account = '{account}'"
            + $"{(sale is null ? "" : $" AND subscription_id = '{sale}'")}");

    public async Task<string> TasksOfAsync(HttpClient who) =>
        (await who.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Text;

    public Task MoveAsync(Duration by) => Sales.Service.MoveClockAsync(by);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in (HttpClient[])[Seller, Manager, GeneralManager, Finance, Clerk])
            client.Dispose();
        await Sales.DisposeAsync();
    }
}
