using System.Net;
using System.Text;
using System.Text.Json;
using Ops.TestSupport;
using Xunit;

namespace Ops.EndToEnd.Tests.Production;

/// <summary>An installation outside of Aspire, as docs/operations.md says that one is made.</summary>
public sealed class ProductionTests(TestServers servers)
{
    private const string Project = "harbour-court", Unit = $"/api/sales/projects/{Project}/units/2-1-1201";

    [Fact]
    public async Task A_production_installation_is_opened_and_a_unit_is_reserved_through_its_public_address()
    {
        await using var installation = await Installation.StartAsync(servers);
        // Whoever was given by mistake a demo's password has no demo.
        Assert.Equal((0, 0), (await installation.CountAsync("staff"), await installation.CountAsync("sites")));
        Assert.Equal(2, await installation.CountAsync("clients WHERE client_id IN ('api-reference', 'portal')"));
        Assert.Equal(2, await installation.CountAsync("clients"));

        var told = await installation.RunIdentityAsync("--invite-first", "10001", "First Person");
        var invited = told.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var address = $"{TlsProxy.Public}account/activate?number=10001";
        Assert.Contains(invited, line => line.Contains(address, StringComparison.Ordinal));
        using var operations = new Person("10001", installation.Proxy.Connect());
        await operations.ActivateAsync(address, invited[^1]);
        await operations.SignInAsync();
        SafelyKept(operations.Cookies, "__Host-ops-session", "__Host-ops-half-way", "__Host-ops-form");
        var portals = await operations.OpenPortalAsync();
        SafelyKept(
            portals.Where(cookie => cookie.StartsWith("__Host-", StringComparison.Ordinal)), "__Host-ops-portal",
            "__Host-ops-portal-form");
        // The others name a replica, and the moment of a sign-in: they are no secrets, and cross no open line either.
        Assert.All(portals, NeverInTheOpen);

        var site = new { site = Project, name = "Harbour Court" };
        await operations.PostAsync("/api/identity/sites", site, HttpStatusCode.Created);
        using var manager = await JoinAsync(installation, operations, "10002", "marketing-manager");
        using var consultant = await JoinAsync(installation, operations, "10003", "consultant");
        await ListAsync(operations, manager);
        var customer = new { name = "First Customer", phone = "+8613800000001" };
        var reservation = await consultant.PostAsync(
            $"{Unit}/reservations", new { customer, form = "F-1", depositReceipt = "D-1" }, HttpStatusCode.Created);
        await ApproveAsync(manager, $"/api/sales/reservations/{reservation.GetProperty("id").GetGuid()}", "approve");

        var (unit, _) = await consultant.GetAsync(Unit, HttpStatusCode.OK);
        Assert.Equal("reserved", unit.GetProperty("state").GetString());
        await consultant.GetAsync("/api/archive/duties", HttpStatusCode.OK);
        await operations.GetAsync("/api/simulation/clock", HttpStatusCode.NotFound);
        await ApartFromTheProxyAsync(installation.Gateway);
    }

