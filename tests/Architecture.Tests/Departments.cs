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
        await using var factory = new WebApplicationFactory<gateway::Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseSetting("Authentication:Schemes:Bearer:Authority", "http://localhost:5080");
            foreach (var service in (string[])[
                "salescontrol", "recordsarchive", "clientattribution", "identity", "portal"])
                host.UseSetting($"services:{service}:http:0", "http://localhost:9");
        });
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
