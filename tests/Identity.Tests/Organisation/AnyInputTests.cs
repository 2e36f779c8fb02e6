using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Organisation;

/// <summary>Every route of Identity takes whatever is sent to it, or says what is wrong with it.</summary>
public sealed class AnyInputTests(TestServers servers)
{
    private static readonly (string Path, string Code, Func<string, string, object> Body)[] Named =
    [
        ("sites", "site", (code, name) => new { site = code, name }),
        ("departments", "department", (code, name) => new { department = code, name }),
        ("posts", "post", (code, name) => new { post = code, name, permissions = new[] { "identity.staff.read" } }),
        (
            "machines", "client",
            (code, name) => new { client = code, name, post = "crm-client", sites = new[] { "harbour-court" } }),
        (
            "staff", "staff",
            (code, name) => new
            {
                staff = code,
                name,
                post = "consultant",
                department = "project-sales-group",
                sites = new[] { "harbour-court" },
            }),
    ];

    [Fact]
    [Case("newline-after-a-code")]
    public async Task No_code_and_no_name_has_a_line_break_or_what_nobody_sees_and_rare_letters_are_taken()
    {
        await using var authority = await Authority.StartAsync(servers);
        using var operations = await authority.BoundToAsync("*");
        foreach (var (path, code, body) in Named)
        {
            foreach (var bad in (string[])["new-one\n", "\n", "new-one\u200b", "new_one", "ｎew-one", "n"])
                Assert.Equal(code, await RefusedAsync(path, body(bad, "A name")));
            foreach (var bad in (string[])["\u200b", "\u3164", "张\n三", "张\v三", "\u202e三张", "张三\u2028"])
                Assert.Equal("name", await RefusedAsync(path, body("new-one", bad)));
            await operations.PostAsync(
                $"/api/identity/{path}", body($"new-{path}", "𬒔𠮷"), HttpStatusCode.Created);
        }

        async Task<string> RefusedAsync(string path, object body)
        {
            var (problem, _) = await operations.PostAsync(
                $"/api/identity/{path}", body, HttpStatusCode.UnprocessableEntity);
            return Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name;
        }
    }

    [Theory]
    [InlineData("staff", "sites[0]")]
    [InlineData("posts", "permissions[0]")]
    [InlineData("machines", "sites[0]")]
    [Case("null-in-a-list")]
    public async Task Null_in_a_list_is_refused_by_its_place(string path, string field)
    {
        await using var authority = await Authority.StartAsync(servers);
        using var operations = await authority.BoundToAsync("*");
        var body = JsonSerializer.SerializeToNode(
            Named.Single(one => one.Path == path).Body("new-one", "A name"))!.AsObject();
        body[field.Split('[')[0]] = new JsonArray([null]);

        var (problem, _) = await operations.PostAsync(
            $"/api/identity/{path}", body, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(field, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task Whatever_is_sent_to_whatever_route_the_service_answers_and_says_what_is_wrong()
    {
        await using var authority = await Authority.StartAsync(servers);
        using var operations = await authority.BoundToAsync("*");

        var wrong = await new RandomCaller(
            operations, "/api/identity/openapi.json",
            ["consultant-1", "consultant", "harbour-court", "project-sales-group", "portal", "audit", "company"])
            .CallAsync();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        wrong = await new RandomCaller(operations, "/api/identity/openapi.json", []).WithUnknownParameterAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
