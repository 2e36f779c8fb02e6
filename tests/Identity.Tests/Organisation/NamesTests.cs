using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Organisation;

/// <summary>What departments and posts are called, in Chinese and in English, and what refusals say.</summary>
public sealed class NamesTests(TestServers servers)
{
    [Fact]
    public async Task A_new_installation_s_departments_and_posts_have_a_name_in_each_language()
    {
        await using var identity = await Authority.StartAsync(servers);
        foreach (var table in (string[])["departments", "posts"])
        {
            Assert.Equal(0, await identity.Database.CountAsync($"{table} WHERE name !~ '^[^A-Za-z]+$'"));
            Assert.Equal(0, await identity.Database.CountAsync($"{table} WHERE coalesce(name_en, '') !~ '^[ -~]+$'"));
        }

        var texts = identity.Host.Services.GetRequiredService<ITexts>();
        Assert.Equal(
            ("法律室", "Legal office"),
            (texts.Render(Text.NameOf("department", "legal-office"), Languages.Chinese),
                texts.Render(Text.NameOf("department", "legal-office"), Languages.English)));
        Assert.Equal(
            ("法务专员", "Legal officer"),
            (texts.Render(Text.NameOf("post", "legal-officer"), Languages.Chinese),
                texts.Render(Text.NameOf("post", "legal-officer"), Languages.English)));
    }

    [Theory]
    [InlineData("zh-CN", "客户事务组的档案专管员由本部门或总经理办公室指定。", "诉讼资料管理")]
    [InlineData(
        "en-GB", "Customer affairs group names its own custodians, or the General manager's office does.",
        "Litigation records")]
    public async Task A_refusal_and_a_duty_s_name_are_read_in_one_s_own_language(
        string language, string refusal, string duty)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var legal = await identity.AsAsync("legal-officer-1");
        legal.DefaultRequestHeaders.AcceptLanguage.Clear();
        legal.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var (refused, _) = await legal.PostAsync(
            "/api/identity/departments/customer-affairs-group/custodians",
            new { kind = "signing", staff = "custodian-1" }, HttpStatusCode.Forbidden);
        Assert.Equal(
            ("custodian.not-yours", refusal),
            (refused.GetProperty("code").GetString(), refused.GetProperty("detail").GetString()));
        var (shown, _) = await legal.GetAsync("/api/identity/duties/litigation-records", HttpStatusCode.OK);
        Assert.Equal(duty, shown.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_post_and_a_department_are_renamed_in_either_language_and_every_service_is_told()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (_, tag) = await operations.GetAsync("/api/identity/posts/agent", HttpStatusCode.OK);
        await operations.PostAsync(
            "/api/identity/posts/agent/rename", new { name = "坐席", nameEn = "Call agent" },
            HttpStatusCode.PreconditionRequired);
        var (post, _) = await operations.PostAsync(
            "/api/identity/posts/agent/rename", new { name = "坐席", nameEn = "Call agent" }, HttpStatusCode.OK, tag);
        Assert.Equal(
            ("坐席", "Call agent"), (post.GetProperty("name").GetString(), post.GetProperty("nameEn").GetString()));
        await operations.PostAsync(
            "/api/identity/posts/agent/rename", new { name = "客服", nameEn = " " }, HttpStatusCode.UnprocessableEntity,
            tag);

        // A change that says nothing of the name in English leaves it as it is.
        var (_, seen) = await operations.GetAsync("/api/identity/departments/finance", HttpStatusCode.OK);
        var (department, _) = await operations.PostAsync(
            "/api/identity/departments/finance/change", new { name = "财务部", partOf = (string?)null }, HttpStatusCode.OK,
            seen);
        Assert.Equal("Finance department", department.GetProperty("nameEn").GetString());
        Assert.Equal(
            ["PostNamed 坐席 Call agent", "DepartmentChanged 财务部 Finance department"],
            await ToldAsync(identity, "operations-1"));
        Assert.Equal(
            0,
            await identity.Database.CountAsync(
                "messaging.events WHERE told_type IN ('DepartmentChanged', 'PostNamed') "
                + "AND subscribers <> ARRAY['SalesControl', 'RecordsArchive', 'ClientAttribution']"));
    }

    /// <summary>An installation of before there were names in English.</summary>
    [Fact]
    public async Task Departments_and_posts_of_the_regulations_are_given_their_names_in_English_at_the_next_start()
    {
        await using var identity = await Authority.StartAsync(servers);
        await identity.Database.ExecuteAsync(
            "UPDATE departments SET name_en = NULL WHERE code = 'finance'; "
            + "UPDATE posts SET name_en = NULL, name = '客服' WHERE code = 'agent'");
        await using var next = await identity.RestartAsync();
        Assert.Equal(
            ["DepartmentChanged 财务管理部 Finance department", "PostNamed 客服 Agent"],
            (await ToldAsync(next, "system:first-day")).TakeLast(2).Order(StringComparer.Ordinal));
        await using var again = await next.RestartAsync();
        Assert.Equal(1, await again.Database.CountAsync("messaging.events WHERE type = 'PostRenamed'"));
    }

    private static Task<string[]> ToldAsync(Authority identity, string by) =>
        identity.Database.QueryAsync<string[]>(
            """
            SELECT array_agg(told_type || ' ' || (told_body ->> 'name') || ' ' || (told_body ->> 'nameEn')
                ORDER BY seq, told_type)
            FROM messaging.events WHERE by = $1 AND told_type IN ('DepartmentChanged', 'PostNamed')
            """,
            by);
}
