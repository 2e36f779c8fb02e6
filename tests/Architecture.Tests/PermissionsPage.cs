using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary><c>docs/permissions.md</c>: each route, the permission that it asks for, and the posts that begin with it.</summary>
[Collection(OnServers.Name)]
public sealed class PermissionsPage(TestServers servers)
{
    private const string File = "docs/permissions.md";

    private const string Opening = """
        # Permissions: every route, what it asks for, and who has it

        Generated from the running services' own route tables and from the posts of a new installation by `make permissions`; a test fails when it is not current. Posts are data: operations
        changes what one may do, and the audit register says who did. Behind the gateway a route that stands here needs a token; one that names no permission stands under "open".


        """;

    /// <summary><c>make permissions</c> sets OPS_WRITE_DOCS=1, and the page is written instead of compared.</summary>
    [Fact]
    public async Task The_page_of_permissions_is_current()
    {
        var posts = JsonDocument.Parse(Repository.Read("services/Identity/Service/Opening/organisation.json")).RootElement.GetProperty("posts").EnumerateArray()
            .Select(post => (Code: post.GetProperty("code").GetString()!, Permissions: post.GetProperty("permissions").EnumerateArray().Select(permission => permission.GetString()!).ToHashSet(StringComparer.Ordinal))).ToList();
        var page = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Departments.All)
        {
            var service = row.Data.Item1;
            var (_, routes) = await Departments.StartAsync(servers, service);
            page.Append($"## {service}\n\n| route | permission | posts |\n|---|---|---|\n");
            var further = routes.SelectMany(route => route.Metadata.GetMetadata<FurtherPermissions>()?.Permissions ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            asked.UnionWith(further);
            foreach (var (text, permission) in routes.SelectMany(Lines).Distinct().OrderBy(line => line.Permission is null).ThenBy(line => line.Text.Split(' ')[1], StringComparer.Ordinal).ThenBy(line => line.Text, StringComparer.Ordinal))
            {
                if (permission is not null)
                    asked.Add(permission);
                page.Append($"| `{text}` | {(permission is null ? "*open*" : $"`{permission}`")} | {string.Join(", ", posts.Where(post => permission is not null && post.Permissions.Contains(permission)).Select(post => post.Code))} |\n");
            }

            if (service == "Identity")
            {
                foreach (var (route, who) in await Departments.AuthorityAsync(servers))
                    page.Append($"| `{route}` | {(who is null ? "*open*" : $"*{who}*")} | |\n");
            }

            page.Append('\n');
            if (further.Count > 0)
            {
                page.Append("Asked for besides, by what a request is about:\n\n| permission | posts |\n|---|---|\n");
                foreach (var permission in further)
                    page.Append($"| `{permission}` | {string.Join(", ", posts.Where(post => post.Permissions.Contains(permission)).Select(post => post.Code))} |\n");
                page.Append('\n');
            }
        }

        page.Append("## Gateway\n\nIts own routes; what it forwards stands under the services above, and needs a token of the authority's before it is forwarded, but for `/connect`, `/account` and `/.well-known`.\n\n| route | permission | posts |\n|---|---|---|\n");
        foreach (var (text, permission) in (await Departments.GatewayAsync()).SelectMany(Lines).Distinct().OrderBy(line => line.Permission is null).ThenBy(line => line.Text, StringComparer.Ordinal))
            page.Append($"| `{text}` | {(permission is null ? "*open*" : $"`{permission}`")} | {string.Join(", ", posts.Where(post => permission is not null && post.Permissions.Contains(permission)).Select(post => post.Code))} |\n");

        var file = Path.Combine(Repository.Root, File);
        if (Environment.GetEnvironmentVariable("OPS_WRITE_DOCS") == "1")
            await System.IO.File.WriteAllTextAsync(file, page.ToString());
        else
            Assert.True(System.IO.File.Exists(file) && await System.IO.File.ReadAllTextAsync(file) == page.ToString(), $"{File} is not current: make permissions");
        // A permission that a route asks for and no post has, is one that nobody can use; one that a post has and no route asks for, is a slip of the pen.
        Assert.Empty(asked.Except(posts.SelectMany(post => post.Permissions)));
        Assert.Empty(posts.SelectMany(post => post.Permissions).Distinct(StringComparer.Ordinal).Except(asked));
    }

    private static IEnumerable<(string Text, string? Permission)> Lines(RouteEndpoint route)
    {
        var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        var permission = route.Metadata.GetMetadata<IAllowAnonymous>() is null ? route.Metadata.GetMetadata<PermissionMetadata>()?.Permission : null;
        return methods.Select(method => ($"{method} /{route.RoutePattern.RawText!.TrimStart('/')}", permission));
    }
}
