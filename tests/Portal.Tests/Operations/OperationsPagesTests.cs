using Npgsql;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.Operations;

/// <summary>What keeps the system running, by whoever does.</summary>
[Collection(OnOneSystem.Name)]
public sealed class OperationsPagesTests(PortalSystem system)
{
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
        // Nothing is kept of a first day: that is said in words.
        await operations.PressAsync("与存证核对");
        await operations.SeesAsync("没有存证");
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
        await operations.Page.WaitForURLAsync("**/identity/calendar-years");
        await operations.SeesAsync("2025 年");
        Assert.Empty(operations.Complaints);
    }
}
