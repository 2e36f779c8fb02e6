using System.Text;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Portal.Tests.ClientAttribution;
using Ops.Portal.Tests.Everybody;
using Ops.Portal.Tests.SalesControl;
using Ops.TestSupport;
using Xunit;

namespace Ops.Portal.Tests.Operations;

/// <summary>What keeps the system running, by whoever does.</summary>
[Collection(OnOneSystem.Name)]
public sealed class OperationsPagesTests(PortalSystem system)
{
    private const string Site = PortalSystem.Project;

    // As the inbox puts aside what it could not read.
    private const string Failing = """
        INSERT INTO messaging.failed (id, message, producer, type, reason, attempts, failed_at)
        VALUES (
            gen_random_uuid(), '\x7b7d', 'SalesControl', 'SubscriptionSigned', 'the reason of a test', 5, now())
        """;

    [Fact]
    public async Task A_register_is_read_verified_and_exported()
    {
        await using var operations = await Person.SignInAsync(system, "operations-1", "/identity/registers");
        await operations.SeesAsync("审计登记 · 公司");
        await operations.LooksRightAsync("registers");
        await operations.FollowAsync("审计登记 · 公司");
        await operations.Page.Locator("tbody tr").First.WaitForAsync();
        await operations.PressAsync("核验");
        await operations.SeesAsync("完整：共");
        await operations.LooksRightAsync("register");
        // Nothing is kept of a first day: that is said in words. Another test may have moved the clock past it.
        await operations.PressAsync("与存证核对");
        await operations.Page.Locator("main").GetByText("没有存证")
            .Or(operations.Page.Locator("main").GetByText("与存证相符")).First.WaitForAsync();
        await operations.LooksRightAsync("register-checked");
        var export = await operations.Page.RunAndWaitForDownloadAsync(() => operations.FollowAsync("导出"));
        Assert.EndsWith(".ndjson", export.SuggestedFilename, StringComparison.Ordinal);
        await operations.FillAsync("办理人", "nobody-9");
        await operations.SeesAsync("暂无记录");
        await operations.GoAsync("/archive/register-heads");
        await operations.SeesAsync("核对导出文件");
        await operations.LooksRightAsync("heads");
        Assert.DoesNotContain(operations.Complaints, one => !one.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_register_that_was_altered_is_found_out_and_where()
    {
        var database = new ServiceDatabase(system.Sales.Setting.Admin);
        await system.ReservedAsync("2-1-1002", "卫登记", "13811121002", "21002");
        const string Of = "register = 'approvals' AND site = $1";
        var last = await database.QueryAsync<long>($"SELECT max(sequence) FROM registers.entries WHERE {Of}", Site);
        var text = await database.QueryAsync<string>(
            $"SELECT text FROM registers.entries WHERE {Of} AND sequence = $2", Site, last);
        await using var operations = await Person.SignInAsync(
            system, "operations-1", $"/sales/registers/approvals/{Site}");
        await AlterAsync(text.Replace("marketing-manager-1", "marketing-manager-9", StringComparison.Ordinal));
        try
        {
            await operations.PressAsync("核验");
            await operations.SeesAsync($"不完整，自第 {last} 条起不可信");
            await operations.SeesAsync($"第 {last} 条已被改动");
            await operations.LooksRightAsync("register-altered");
        }
        finally
        {
            await AlterAsync(text);
        }

        await operations.PressAsync("核验");
        await operations.SeesAsync("完整：共");
        // What stands there is said in sentences.
        await operations.SeesAsync("同意：2-1-1002 的预留");
        Assert.Empty(operations.Complaints);

        // The triggers put aside, as whoever has the owner's password can.
        Task AlterAsync(string to) => database.ExecuteAsync($"""
            SET session_replication_role = replica;
            UPDATE registers.entries
                SET text = convert_from('\x{Convert.ToHexString(Encoding.UTF8.GetBytes(to))}', 'UTF8')
                WHERE register = 'approvals' AND site = '{Site}' AND sequence = {last};
            """);
    }

    [Fact]
    public async Task What_failed_is_done_when_its_cause_is_gone_and_it_is_replayed()
    {
        var database = new ServiceDatabase(system.Archive.Setting.Admin);
        await database.ExecuteAsync("""
            CREATE FUNCTION public.refuse_file() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''the shelf is full''; END';
            CREATE TRIGGER refuse BEFORE INSERT ON unit_files FOR EACH ROW WHEN (NEW.unit = '2-1-1003')
                EXECUTE FUNCTION public.refuse_file();
            """);
        try
        {
            await Sales.SignAsync(system, "2-1-1003", "S-21003", "华重试", "13811121003");
            await Wait.UntilAsync(
                async () => await database.CountAsync("messaging.failed WHERE state = 'failed'") > 0,
                "the message to fail");
        }
        finally
        {
            await database.ExecuteAsync("DROP FUNCTION public.refuse_file() CASCADE");
        }

        await using var operations = await Person.SignInAsync(system, "operations-1", "/archive/messages/failed");
        await operations.SeesAsync("SubscriptionSigned");
        await operations.PressAsync("重新处理");
        await operations.LooksRightAsync("failure-replaying");
        await operations.SendAsync("重新处理");
        await operations.SeesAsync("没有处理失败");
        await Sales.FileIsThereAsync(system, "2-1-1003");
        Assert.Empty(operations.Complaints);
    }

    [Fact]
    public async Task Each_department_s_operation_is_seen_also_client_attribution_s()
    {
        await DeskSteps.OpenAsync(system);
        await using var operations = await Person.SignInAsync(system, "operations-1", "/sales/registers");
        await operations.FollowAsync("客户归属");
        await operations.FollowAsync("来访登记表 · 港湾华庭");
        await operations.SeesAsync("开启接待台，席位由左至右：consultant-1");
        await operations.LooksRightAsync("register-of-receptions");
        await operations.PressAsync("核验");
        await operations.SeesAsync("完整：共");
        var export = await operations.Page.RunAndWaitForDownloadAsync(() => operations.FollowAsync("导出"));
        Assert.NotEmpty(await File.ReadAllTextAsync(await export.PathAsync()));
        foreach (var (path, sees) in ((string, string)[])
            [("messages/failed", "没有处理失败"), ("messages/unrouted", "未发送的事件"), ("calendar-years", "2025 年")])
        {
            await operations.GoAsync($"/clients/{path}");
            await operations.SeesAsync(sees);
        }

        Assert.Empty(operations.Complaints);
    }

    [Fact]
    public async Task What_failed_is_seen_with_its_reason_and_given_up_with_another()
    {
        await using (var connection = new NpgsqlConnection(system.Archive.Setting.Admin))
        {
            await connection.OpenAsync();
            await using var fail = new NpgsqlCommand(Failing, connection);
            await fail.ExecuteNonQueryAsync();
        }

        await using var operations = await Person.SignInAsync(system, "operations-1", "/archive/messages/failed");
        await operations.SeesAsync("the reason of a test");
        await operations.LooksRightAsync("failures");
        await operations.PressAsync("作废");
        await operations.FillAsync("原因", "测试");
        await operations.LooksRightAsync("failure-discarding");
        await operations.PressAsync("作废");
        await operations.SeesAsync("没有处理失败");
        await operations.LooksRightAsync("failures-none");
        await operations.GoAsync("/sales/messages/unrouted");
        await operations.LooksRightAsync("unrouted");
        Assert.Empty(operations.Complaints);
    }

    [Fact]
    public async Task The_clock_is_seen_and_asks_for_one_of_two()
    {
        await using var operations = await Person.SignInAsync(system, "operations-1", "/simulation/clock");
        await operations.SeesAsync("销售管控");
        await operations.PressAsync("拨动时钟");
        await operations.LooksRightAsync("clock");
        await operations.PressAsync("拨动时钟");
        await operations.Page.Locator("main .alert-danger").WaitForAsync();
        await operations.LooksRightAsync("clock-refused");
        Assert.DoesNotContain(operations.Complaints, one => !one.Contains("422", StringComparison.Ordinal));
    }

    [Fact]
    [Rule("T-2", "which years are certain")]
    public async Task The_calendar_shows_which_years_are_in()
    {
        await using var operations = await Person.SignInAsync(system, "operations-1", "/archive/calendar-years");
        await operations.SeesAsync("2025 年");
        await operations.SeesAsync("2025年10月1日至2025年10月8日（8 天）");
        await operations.LooksRightAsync("calendar");
        await operations.FollowAsync("人员与权限");
        await operations.ArrivesAsync("**/identity/calendar-years");
        await operations.SeesAsync("2025 年");
        Assert.Empty(operations.Complaints);
    }
}
