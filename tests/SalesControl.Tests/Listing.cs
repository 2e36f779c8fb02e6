using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using NodaTime;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Tests;

/// <summary>What the tests of the listing and price chapters do again and again.</summary>
internal static class Listing
{
    public static readonly string[] Lead = [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.ManageBatches,
        SalesControlPermissions.RegisterQueueNumber, SalesControlPermissions.WithholdUnit,
        SalesControlPermissions.OwnTasks, SalesControlPermissions.ReadApprovals];

    public static string Base => $"/api/sales/projects/{SalesHost.Project}";

    public static HttpClient TheLead(this SalesHost sales) =>
        sales.Staff("sales-supervisor-1", "sales-supervisor", Lead);

    public static HttpClient Finance(this SalesHost sales) => sales.Staff("finance-officer-1", "finance-officer", [
        SalesControlPermissions.ReadBoard, SalesControlPermissions.RefundDeposit, SalesControlPermissions.OwnTasks]);

    /// <summary>Three withheld units of building 9 with published prices: 9-1-101 to 9-1-103.</summary>
    public static Task WithheldAsync(this SalesHost sales) => sales.ImportAndPublishAsync($"""
        {SalesHost.Header}9,1,1,101,住宅,80,70,1000000,销控
        9,1,1,102,住宅,80,70,1100000,销控
        9,1,1,103,住宅,80,70,1200000,销控

        """);

    /// <summary>Sends a file.</summary>
    public static Task<Answer> SendAsync(this HttpClient who, string path, string csv, HttpStatusCode expected) =>
        who.SendAsync(path, Encoding.UTF8.GetBytes(csv), expected);

    /// <summary>Sends a file.</summary>
    public static async Task<Answer> SendAsync(this HttpClient who, string path, byte[] file, HttpStatusCode expected)
    {
        using var content = new ByteArrayContent(file)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        return await Answer.OfAsync(await who.SendAsync(request), expected);
    }

    /// <summary>A command with the version that is there.</summary>
    /// <param name="who">Who does it.</param>
    /// <param name="thing">The thing's path, which gives the version.</param>
    /// <param name="act">What is done to it.</param>
    /// <param name="body">The body; none when null.</param>
    /// <param name="expected">The status.</param>
    public static async Task<Answer> ActAsync(
        this HttpClient who, string thing, string act, object? body, HttpStatusCode expected) =>
        await who.PostAsync($"{thing}/{act}", body, expected, (await who.GetAsync(thing, HttpStatusCode.OK)).ETag);

    /// <summary>The same, from many at once: the statuses.</summary>
    public static Task<HttpStatusCode[]> AllAtOnceAsync(
        int many, Func<int, HttpClient> who, string thing, string act, Func<int, object?> body) =>
        Task.WhenAll(Enumerable.Range(0, many).Select(i => Task.Run(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{thing}/{act}")
            {
                Content = body(i) is { } given ? JsonContent.Create(given) : null,
            };
            request.Headers.TryAddWithoutValidation("If-Match", (await who(i).GetAsync(thing, HttpStatusCode.OK)).ETag);
            using var answer = await who(i).SendAsync(request);
            return answer.StatusCode;
        })));

    /// <summary>The machine's time, to the second: what is stored and read again is the same.</summary>
    public static Instant Now() => Instant.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    public static object Agreement(int customer, string? receipt = null) => new
    {
        customer = new { name = $"Customer {customer}", phone = SalesHost.Phone(customer) },
        agreementNumber = $"Q-{customer}",
        depositReceipt = receipt ?? $"QR-{customer}",
        depositAmount = new { amount = "5000.00", currency = "CNY" },
    };

    public static async Task<string?> StateOfAsync(this SalesHost sales, string unit) =>
        (await sales.Consultant.GetAsync(SalesHost.UnitPath(unit), HttpStatusCode.OK))["state"];
}
