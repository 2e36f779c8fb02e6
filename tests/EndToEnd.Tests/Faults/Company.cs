using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Ops.RecordsArchive.Contracts;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.EndToEnd.Tests.Faults;

/// <summary>
/// SalesControl and RecordsArchive on one broker, with the project harbour-court of one floor of rooms.
/// </summary>
internal sealed class Company : IAsyncDisposable
{
    private const string Project = "harbour-court";

    /// <summary>
    /// A day like any other, in a year whose calendar is built in: without one nothing becomes overdue.
    /// </summary>
    private const string Today = "2026-10-14 09:00+08";

    private static readonly string[] Permissions = [
        SalesControlPermissions.ImportUnits, SalesControlPermissions.ReadBoard,
        SalesControlPermissions.RegisterReservation, SalesControlPermissions.SignSubscription,
        SalesControlPermissions.DraftPrices, SalesControlPermissions.ApprovePrices, RecordsArchivePermissions.ReadFiles,
        RecordsArchivePermissions.HandOver, SalesControlPermissions.ApproveReservation,
        SalesControlPermissions.ReadRegisters, RecordsArchivePermissions.ReadRegisters, "simulation.clock"];

    private readonly TestAuthority _authority;

    private Company(string broker, TestAuthority authority, InstalledService sales, InstalledService archive) =>
        (Broker, _authority, Sales, Archive) = (broker, authority, sales, archive);

    /// <summary>The virtual host that both are joined by.</summary>
    public string Broker { get; }

    public InstalledService Sales { get; }

    public InstalledService Archive { get; }

    public static async Task<Company> CreateAsync(TestServers servers, string? broker = null)
    {
        broker ??= await servers.CreateVirtualHostAsync("faults");
        var authority = await TestAuthority.StartAsync();
        var company = new Company(
            broker, authority,
            await InstalledService.CreateAsync(
                servers, Repository.ProgramOf("services/SalesControl/Service", "Ops.SalesControl"), "salesdb", broker,
                authority),
            await InstalledService.CreateAsync(
                servers, Repository.ProgramOf("services/RecordsArchive/Service", "Ops.RecordsArchive"), "archivedb",
                broker, authority));
        await company.Sales.SetClockAsync(Today);
        await company.Archive.SetClockAsync(Today);
        return company;
    }