    /// <summary>Before it listens, and with the name of what is to be set.</summary>
    [Theory]
    [InlineData("Identity", "Authentication__Schemes__Bearer__RequireHttpsMetadata")]
    [InlineData("SalesControl", "Authentication__Schemes__Bearer__RequireHttpsMetadata")]
    [InlineData("Gateway", "Authentication__Schemes__Bearer__RequireHttpsMetadata")]
    [InlineData("Identity", "set PublicAddress", "--PublicAddress=")]
    [InlineData("RecordsArchive", "set PublicAddress", "--PublicAddress=")]
    [InlineData("Gateway", "PublicAddress is missing", "--PublicAddress=")]
    [InlineData("Identity", "plain HTTP", "--PublicAddress=http://ops.example.test")]
    [InlineData("Portal", "set PublicAddress", "--PublicAddress=")]
    [InlineData("Portal", "set Portal__Secret", "--Authentication:Schemes:Bearer:RequireHttpsMetadata=false")]
    public async Task A_process_whose_settings_cannot_be_right_ends_at_once_and_names_them(
        string service, string named, params string[] more)
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ServiceProcess.RunAsync(
            Installation.ProgramOf(service),
            [
                "--environment=Production", $"--PublicAddress={TlsProxy.Public}", "--urls=http://127.0.0.1:0",
                "--Authentication:Schemes:Bearer:MetadataAddress=http://identity:8080/.well-known/openid-configuration",
                "--services:identity:http:0=http://identity:8080", "--services:salescontrol:http:0=http://sales:8080",
                "--services:recordsarchive:http:0=http://archive:8080",
                "--services:clientattribution:http:0=http://clients:8080",
                "--services:portal:http:0=http://portal:8080",
                "--ConnectionStrings:messaging=amqp://nowhere",
                "--ConnectionStrings:identitydb=Host=nowhere", "--ConnectionStrings:salesdb=Host=nowhere",
                "--ConnectionStrings:archivedb=Host=nowhere", "--ConnectionStrings:portaldb=Host=nowhere",
                "--PersonalData:MasterKeys:0=a master secret of the tests, long enough to derive from", .. more,
            ]));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Operations let somebody join and hand the invitation over.</summary>
    private static async Task<Person> JoinAsync(
        Installation installation, Person operations, string number, string post)
    {
        var sites = new[] { Project };
        var joins = new { staff = number, name = $"Person {number}", post, department = "project-sales-group", sites };
        await operations.PostAsync("/api/identity/staff", joins, HttpStatusCode.Created);
        var path = $"/api/identity/staff/{number}/invitation";
        var invitation = await operations.PostAsync(path, new { }, HttpStatusCode.OK);
        var address = invitation.GetProperty("address").GetString()!;
        Assert.StartsWith(TlsProxy.Public.ToString(), address, StringComparison.Ordinal);
        var person = new Person(number, installation.Proxy.Connect());
        await person.ActivateAsync(address, invitation.GetProperty("invitation").GetString()!);
        await person.SignInAsync();
        return person;
    }

    /// <summary>One unit with its price.</summary>
    private static async Task ListAsync(Person operations, Person manager)
    {
        var project = new { code = Project, name = "Harbour Court" };
        await operations.PostAsync("/api/sales/projects", project, HttpStatusCode.Created);
        const string Sheet = "楼栋,单元,楼层,房号,类型,建筑面积,总价,状态\n2,1,12,1201,住宅,89.12,2150000,待售\n";
        using var sheet = new ByteArrayContent(Encoding.UTF8.GetBytes(Sheet));
        var path = $"/api/sales/projects/{Project}/units/import";
        var imported = await operations.PostAsync(path, sheet, HttpStatusCode.OK);
        var prices = $"/api/sales/price-lists/{imported.GetProperty("priceList").GetGuid()}";
        await ApproveAsync(manager, prices, "approve");
        await ApproveAsync(manager, prices, "publish", new { });
    }

    /// <summary>The manager decides on what they have just seen.</summary>
    private static async Task ApproveAsync(Person manager, string path, string step, object? body = null)
    {
        var (_, seen) = await manager.GetAsync(path, HttpStatusCode.OK);
        await manager.PostAsync($"{path}/{step}", body, HttpStatusCode.OK, seen);
    }

    /// <summary>A browser gives them back to this very host alone, and over https alone.</summary>
    private static void SafelyKept(IEnumerable<string> cookies, params IEnumerable<string> names)
    {
        foreach (var name in names)
            Assert.Contains(cookies, cookie => cookie.StartsWith($"{name}=", StringComparison.Ordinal));
        foreach (var cookie in cookies)
        {
            var attributes = cookie.ToLowerInvariant();
            Assert.StartsWith("__host-", attributes, StringComparison.Ordinal);
            NeverInTheOpen(cookie);
            Assert.Contains("; path=/;", attributes, StringComparison.Ordinal);
            Assert.DoesNotContain("domain=", attributes, StringComparison.Ordinal);
        }
    }

    /// <summary>No script reads it, and no plain line has it.</summary>
    private static void NeverInTheOpen(string cookie)
    {
        foreach (var attribute in (string[])["; secure", "; httponly", "; samesite="])
            Assert.Contains(attribute, cookie.ToLowerInvariant(), StringComparison.Ordinal);
    }

    /// <summary>Whoever is inside and asks the gateway itself cannot make it speak for another address.</summary>
    private static async Task ApartFromTheProxyAsync(Uri gateway)
    {
        using var inside = new HttpClient { BaseAddress = gateway };
        inside.DefaultRequestHeaders.Host = "evil.example";
        inside.DefaultRequestHeaders.Add("X-Forwarded-Proto", "http");
        inside.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        inside.DefaultRequestHeaders.Add("Forwarded", "host=evil.example");
        var discovery = await inside.GetStringAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative));
        using var metadata = JsonDocument.Parse(discovery);
        Assert.Equal(TlsProxy.Public.ToString(), metadata.RootElement.GetProperty("issuer").GetString());
        var docs = await inside.GetStringAsync(new Uri("/docs/", UriKind.Relative));
        Assert.Contains($"{TlsProxy.Public}docs/", docs, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", discovery + docs, StringComparison.Ordinal);
        using var form = await inside.GetAsync(new Uri("/account/sign-in", UriKind.Relative));
        var cookie = Assert.Single(form.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-ops-form=", cookie, StringComparison.Ordinal);
    }
}
