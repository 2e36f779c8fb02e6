using System.Net;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>A company whose clocks do not show Shanghai's time.</summary>
public sealed class AnotherZoneTests(TestServers servers)
{
    [Fact]
    [Rule("T-1")]
    public async Task What_is_no_sites_goes_by_the_companys_zone_and_a_site_by_its_own_where_it_names_one()
    {
        await using var sales = await SalesHost.StartAsync(
            servers, new Dictionary<string, string>(StringComparer.Ordinal) { ["Company:TimeZone"] = "Asia/Tokyo" });
        await sales.Consultant.PostAsync(
            "/api/sales/projects", new { code = "hill-side", name = "Hill Side", timeZone = "Asia/Kolkata" },
            HttpStatusCode.Created);

        var projects = (await sales.Consultant.GetAsync("/api/sales/projects", HttpStatusCode.OK)).Json
            .GetProperty("items").EnumerateArray()
            .ToDictionary(one => one.GetProperty("code").GetString()!, one => one.GetProperty("timeZone").GetString());
        Assert.Equal(("Asia/Tokyo", "Asia/Kolkata"), (projects[SalesHost.Project], projects["hill-side"]));

        var moved = await sales.Service.MoveClockAsync(Duration.FromHours(1));
        var now = OffsetDateTimePattern.ExtendedIso.Parse(moved.GetProperty("now").GetString()!).Value;
        Assert.Equal(Offset.FromHours(9), now.Offset);
        await sales.RegisterAsync(1);
        using var manager = sales.Staff("marketing-manager-1", "marketing-manager");
        var told = (await manager.GetAsync("/api/sales/me/tasks", HttpStatusCode.OK)).Json.GetProperty("items")[0];
        Assert.EndsWith("+09:00", told.GetProperty("at").GetString(), StringComparison.Ordinal);
    }
}
