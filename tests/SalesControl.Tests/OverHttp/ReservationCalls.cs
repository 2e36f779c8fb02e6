using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Identity.Client;
using Ops.Platform.Storage;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>What tests do with a reservation that is there, as it is seen at the moment.</summary>
internal static class ReservationCalls
{
    public static string PathOf(Answer reservation) => $"/api/sales/reservations/{reservation["id"]}";

    public static Task<Answer> ReadAsync(this SalesHost sales, Answer reservation) =>
        sales.Manager.GetAsync(PathOf(reservation), HttpStatusCode.OK);

    public static async Task<Answer> ActAsync(
        this SalesHost sales, HttpClient who, Answer reservation, string act, object? body,
        HttpStatusCode expected = HttpStatusCode.OK) =>
        await who.PostAsync($"{PathOf(reservation)}/{act}", body, expected, (await sales.ReadAsync(reservation)).ETag);

    /// <summary>A reservation that the manager has approved.</summary>
    public static async Task<Answer> ReservedAsync(this SalesHost sales, int customer, string unit = SalesHost.Unit)
    {
        var reserved = await sales.RegisterAsync(customer, unit);
        await sales.ApproveAsync(reserved["id"]!);
        return reserved;
    }

    /// <summary>What consultant-1 has passes to the manager, as when one leaves.</summary>
    public static async Task PassAllAsync(this SalesHost sales)
    {
        await using var scope = sales.Service.Services.CreateAsyncScope();
        var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await change.RunAsync(
            async cancellationToken =>
            {
                foreach (var belongings in scope.ServiceProvider.GetServices<IBelongings>())
                    await belongings.PassAsync(
                        "consultant-1", "marketing-manager-1",
                        scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant(), "operations-1",
                        cancellationToken);
                return true;
            },
            CancellationToken.None);
    }

    /// <summary>Who records money, refunds it and reads the ledger.</summary>
    public static HttpClient Finance(this SalesHost sales) => sales.Staff("finance-officer-1", "finance-officer", [
        SalesControlPermissions.RecordPayment, SalesControlPermissions.RefundDeposit,
        SalesControlPermissions.ReadLedger, SalesControlPermissions.OwnTasks, SalesControlPermissions.ReadBoard]);

    /// <summary>Who answers for the project's customers.</summary>
    public static HttpClient Supervisor(this SalesHost sales) => sales.Staff("sales-supervisor-1", "sales-supervisor", [
        SalesControlPermissions.RegisterReservation, SalesControlPermissions.MergeCustomers,
        SalesControlPermissions.CorrectCustomer, SalesControlPermissions.ReadBoard]);

    public static IReadOnlyList<JsonElement> Items(this Answer page) =>
        [.. page.Json.GetProperty("items").EnumerateArray()];

    public static string? Text(this JsonElement element, string member) => element.GetProperty(member).GetString();

    public static string[] Texts(this JsonElement element, string member) =>
        [.. element.GetProperty(member).EnumerateArray().Select(one => one.GetString()!)];
}
