extern alias archive;
extern alias clients;
extern alias gateway;
extern alias identity;
extern alias sales;

using System.Reflection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using Ops.TestSupport;
using Xunit;
using Yarp.ReverseProxy.Model;

namespace Ops.Architecture.Tests;

/// <summary>The real services, each on a database that its own migrator made.</summary>
internal static class Departments
{
    /// <summary>Every service, with the prefix of its routes and the first word of its permissions.</summary>
    public static readonly TheoryData<string, string, string> All = new()
    {
        { "SalesControl", "/api/sales", "sales." },
        { "RecordsArchive", "/api/archive", "archive." },
        { "ClientAttribution", "/api/clients", "clients." },
        { "Identity", "/api/identity", "identity." },
    };

    /// <summary>All that has an OpenAPI document: the services, and the gateway with the clock.</summary>
    public static readonly TheoryData<string, string, string> Documents =
        [.. All.Select(row => row.Data), (Gateway, "/api/simulation", "simulation.")];

    private const string Gateway = "gateway";

    internal static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Authority:Issuer"] = "http://localhost:5080",
    };

    public static async Task<(ServiceSetting Setting, IReadOnlyList<RouteEndpoint> Routes)> StartAsync(
        TestServers servers,
        string service) =>
        service switch
        {
            "SalesControl" => await StartAsync<sales::Program>(servers, "salesdb"),
            "RecordsArchive" => await StartAsync<archive::Program>(servers, "archivedb"),
            "ClientAttribution" => await StartAsync<clients::Program>(servers, "clientsdb"),
            "Identity" => await StartAsync<identity::Program>(servers, "identitydb"),
            _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There is no such service."),
        };

    /// <summary>The routes of what has a document.</summary>
    public static async Task<IReadOnlyList<RouteEndpoint>> RoutesAsync(TestServers servers, string process) =>
        process == Gateway ? await GatewayAsync() : (await StartAsync(servers, process)).Routes;

    /// <summary>The document of what has one, as it is told to anybody.</summary>
    public static async Task<string> DocumentAsync(TestServers servers, string process, string prefix)
    {
        var text = "";
        var path = new Uri($"{prefix}/openapi.json", UriKind.Relative);
        if (process != Gateway)
        {
            await SpeakAsync(servers, process, async (nobody, _) => text = await nobody.GetStringAsync(path));
            return text;
        }

        await using var gateway = GatewayOf("http://localhost:9", _ => "http://localhost:9");
        using var client = gateway.CreateClient();
        return await client.GetStringAsync(path);
    }

    /// <summary>A gateway before these services.</summary>
    /// <param name="authority">Whose tokens it takes.</param>
    /// <param name="addressOf">The address of a service by its name in the app host.</param>
    public static WebApplicationFactory<gateway::Program> GatewayOf(
        string authority, Func<string, string> addressOf) =>
        new WebApplicationFactory<gateway::Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseSetting("urls", "http://127.0.0.1:0");
            host.UseSetting("Authentication:Schemes:Bearer:Authority", authority);
            host.UseSetting("Authentication:Schemes:Bearer:ValidAudiences:0", "ops");
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            foreach (var service in (string[])[
                "salescontrol", "recordsarchive", "clientattribution", "identity", "portal"])
                host.UseSetting($"services:{service}:http:0", addressOf(service));
        });

    /// <summary>The program of a process.</summary>
    public static Assembly ProgramOf(string process) => (process switch
    {
        "SalesControl" => typeof(sales::Program),
        "RecordsArchive" => typeof(archive::Program),
        "ClientAttribution" => typeof(clients::Program),
        "Identity" => typeof(identity::Program),
        "gateway" => typeof(gateway::Program),
        _ => throw new ArgumentOutOfRangeException(nameof(process), process, "There is no such process."),
    }).Assembly;

    /// <summary>The gateway's own routes: not what it forwards.</summary>
    public static async Task<IReadOnlyList<RouteEndpoint>> GatewayAsync() =>
        [.. (await AtTheGatewayAsync()).Where(route => route.Metadata.GetMetadata<RouteModel>() is null)];

    /// <summary>What the gateway forwards.</summary>
    public static async Task<IReadOnlyList<RouteEndpoint>> ForwardedAsync() =>
        [.. (await AtTheGatewayAsync()).Where(route => route.Metadata.GetMetadata<RouteModel>() is not null)];

    private static async Task<IReadOnlyList<RouteEndpoint>> AtTheGatewayAsync()
    {
        await using var factory = GatewayOf("http://localhost:5080", _ => "http://localhost:9");
        return [.. factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];
    }

    /// <summary>
    /// What of Identity's is no route of ours: OpenIddict answers it. Null for what it answers to anybody, else who may
    /// ask.
    /// </summary>
    public static async Task<IReadOnlyList<(string Route, string? Who)>> AuthorityAsync(TestServers servers)
    {
        await using var host = await ServiceHost<identity::Program>.StartAsync(servers, "identitydb", Settings);
        var authority = host.Services.GetRequiredService<IOptionsMonitor<OpenIddictServerOptions>>().CurrentValue;
        return
        [
            .. Lines("GET", authority.ConfigurationEndpointUris, null),
            .. Lines("GET", authority.JsonWebKeySetEndpointUris, null),
            .. Lines("POST", authority.IntrospectionEndpointUris, "a client, with its secret"),
            .. Lines("POST", authority.RevocationEndpointUris, "the client of the token"),
        ];

        static IEnumerable<(string, string?)> Lines(string method, IEnumerable<Uri> addresses, string? who) =>
            addresses.Select(address => ($"{method} /{address.OriginalString.TrimStart('/')}", who));
    }

    /// <summary>
    /// Speaks to a running service: first as nobody, then as somebody whose token holds no permission.
    /// </summary>
    public static Task SpeakAsync(TestServers servers, string service, Func<HttpClient, HttpClient, Task> speak) =>
        service switch
        {
            "SalesControl" => SpeakAsync<sales::Program>(servers, "salesdb", speak),
            "RecordsArchive" => SpeakAsync<archive::Program>(servers, "archivedb", speak),
            "ClientAttribution" => SpeakAsync<clients::Program>(servers, "clientsdb", speak),
            "Identity" => SpeakAsync<identity::Program>(servers, "identitydb", speak),
            _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There is no such service."),
        };

    private static async Task SpeakAsync<TProgram>(
        TestServers servers, string connectionName, Func<HttpClient, HttpClient, Task> speak)
        where TProgram : class
    {
        await using var host = await ServiceHost<TProgram>.StartAsync(servers, connectionName, Settings);
        using var nobody = host.Client(token: null);
        using var somebody = host.Client([]);
        await Wait.UntilAsync(
            async () => (await nobody.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode,
            $"{connectionName}'s service to be ready");
        await speak(nobody, somebody);
    }

    private static async Task<(ServiceSetting Setting, IReadOnlyList<RouteEndpoint> Routes)> StartAsync<TProgram>(
        TestServers servers, string connectionName)
        where TProgram : class
    {
        await using var host = await ServiceHost<TProgram>.StartAsync(servers, connectionName, Settings);
        return (
            host.Setting,
            [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()]);
    }
}

/// <summary>The tests that need the servers; the others, which only read sources, do without.</summary>
[CollectionDefinition(Name)]
public sealed class OnServers : ICollectionFixture<TestServers>
{
    public const string Name = "on servers";
}
