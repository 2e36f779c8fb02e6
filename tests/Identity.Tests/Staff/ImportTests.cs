using System.Net;
using System.Text;
using System.Text.Json;
using MiniExcelLibs;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Staff;

/// <summary>The personnel department's list.</summary>
public sealed class ImportTests(TestServers servers)
{
    [Fact]
    public async Task Staff_come_in_from_a_workbook_by_code_or_by_name()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        using var workbook = new MemoryStream();
        await workbook.SaveAsAsync(new[]
        {
            new { 工号 = "c-201", 姓名 = "甲", 岗位 = "置业顾问", 部门 = "项目销售组", 项目 = "harbour-court、hill-side" },
            new { 工号 = "c-202", 姓名 = "乙", 岗位 = "agent", 部门 = "customer-service-centre", 项目 = "*" },
        });
        var (status, answer) = await ImportAsync(operations, workbook.ToArray());
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        Assert.Equal(2, answer.GetProperty("imported").GetInt32());
        var (staff, _) = await operations.GetAsync("/api/identity/staff/c-201", HttpStatusCode.OK);
        Assert.Equal(
            ("consultant", "project-sales-group"),
            (staff.GetProperty("post").GetString(), staff.GetProperty("department").GetString()));
        Assert.Equal(
            ["harbour-court", "hill-side"],
            staff.GetProperty("sites").EnumerateArray().Select(site => site.GetString()));
        await operations.PostAsync("/api/identity/staff/c-202/invitation", new { }, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("ｃ-601", "ａgent", "ｃustomer-service-centre", "ｈarbour-court")]
    [InlineData("ｃ－６０１", "ＡＧＥＮＴ", "客户服务中心", "ｈａｒｂｏｕｒ－ｃｏｕｒｔ，hill-side")]
    public async Task Numbers_codes_and_names_are_read_in_every_width(
        string number, string post, string department, string sites)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var list = Encoding.UTF8.GetBytes($"工号;姓名;岗位;部门;项目\n{number};甲;{post};{department};{sites}\n");

        var (status, answer) = await ImportAsync(operations, list);
        var (_, again) = await ImportAsync(operations, list);

        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        Assert.Equal((1, 1), (answer.GetProperty("imported").GetInt32(), again.GetProperty("unchanged").GetInt32()));
        var (staff, _) = await operations.GetAsync("/api/identity/staff/c-601", HttpStatusCode.OK);
        Assert.Equal(
            ("agent", "customer-service-centre", "harbour-court"), (
                staff.GetProperty("post").GetString(), staff.GetProperty("department").GetString(),
                staff.GetProperty("sites")[0].GetString()));
    }

    [Fact]
    public async Task The_same_list_again_lets_nobody_join_and_one_that_says_otherwise_is_refused()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        const string List = "工号;姓名;岗位;部门;项目;入职日期\nc-401;甲;置业顾问;项目销售组;harbour-court;2099/3/15\n;;;;;\n";

        var (_, first) = await ImportAsync(operations, Encoding.UTF8.GetBytes(List));
        var entries = await identity.Database.CountAsync("staff");
        var (status, again) = await ImportAsync(operations, Encoding.UTF8.GetBytes(List));
        var (refused, other) = await ImportAsync(
            operations, Encoding.UTF8.GetBytes(List.Replace("甲", "乙", StringComparison.Ordinal)));

        Assert.Equal((1, 0), (
            first.GetProperty("imported").GetInt32(), first.GetProperty("unchanged").GetInt32()));
        Assert.Equal((HttpStatusCode.OK, 0, 1), (
            status, again.GetProperty("imported").GetInt32(), again.GetProperty("unchanged").GetInt32()));
        Assert.Equal(entries, await identity.Database.CountAsync("staff"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused);
        Assert.Equal(
            ("工号", "c-401"), (
                other.GetProperty("lines")[0].GetProperty("column").GetString(),
                other.GetProperty("lines")[0].GetProperty("value").GetString()));
    }

    [Fact]
    public async Task A_list_can_be_looked_at_first_and_nobody_joins_by_it()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        const string There = "c-501;甲;置业顾问;项目销售组;harbour-court\n", Head = "工号;姓名;岗位;部门;项目\n";
        await ImportAsync(operations, Encoding.UTF8.GetBytes(Head + There));
        var before = await identity.Database.CountAsync("staff");

        var (status, seen) = await ImportAsync(
            operations,
            Encoding.UTF8.GetBytes($"{Head}{There}c-502;乙;置业顾问;项目销售组;harbour-court\nc-503;丙;飞行员;项目销售组;*\n"),
            "/preview");

        Assert.True(status == HttpStatusCode.OK, seen.ToString());
        Assert.Equal(
            ["c-502"], seen.GetProperty("joining").EnumerateArray().Select(number => number.GetString()));
        Assert.Equal((1, 1), (seen.GetProperty("unchanged").GetInt32(), seen.GetProperty("total").GetInt32()));
        Assert.Equal((4, "岗位", "飞行员"), (
            seen.GetProperty("lines")[0].GetProperty("line").GetInt32(),
            seen.GetProperty("lines")[0].GetProperty("column").GetString(),
            seen.GetProperty("lines")[0].GetProperty("value").GetString()));
        Assert.Equal(before, await identity.Database.CountAsync("staff"));
        await operations.GetAsync("/api/identity/staff/c-502", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_list_with_anything_wrong_is_not_taken_at_all_and_each_line_is_named()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (status, answer) = await ImportAsync(operations, Encoding.UTF8.GetBytes("""
            staff,name,post,department,sites,joins on
            c-301,One,consultant,project-sales-group,harbour-court,
            c-301,Two,consultant,project-sales-group,harbour-court,
            c-302,,consultant,project-sales-group,harbour-court,
            c-303,Four,pilot,project-sales-group,harbour-court,
            consultant-1,Five,consultant,project-sales-group,harbour-court,
            c-304,Six,consultant,project-sales-group,harbour-court,28.9.2026
            c-305,Seven,consultant,project-sales-group,harbour-court,2020-01-01
            """));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(
            ["3 staff", "4 name", "5 post", "6 staff", "7 joins on", "8 joins on"],
            answer.GetProperty("lines").EnumerateArray().Select(
                line => $"{line.GetProperty("line").GetInt32()} {line.GetProperty("column").GetString()}"));
        Assert.Equal(0, await identity.Database.CountAsync("staff WHERE number LIKE 'c-30%'"));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> ImportAsync(
        HttpClient who, byte[] file, string what = "")
    {
        using var content = new ByteArrayContent(file);
        using var answer = await who.PostAsync(new Uri($"/api/identity/staff/import{what}", UriKind.Relative), content);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
