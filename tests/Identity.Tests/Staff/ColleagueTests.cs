using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Staff;

/// <summary>Who stands behind a staff number: told to every colleague, and nothing else of anybody.</summary>
public sealed class ColleagueTests(TestServers servers)
{
    private const string Colleagues = "/api/identity/colleagues";

    [Fact]
    [Rule("CS-7", "colleagues by their numbers")]
    public async Task A_consultant_learns_the_name_and_the_post_of_a_number_at_whatever_site_and_of_a_leaver()
    {
        await using var identity = await Authority.StartAsync(servers);
        await identity.Database.ExecuteAsync(
            "UPDATE staff SET name = '林经理' WHERE number = 'marketing-manager-2'; "
            + "UPDATE staff SET has_left = true WHERE number = 'agent-1'");
        using var consultant = await identity.AsAsync("consultant-1");
        consultant.DefaultRequestHeaders.AcceptLanguage.Clear();
        consultant.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        var (found, _) = await consultant.GetAsync(
            $"{Colleagues}?numbers=marketing-manager-2&numbers=agent-1&numbers=nobody-1", HttpStatusCode.OK);
        Assert.Equal(
            [("agent-1", "客服专员", true), ("marketing-manager-2", "营销经理", false)],
            found.GetProperty("items").EnumerateArray().Select(one => (
                one.GetProperty("number").GetString(), one.GetProperty("post").GetString(),
                one.GetProperty("hasLeft").GetBoolean())));
        var manager = found.GetProperty("items")[1];
        Assert.Equal("林经理", manager.GetProperty("name").GetString());
        // Neither where they work nor anything else.
        Assert.Equal(
            ["number", "name", "post", "hasLeft"], manager.EnumerateObject().Select(member => member.Name));
        await consultant.GetAsync("/api/identity/staff", HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?numbers=")]
    public async Task Nobody_is_told_whom_there_is(string query)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var consultant = await identity.AsAsync("consultant-1");
        var asked = query.Length == 0 ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.OK;
        var (answer, _) = await consultant.GetAsync($"{Colleagues}{query}", asked);
        if (asked == HttpStatusCode.OK)
            Assert.Equal(0, answer.GetProperty("items").GetArrayLength());
        else
            Assert.True(answer.GetProperty("errors").TryGetProperty("numbers", out _));
        var many = string.Concat(Enumerable.Range(0, 201).Select(n => $"&numbers=c-{n}"));
        await consultant.GetAsync($"{Colleagues}?{many[1..]}", HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_number_in_a_text_is_read_as_a_name_and_two_who_are_called_alike_are_told_apart()
    {
        await using var identity = await Authority.StartAsync(servers);
        await identity.Database.ExecuteAsync(
            "UPDATE staff SET name = '张伟' WHERE number IN ('consultant-1', 'consultant-2'); "
            + "UPDATE staff SET name = '林经理' WHERE number = 'marketing-manager-1'");
        await using var again = await identity.RestartAsync();
        var texts = again.Host.Services.GetRequiredService<ITexts>();
        string Read(string number, System.Globalization.CultureInfo language) =>
            texts.Render(Text.NameOf("staff", number), language);
        await Wait.UntilAsync(() => Read("consultant-1", Languages.Chinese) != "consultant-1", "the names to be read");
        Assert.Equal("张伟（consultant-1）", Read("consultant-1", Languages.Chinese));
        Assert.Equal("张伟 (consultant-2)", Read("consultant-2", Languages.English));
        Assert.Equal("林经理", Read("marketing-manager-1", Languages.English));
        Assert.Equal("client:group-crm", Read("client:group-crm", Languages.Chinese));
        // Somebody who has just joined is read by name from the next glance on.
        await again.Database.ExecuteAsync("UPDATE staff SET number = 'agent-9' WHERE number = 'agent-1'");
        await Wait.UntilAsync(
            () => Task.FromResult(Read("agent-9", Languages.Chinese) != "agent-9"), "the name to be read");
    }
}