    /// <summary>A member of staff who may do whatever these tests do.</summary>
    public HttpClient At(ServiceProcess replica, string who = "consultant-1")
    {
        var client = new HttpClient { BaseAddress = replica.Address, Timeout = Wait.Patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", _authority.Token(Permissions, who));
        return client;
    }

    /// <summary>Rooms 1201 to 12nn of building 2, entrance 1.</summary>
    public async Task ListRoomsAsync(ServiceProcess sales, int rooms)
    {
        using var staff = At(sales);
        using var project = await staff.PostAsJsonAsync(
            "/api/sales/projects", new { code = Project, name = "Harbour Court" });
        Assert.Equal(HttpStatusCode.Created, project.StatusCode);
        var sheet = new StringBuilder("楼栋,单元,楼层,房号,类型,建筑面积,总价,状态\n");
        for (var room = 1; room <= rooms; room++)
            sheet.Append(
                System.Globalization.CultureInfo.InvariantCulture, $"2,1,12,{1200 + room},住宅,89.12,2150000,待售\n");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(sheet.ToString()));
        using var imported = await staff.PostAsync(
            new Uri($"/api/sales/projects/{Project}/units/import", UriKind.Relative), content);
        Assert.True(imported.IsSuccessStatusCode, await imported.Content.ReadAsStringAsync());
        await PublishAsync(
            sales, (await imported.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("priceList").GetGuid());
    }

    private async Task PublishAsync(ServiceProcess sales, Guid prices)
    {
        using var manager = At(sales, "marketing-manager-1");
        foreach (var step in (string[])["approve", "publish"])
        {
            var path = $"/api/sales/price-lists/{prices}";
            using var seen = await manager.GetAsync(new Uri(path, UriKind.Relative));
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{path}/{step}")
            {
                Content = step == "publish" ? JsonContent.Create(new { }) : null,
            };
            request.Headers.IfMatch.Add(seen.Headers.ETag!);
            using var answer = await manager.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    public Task<HttpResponseMessage> TrySignAsync(HttpClient staff, int room) =>
        staff.PostAsJsonAsync($"{UnitOf(room)}/subscription", new
        {
            agreementNumber = $"S-{room}",
            customer = CustomerOf(room),
        });

    /// <summary>The customer of a room signs; acknowledged.</summary>
    public async Task SignAsync(ServiceProcess sales, params int[] rooms)
    {
        using var staff = At(sales);
        foreach (var room in rooms)
        {
            using var signed = await TrySignAsync(staff, room);
            Assert.True(signed.StatusCode == HttpStatusCode.Created, await signed.Content.ReadAsStringAsync());
        }
    }

    /// <summary>A reservation of a room, or a wait for it.</summary>
    public async Task ReserveAsync(ServiceProcess sales, int room, int customer)
    {
        using var staff = At(sales);
        using var reserved = await staff.PostAsJsonAsync(
            $"{UnitOf(room)}/reservations",
            new { customer = CustomerOf(customer), form = $"F-{customer}", depositReceipt = $"R-{customer}" });
        Assert.True(reserved.StatusCode == HttpStatusCode.Created, await reserved.Content.ReadAsStringAsync());
    }

    /// <summary>
    /// The marketing manager approves what waits for it on a room: an entry of the register of approvals.
    /// </summary>
    public async Task ApproveAsync(ServiceProcess sales, int room)
    {
        using var manager = At(sales, "marketing-manager-1");
        var reservation = await Sales.QueryAsync<Guid>(
            """
            SELECT r.id FROM reservations r JOIN units u ON u.id = r.unit_id WHERE u.code = $1 AND r.state = 'Pending'
            """,
            $"2-1-{1200 + room}");
        using var seen = await manager.GetAsync(new Uri($"/api/sales/reservations/{reservation}", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/sales/reservations/{reservation}/approve");
        request.Headers.IfMatch.Add(seen.Headers.ETag!);
        using var approved = await manager.SendAsync(request);
        Assert.True(approved.IsSuccessStatusCode, await approved.Content.ReadAsStringAsync());
    }

    /// <summary>Moves one department's business time forward, from whatever it shows.</summary>
    public async Task MoveClockAsync(ServiceProcess replica, Duration by)
    {
        using var staff = At(replica);
        var clock = await staff.GetFromJsonAsync<JsonElement>("/simulation/clock");
        var now = OffsetDateTimePattern.ExtendedIso.Parse(clock.GetProperty("now").GetString()!).Value.ToInstant();
        using var moved = await staff.PostAsJsonAsync(
            "/simulation/clock", new { to = InstantPattern.ExtendedIso.Format(now + by) });
        Assert.True(moved.IsSuccessStatusCode, await moved.Content.ReadAsStringAsync());
    }

    /// <summary>
    /// Waits until the archive has heard of so many subscriptions, and sees that each had its effect once.
    /// </summary>
    public async Task EachOwedOnceAsync(params int[] rooms)
    {
        await Wait.UntilAsync(
            async () => await Archive.CountAsync("handovers") >= rooms.Length, $"{rooms.Length} handovers");
        // Nobody else of those whom sales tell runs here: what is theirs waits.
        await Sales.SentAsync("RecordsArchive");
        Assert.Equal(
            rooms.Select(room => $"2-1-{1200 + room}"),
            (await Archive.QueryAsync<string[]>(
                "SELECT array_agg(f.unit ORDER BY f.unit) FROM handovers h JOIN unit_files f ON f.id = h.file_id"))
                .AsEnumerable());
        Assert.Equal(rooms.Length, await Archive.CountAsync("unit_files"));
        Assert.Equal(rooms.Length, await Archive.CountAsync("deadlines.deadlines"));
        Assert.Equal(rooms.Length, await Archive.CountAsync("messaging.events WHERE type LIKE '%HandoverOwed%'"));
        Assert.Equal("", await Archive.QueryAsync<string>(
            """
            SELECT coalesce(string_agg(concat_ws(' ', type, stream, sequence, reason), ' | '), '') FROM messaging.failed
            """));
    }

    public ValueTask DisposeAsync() => _authority.DisposeAsync();

    private static string UnitOf(int room) => $"/api/sales/projects/{Project}/units/2-1-{1200 + room}";

    private static object CustomerOf(int customer) =>
        new { name = $"Customer {customer}", phone = $"+86138{customer:00000000}" };
}
