using System.Text;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Reports;

/// <summary>Each report as a table, where it tells more as a chart, and as a file.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ReportsTests(PortalSystem system)
{
    [Fact]
    [Rule("RES-1", "what is held is what the ledger says")]
    public async Task A_manager_reads_and_downloads_each_of_them()
    {
        await system.ReservedAsync("1-2-601", "何一", "13811112601", "2601");
        var sale = await system.SubscribedAsync("1-2-602", "何二", "13811112602", "2602");
        await system.PaidAsync(sale, "P-2602", 300_000m);
        await using var manager = await Person.SignInAsync(
            system, "marketing-manager-1", $"/sales/projects/{PortalSystem.Project}/reports",
            scheme: Microsoft.Playwright.ColorScheme.Dark);
        await manager.LooksRightAsync("reports");
        foreach (var (report, says) in ((string, string)[])
        [
            ("daily-sales", "置业顾问 1"), ("sell-through", "1 栋"), ("expiring-reservations", "1-2-601"),
            ("forfeitures", "挞定宗数"), ("deposits", "由公司保管"),
        ])
        {
            await manager.GoAsync($"/sales/projects/{PortalSystem.Project}/reports/{report}");
            if (report == "expiring-reservations")
                await manager.Page.GetByLabel("时限").SelectOptionAsync("168");
            await manager.SeesAsync(says);
            // What expires is drawn by day, beside the list that says the same.
            if (report == "expiring-reservations")
                await manager.Page.Locator("figure[aria-label='每日到期的预留及递补'] rect").First.WaitForAsync();
            await manager.LooksRightAsync($"report-{report}");
            var (xlsx, csv) = (await DownloadAsync(manager, "下载 Excel"), await DownloadAsync(manager, "下载 CSV"));
            Assert.Equal("PK"u8.ToArray(), xlsx[..2]);
            // A line of headings, and what they head; nobody has forfeited anything.
            var lines = Encoding.UTF8.GetString(csv).Trim().Split('\n');
            Assert.True(lines.Length > 1 || report == "forfeitures", report);
            Assert.Contains(',', lines[0]);
        }

        Assert.Empty(manager.Complaints);
    }

    [Fact]
    public async Task Deposits_the_ledger_and_leases_are_saved_as_they_are_listed()
    {
        await system.ReservedAsync("1-2-603", "何三", "13811112603", "2603");
        await using var finance = await Person.SignInAsync(
            system, "finance-officer-1", $"/sales/projects/{PortalSystem.Project}/deposits");
        await finance.FillAsync("收据编号", "R-2603");
        await finance.SeesAsync("R-2603");
        await finance.LooksRightAsync("deposits-files");
        var lines = Encoding.UTF8.GetString(await DownloadAsync(finance, "下载 CSV")).Trim().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains("R-2603", lines[1], StringComparison.Ordinal);
        Assert.Contains("置业顾问 1", lines[1], StringComparison.Ordinal);
        await finance.GoAsync($"/sales/projects/{PortalSystem.Project}/ledger");
        await finance.LooksRightAsync("ledger-files");
        Assert.Contains(
            "R-2603", Encoding.UTF8.GetString(await DownloadAsync(finance, "下载 CSV")), StringComparison.Ordinal);
        await finance.GoAsync($"/sales/projects/{PortalSystem.Project}/leases");
        Assert.Equal("PK"u8.ToArray(), (await DownloadAsync(finance, "下载 Excel"))[..2]);
        Assert.Empty(finance.Complaints);
    }

    private static async Task<byte[]> DownloadAsync(Person person, string name)
    {
        var file = await person.Page.RunAndWaitForDownloadAsync(() => person.FollowAsync(name));
        return await File.ReadAllBytesAsync(await file.PathAsync());
    }
}
