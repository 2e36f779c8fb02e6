extern alias archive;
extern alias clients;
extern alias identity;
extern alias sales;

using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Playwright;
using Ops.BrowserSupport;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Gateway.Tests;

/// <summary>
/// The API reference in a real browser: it signs in by itself, and tries a route out under one's own name.
/// </summary>
public sealed partial class ReferenceTests(TestServers servers)
{
    private const string Password = "grüne Äpfel fallen leise";

    [Fact]
    [Rule("CS-7")]
    public async Task The_API_reference_signs_a_consultant_in_and_calls_a_route_with_their_token()
    {
        await using var ops = await Behind.StartAsync(servers, Password);
        await using var chromium = await Chromium.StartAsync("en-GB");
        var page = await chromium.OpenAsync();
        await page.GotoAsync(new Uri(ops.Address, "/docs/").ToString());

        // All that there is to fill in is filled in.
        var popup = await page.RunAndWaitForPopupAsync(() =>
            page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).First.ClickAsync());
        await popup.GetByLabel("Staff number").FillAsync("consultant-1");
        Assert.StartsWith(new Uri(ops.Address, "/account/sign-in").ToString(), popup.Url, StringComparison.Ordinal);
        // Asked of the pages that are ours: what is found on the reference's page is its library's.
        await Chromium.SeenByEverybodyAsync(popup);
        await popup.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        var asked = await page.RunAndWaitForRequestFinishedAsync(
            () => popup.Keyboard.PressAsync("Enter"),
            new() { Predicate = request => request.Url.EndsWith("/connect/token", StringComparison.Ordinal) });
        Assert.Contains("client_id=api-reference", asked.PostData, StringComparison.Ordinal);
        Assert.Contains("code_verifier=", asked.PostData, StringComparison.Ordinal);
        Assert.Equal((int)HttpStatusCode.OK, (await asked.ResponseAsync())!.Status);

        // The page draws a route when one comes to it: by the list at its side, as a reader does.
        await page.GetByRole(AriaRole.Link, new() { Name = "The projects that one may see" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request (get /api/sales/projects)" }).ClickAsync();
        var called = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Send" }).First.ClickAsync(),
            response => response.Url.EndsWith("/api/sales/projects", StringComparison.Ordinal));
        Assert.Equal((int)HttpStatusCode.OK, called.Status);
        Assert.StartsWith(
            "Bearer ey", await called.Request.HeaderValueAsync("authorization"), StringComparison.Ordinal);
        // The browser has found nothing against the page's own policy, and nothing that did not load.
        Assert.Empty(chromium.Complaints);
    }

    [Fact]
    public async Task Every_route_of_the_API_reference_says_what_it_does_in_a_group_that_says_what_it_is_for()
    {
        await using var ops = await Behind.StartAsync(servers, Password);
        using var http = new HttpClient { BaseAddress = ops.Address };
        var page = await http.GetStringAsync(
            new Uri("/docs/", UriKind.Relative), TestContext.Current.CancellationToken);
        var documents = Document().Matches(page).Select(match => match.Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal(10, documents.Count);
        var titles = new List<string>();
        foreach (var address in documents.Where(address => address.EndsWith("language=en", StringComparison.Ordinal)))
        {
            using var document = JsonDocument.Parse(await http.GetStringAsync(
                new Uri($"/{address}", UriKind.Relative), TestContext.Current.CancellationToken));
            var info = document.RootElement.GetProperty("info");
            titles.Add(info.GetProperty("title").GetString()!);
            Assert.EndsWith(".", info.GetProperty("description").GetString(), StringComparison.Ordinal);
            Assert.Matches(@"^\d+\.\d+\.\d+$", info.GetProperty("version").GetString());
            var groups = document.RootElement.GetProperty("tags").EnumerateArray().ToDictionary(
                tag => tag.GetProperty("name").GetString()!,
                tag => tag.GetProperty("description").GetString(),
                StringComparer.Ordinal);
            Assert.All(groups.Values, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
            var routes = (
                from path in document.RootElement.GetProperty("paths").EnumerateObject()
                from operation in path.Value.EnumerateObject()
                let summary = operation.Value.TryGetProperty("summary", out var text) ? text.GetString() : null
                select (Name: $"{operation.Name} {path.Name}", Tags: TagsOf(operation.Value), Summary: summary)
            ).ToList();
            Assert.NotEmpty(routes);
            // What is longer than a line of the page's list belongs into the description.
            Assert.Empty(
                from route in routes
                where route.Summary is not { Length: > 0 and <= 90 }
                select $"{route.Name}: {route.Summary}");
            Assert.Empty(
                from route in routes
                where route.Tags is not [var only] || !groups.ContainsKey(only)
                select $"{route.Name}: {string.Join(", ", route.Tags)}");
            Assert.Empty(groups.Keys.Except(routes.SelectMany(route => route.Tags), StringComparer.Ordinal));
            // Words for people, and none from the code; a product is called as it calls itself.
            Assert.DoesNotContain(
                groups.Keys.Concat(routes.Select(route => route.Summary!)).Append(titles[^1]),
                text => NameFromCode().IsMatch(text.Replace("WeChat", "", StringComparison.Ordinal)));
        }

        Assert.Equal(
            ["Client attribution", "Gateway", "Identity", "Records archive", "Sales control"],
            titles.Order(StringComparer.Ordinal));

        static List<string> TagsOf(JsonElement operation) =>
            operation.TryGetProperty("tags", out var tags)
                ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)]
                : [];
    }

