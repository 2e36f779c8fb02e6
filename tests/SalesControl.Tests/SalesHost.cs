using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests;

/// <summary>SalesControl on real servers, with the project harbour-court of some units, and its staff.</summary>
internal sealed class SalesHost : IAsyncDisposable
{
    public const string Project = "harbour-court", Unit = "2-1-1203", Header = "楼栋,单元,楼层,房号,类型,建筑面积,套内面积,总价,状态\n";

    private static readonly string[] Permissions = [
        SalesControlPermissions.ImportUnits, SalesControlPermissions.ReadBoard,
        SalesControlPermissions.RegisterReservation, SalesControlPermissions.ApproveReservation,
        SalesControlPermissions.SignSubscription, SalesControlPermissions.OwnTasks, SalesControlPermissions.Operate,
        SalesControlPermissions.DraftPrices, SalesControlPermissions.ApprovePrices,
        SalesControlPermissions.ReadApprovals];

    /// <summary>How many paper forms there are: each has a number of its own.</summary>
    private static int _forms = 1000;

    private readonly ServiceHost<SalesControlDb> _service;

    private SalesHost(ServiceHost<SalesControlDb> service)
    {
        _service = service;
        Consultant = Staff("consultant-1", "consultant");
        Second = Staff("consultant-2", "consultant");
        Manager = Staff("marketing-manager-1", "marketing-manager");
        Assistant = Staff(
            "sales-assistant-1", "sales-assistant", [.. Permissions, SalesControlPermissions.WithholdUnit]);
    }

    public ServiceHost<SalesControlDb> Service => _service;

    public HttpClient Consultant { get; }

    public HttpClient Second { get; }

    public HttpClient Manager { get; }

    public HttpClient Assistant { get; }

    public static string UnitPath(string unit = Unit) => $"/api/sales/projects/{Project}/units/{unit}";

    /// <summary>Starts it and imports one floor of one building: 2-1-1201 to 2-1-1204, the last withheld.</summary>
    public static async Task<SalesHost> StartAsync(
        TestServers servers, IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? services = null)
    {
        var host = new SalesHost(
            await ServiceHost<SalesControlDb>.StartAsync(servers, "salesdb", settings, services: services));
        await host.Consultant.PostAsync(
            "/api/sales/projects", new { code = Project, name = "Harbour Court" }, HttpStatusCode.Created);
        await host.ImportAndPublishAsync($"""
            {Header}2,1,12,1201,住宅,89.12,71.5,2150000,待售
            2,1,12,1202,住宅,89.12,71.5,2150000,
            2,1,12,1203,住宅,120,,3000000,待售
            2,1,12,1204,住宅,120,,3000000,销控

            """);
        return host;
    }

    /// <summary>Imports units, and has the prices of their list approved and published.</summary>
    public async Task ImportAndPublishAsync(string csv)
    {
        var path = $"/api/sales/price-lists/{(await ImportAsync(csv))["priceList"]}";
        var approved = await Manager.PostAsync(
            $"{path}/approve", null, HttpStatusCode.OK, (await Manager.GetAsync(path, HttpStatusCode.OK)).ETag);
        await Manager.PostAsync($"{path}/publish", new { }, HttpStatusCode.OK, approved.ETag);
    }

    public HttpClient Staff(
        string id, string post, IEnumerable<string>? permissions = null, IEnumerable<string>? sites = null) =>
        _service.Client(permissions ?? Permissions, id, post, "project-sales-group", sites);

    public Task<Answer> ImportAsync(string csv, HttpStatusCode expected = HttpStatusCode.OK) =>
        ImportAsync(Encoding.UTF8.GetBytes(csv), expected);

    public async Task<Answer> ImportAsync(byte[] file, HttpStatusCode expected)
    {
        using var content = new ByteArrayContent(file)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/sales/projects/{Project}/units/import")
        {
            Content = content,
        };
        // The server closes on a body that it will not read: whoever asks first gets the answer rather than a broken
        // pipe.
        request.Headers.ExpectContinue = true;
        return await Answer.OfAsync(await Consultant.SendAsync(request), expected);
    }

    public static object Form(int customer, string? receipt = "given", string? form = null) => new
    {
        customer = new { name = $"Customer {customer}", phone = Phone(customer) },
        form = form ?? FormattableString.Invariant($"F-{Interlocked.Increment(ref _forms)}"),
        depositReceipt = receipt == "given" ? $"R-{customer}" : receipt,
    };

    public static string Phone(int customer) => "+86138" + customer.ToString("00000000", CultureInfo.InvariantCulture);

    public Task<Answer> RegisterAsync(
        int customer, string unit = Unit, HttpStatusCode expected = HttpStatusCode.Created, HttpClient? who = null) =>
        (who ?? Consultant).PostAsync($"{UnitPath(unit)}/reservations", Form(customer), expected);

    public async Task<Answer> ApproveAsync(string reservation) => await Manager.PostAsync(
        $"/api/sales/reservations/{reservation}/approve", null, HttpStatusCode.OK,
        (await Manager.GetAsync($"/api/sales/reservations/{reservation}", HttpStatusCode.OK)).ETag);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in (HttpClient[])[Consultant, Second, Manager, Assistant])
            client.Dispose();
        await _service.DisposeAsync();
    }
}

/// <summary>An answer with the status that was expected.</summary>
internal sealed record Answer(JsonElement Json, string Text, string? ETag)
{
    public string? this[string member] =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(member, out var value) ? value.ToString() : null;

    public static async Task<Answer> OfAsync(HttpResponseMessage response, HttpStatusCode expected, bool lines = false)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(
                response.StatusCode == expected, $"{(int)response.StatusCode} instead of {(int)expected}: {text}");
            return new(
                text.Length == 0 || lines ? default : JsonDocument.Parse(text).RootElement, text,
                response.Headers.ETag?.Tag);
        }
    }
}

internal static class Asking
{
    public static async Task<Answer> GetAsync(
        this HttpClient who, string path, HttpStatusCode expected, string? ifNoneMatch = null, bool lines = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (ifNoneMatch is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return await Answer.OfAsync(await who.SendAsync(request), expected, lines);
    }

    public static async Task<Answer> PostAsync(
        this HttpClient who, string path, object? body, HttpStatusCode expected, string? ifMatch = null,
        string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = body switch
        {
            null => null,
            string raw => new StringContent(raw, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await Answer.OfAsync(await who.SendAsync(request), expected);
    }
}
