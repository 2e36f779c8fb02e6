using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.TestSupport;
using Xunit;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// The group's own OpenID Connect authority instead of Identity: settings alone, and its claims have other names.
/// </summary>
public sealed class AnotherAuthorityTests(TestServers servers)
{
    [Fact]
    [Rule("CS-7")]
    public async Task A_service_takes_another_authority_s_tokens_with_its_claims_under_their_own_names()
    {
        await using var group = await GroupAuthority.StartAsync();
        await using var sales = await ServiceHost<SalesControlDb>
            .StartAsync(servers, "salesdb", new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Authentication:Schemes:Bearer:Authority"] = group.Address,
                ["Authentication:Schemes:Bearer:ValidAudiences:0"] = "urn:group:ops",
                ["Authentication:Claims:sub"] = "employee_no",
                ["Authentication:Claims:post"] = "job",
                ["Authentication:Claims:department"] = "org_unit",
                ["Authentication:Claims:site"] = "estates",
                ["Authentication:Claims:permission"] = "roles",
            });
        using var operations = sales.Client(await group.TokenAsync(
            "0007", "operations", ["harbour-court"], SalesControlPermissions.ImportUnits,
            SalesControlPermissions.ReadBoard));
        await operations.PostAsync(
            "/api/sales/projects", new { code = "harbour-court", name = "Harbour Court" }, HttpStatusCode.Created);
        Assert.Equal("0007", await new ServiceDatabase(sales.Setting.Admin).QueryAsync<string>(
            "SELECT created_by FROM projects"));
        Assert.Equal("harbour-court", (await operations.GetAsync(
            "/api/sales/projects", HttpStatusCode.OK)).Json.GetProperty("items")[0].GetProperty("code").GetString());
        await operations.PostAsync(
            "/api/sales/projects", new { code = "hill-side", name = "Hill Side" }, HttpStatusCode.Forbidden);

        using var elsewhere = sales.Client(
            await group.TokenAsync("0008", "consultant", ["hill-side"], SalesControlPermissions.ReadBoard));
        await elsewhere.GetAsync("/api/sales/projects/harbour-court/board", HttpStatusCode.NotFound);
        // What the other authority calls "permission" is not what we call so.
        using var clever = sales.Client(await group.TokenAsync(
            "0009", "consultant", ["*"], SalesControlPermissions.ReadBoard,
            ("permission", SalesControlPermissions.ImportUnits), ("sub", "0007")));
        await clever.PostAsync(
            "/api/sales/projects", new { code = "own-site", name = "Own Site" }, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_service_that_was_not_told_of_it_takes_none_of_its_tokens()
    {
        await using var group = await GroupAuthority.StartAsync();
        await using var sales = await ServiceHost<SalesControlDb>.StartAsync(servers, "salesdb");
        using var stranger = sales.Client(
            await group.TokenAsync("0007", "operations", ["*"], SalesControlPermissions.ReadBoard));
        await stranger.GetAsync("/api/sales/projects", HttpStatusCode.Unauthorized);
    }

    /// <summary>A second OpenIddict, with other names for everything.</summary>
    private sealed class GroupAuthority : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private GroupAuthority(WebApplication app) => _app = app;

        public string Address => _app.Urls.First();

        public static async Task<GroupAuthority> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddOpenIddict().AddServer(server =>
            {
                server.SetTokenEndpointUris("token")
                    .AllowClientCredentialsFlow().EnableDegradedMode().DisableAccessTokenEncryption();
                server.AddSigningKey(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)))
                    .AddEphemeralEncryptionKey();
                server.UseAspNetCore().DisableTransportSecurityRequirement();
                server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(_ => default));
                server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseInlineHandler(context =>
                {
                    var identity = new ClaimsIdentity("group");
                    identity.AddClaim(new Claim("sub", "an internal id").SetDestinations("access_token"));
                    foreach (var claim in JsonSerializer.Deserialize<string[][]>((string)context.Request["holder"]!)!)
                    {
                        if (claim[0] == "sub")
                            identity.SetClaim("sub", claim[1]);
                        else
                            identity.AddClaim(new Claim(claim[0], claim[1]).SetDestinations("access_token"));
                    }

                    identity.SetResources("urn:group:ops");
                    context.SignIn(new ClaimsPrincipal(identity));
                    return default;
                }));
            });
            builder.Services.AddAuthentication();
            var app = builder.Build();
            app.UseAuthentication();
            await app.StartAsync();
            return new(app);
        }

        public Task<string> TokenAsync(string employee, string job, string[] estates, params string[] roles) =>
            TokenAsync(employee, job, estates, roles, []);

        public Task<string> TokenAsync(
            string employee, string job, string[] estates, string role, params (string Name, string Value)[] more) =>
            TokenAsync(employee, job, estates, [role], more);

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task<string> TokenAsync(
            string employee, string job, string[] estates, string[] roles, (string Name, string Value)[] more)
        {
            string[][] holder = [
                ["employee_no", employee], ["job", job], ["org_unit", "sales"],
                .. estates.Select(estate => new[] { "estates", estate }),
                .. roles.Select(role => new[] { "roles", role }),
                .. more.Select(claim => new[] { claim.Name, claim.Value })];
            using var http = new HttpClient { BaseAddress = new Uri(Address) };
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = "any",
                ["client_secret"] = "any",
                ["holder"] = JsonSerializer.Serialize(holder),
            });
            using var answer = await http.PostAsync(new Uri("/token", UriKind.Relative), form);
            var given = await answer.Content.ReadFromJsonAsync<JsonElement>();
            return given.GetProperty("access_token").GetString()!;
        }
    }
}