    /// <summary>What has moved to texts is all Chinese there; what has not is told as it is.</summary>
    [Fact]
    public async Task Whoever_names_no_language_has_the_API_reference_in_Chinese_and_the_English_one_to_choose()
    {
        await using var ops = await Behind.StartAsync(servers, Password);
        using var http = new HttpClient { BaseAddress = ops.Address };
        var page = await http.GetStringAsync(
            new Uri("/docs/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(
            [.. Enumerable.Repeat("zh-CN", 5), .. Enumerable.Repeat("en", 5)],
            Document().Matches(page).Select(match => match.Value).Distinct(StringComparer.Ordinal)
                .Select(address => address.Split('=')[1]));

        // Identity's own, which every service has.
        const string Leavers = "Leavers";
        foreach (var service in (string[])["archive", "clients", "simulation"])
        {
            using var document = JsonDocument.Parse(await http.GetStringAsync(
                new Uri($"/api/{service}/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken));
            var told =
                from path in document.RootElement.GetProperty("paths").EnumerateObject()
                from operation in path.Value.EnumerateObject()
                where operation.Value.GetProperty("tags")[0].GetString() != Leavers
                from text in operation.Value.GetProperty("tags").EnumerateArray()
                    .Append(operation.Value.GetProperty("summary"))
                select text.GetString();
            var groups = document.RootElement.GetProperty("tags").EnumerateArray()
                .Where(tag => tag.GetProperty("name").GetString() != Leavers)
                .SelectMany(tag => tag.EnumerateObject().Select(member => member.Value.GetString()));
            var info = document.RootElement.GetProperty("info");
            Assert.All(
                [
                    .. told,
                    .. groups,
                    info.GetProperty("title").GetString(),
                    info.GetProperty("description").GetString(),
                ],
                text => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", text));
        }
    }

    [GeneratedRegex("api/[a-z]+/openapi\\.json\\?language=[A-Za-z-]+", RegexOptions.None, 1000)]
    private static partial Regex Document();

    [GeneratedRegex(@"\p{Ll}\p{Lu}|Ops\.|\|", RegexOptions.None, 1000)]
    private static partial Regex NameFromCode();

    /// <summary>The gateway with Identity and SalesControl behind it, all for the gateway's one address.</summary>
    private sealed class Behind : IAsyncDisposable
    {
        private readonly WebApplicationFactory<Program> _gateway;
        private readonly ServiceHost<archive::Program> _archive;
        private readonly ServiceHost<clients::Program> _clients;
        private readonly ServiceHost<identity::Program> _identity;
        private readonly ServiceHost<sales::Program> _sales;

        private Behind(
            WebApplicationFactory<Program> gateway, ServiceHost<identity::Program> identity,
            ServiceHost<sales::Program> sales, ServiceHost<archive::Program> archive,
            ServiceHost<clients::Program> clients, Uri address)
        {
            (_gateway, _identity, _sales, _archive) = (gateway, identity, sales, archive);
            (_clients, Address) = (clients, address);
        }

        public Uri Address { get; }

        public static async Task<Behind> StartAsync(TestServers servers, string password)
        {
            var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
            var settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Authentication:Schemes:Bearer:Authority"] = address.ToString(),
                ["Authority:Issuer"] = address.ToString(),
                ["Demo:Password"] = password,
            };
            var authority = await ServiceHost<identity::Program>.StartAsync(servers, "identitydb", settings);
            var sales = await ServiceHost<sales::Program>.StartAsync(servers, "salesdb", settings);
            var archive = await ServiceHost<archive::Program>.StartAsync(servers, "archivedb", settings);
            var clients = await ServiceHost<clients::Program>.StartAsync(servers, "clientsdb", settings);
            var gateway = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
            {
                host.UseEnvironment("Development");
                host.UseSetting("urls", address.ToString());
                host.UseSetting("Authentication:Schemes:Bearer:Authority", address.ToString());
                host.UseSetting("Authentication:Schemes:Bearer:ValidAudiences:0", "ops");
                host.UseSetting("services:salescontrol:http:0", sales.Address.ToString());
                host.UseSetting("services:recordsarchive:http:0", archive.Address.ToString());
                host.UseSetting("services:clientattribution:http:0", clients.Address.ToString());
                host.UseSetting("services:identity:http:0", authority.Address.ToString());
                // There are no pages here.
                host.UseSetting("services:portal:http:0", authority.Address.ToString());
                host.UseSetting("Logging:LogLevel:Default", "Warning");
            });
            gateway.UseKestrel();
            gateway.StartServer();
            using var http = new HttpClient { BaseAddress = address };
            await Wait.UntilAsync(
                async () =>
                    (
                        await http.GetAsync(new Uri("/.well-known/openid-configuration", UriKind.Relative))
                    ).IsSuccessStatusCode,
                "Identity to answer behind the gateway");
            return new(gateway, authority, sales, archive, clients, address);
        }

        public async ValueTask DisposeAsync()
        {
            await _gateway.DisposeAsync();
            await _sales.DisposeAsync();
            await _archive.DisposeAsync();
            await _clients.DisposeAsync();
            await _identity.DisposeAsync();
        }
    }
}
