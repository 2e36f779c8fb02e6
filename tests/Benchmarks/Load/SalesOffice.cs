using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.Benchmarks.Load;

/// <summary>SalesControl as a process of its own, with the project harbour-court, and callers over HTTP.</summary>
internal sealed class SalesOffice : IAsyncDisposable
{
    private const string Project = "harbour-court";

    private readonly ServiceProcess _process;
    private int _rooms;

    private SalesOffice(InstalledService service, ServiceProcess process, HttpClient staff) => (Service, _process, Staff) = (service, process, staff);

    public InstalledService Service { get; }

    public HttpClient Staff { get; }

    public static async Task<SalesOffice> OpenAsync(TestServers servers, TestAuthority authority, string broker)
    {
        var service = await InstalledService.CreateAsync(servers, Repository.ProgramOf("services/SalesControl/Service", "Ops.SalesControl"), "salesdb", broker, authority);
        var process = await service.StartAsync();
        var staff = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = process.Address, Timeout = TimeSpan.FromMinutes(5) };
        staff.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", authority.Token(
            [SalesControlPermissions.ImportUnits, SalesControlPermissions.ReadBoard, SalesControlPermissions.RegisterReservation, SalesControlPermissions.SignSubscription]));
        var office = new SalesOffice(service, process, staff);
        await AcknowledgedAsync(await staff.PostAsJsonAsync("/api/sales/projects", new { code = Project, name = "Harbour Court" }));
        return office;
    }

    /// <summary>Lists so many rooms that nobody has had; answers their codes.</summary>
    public async Task<string[]> ListAsync(int rooms)
    {
        var sheet = new StringBuilder("楼栋,单元,楼层,房号,类型,建筑面积,状态\n");
        var codes = new string[rooms];
        for (var i = 0; i < rooms; i++)
        {
            var room = (++_rooms).ToString("00000", CultureInfo.InvariantCulture);
            sheet.Append(CultureInfo.InvariantCulture, $"1,1,1,{room},住宅,89.12,待售\n");
            codes[i] = $"1-1-{room}";
        }

        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(sheet.ToString()));
        await AcknowledgedAsync(await Staff.PostAsync(new Uri($"/api/sales/projects/{Project}/units/import", UriKind.Relative), content));
        return codes;
    }

    public async Task ReserveAsync(string unit, int customer) => await AcknowledgedAsync(await Staff.PostAsJsonAsync(
        $"/api/sales/projects/{Project}/units/{unit}/reservations", new { customer = Customer(customer), form = $"F-{unit}-{customer}", depositReceipt = $"R-{unit}-{customer}" }));

    public async Task SignAsync(string unit) => await AcknowledgedAsync(await Staff.PostAsJsonAsync(
        $"/api/sales/projects/{Project}/units/{unit}/subscription", new { agreementNumber = $"S-{unit}", customer = Customer(1) }));

    public async ValueTask DisposeAsync()
    {
        Staff.Dispose();
        await _process.DisposeAsync();
    }

    private static object Customer(int number) => new { name = "A Customer", phone = $"+86138{number:00000000}" };

    private static async Task AcknowledgedAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            if (!answer.IsSuccessStatusCode)
                throw new WrongOutcomeException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }
}
