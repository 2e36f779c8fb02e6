extern alias archive;
extern alias identity;
extern alias sales;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>The real services, each on a database that its own migrator made.</summary>
internal static class Departments
{
    /// <summary>Every service, with the prefix of its routes and the first word of its permissions.</summary>
    public static readonly TheoryData<string, string, string> All = new()
    {
        { "SalesControl", "/api/sales", "sales." },
        { "RecordsArchive", "/api/archive", "archive." },
        { "Identity", "/api/identity", "identity." },
    };

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal) { ["Authority:Issuer"] = "http://localhost:5080" };

    public static async Task<(ServiceSetting Setting, IReadOnlyList<RouteEndpoint> Routes)> StartAsync(TestServers servers, string service) => service switch
    {
        "SalesControl" => await StartAsync<sales::Program>(servers, "salesdb"),
        "RecordsArchive" => await StartAsync<archive::Program>(servers, "archivedb"),
        "Identity" => await StartAsync<identity::Program>(servers, "identitydb"),
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There is no such service."),
    };

    /// <summary>Speaks to a running service: first as nobody, then as somebody whose token holds no permission.</summary>
    public static Task SpeakAsync(TestServers servers, string service, Func<HttpClient, HttpClient, Task> speak) => service switch
    {
        "SalesControl" => SpeakAsync<sales::Program>(servers, "salesdb", speak),
        "RecordsArchive" => SpeakAsync<archive::Program>(servers, "archivedb", speak),
        "Identity" => SpeakAsync<identity::Program>(servers, "identitydb", speak),
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There is no such service."),
    };

    private static async Task SpeakAsync<TProgram>(TestServers servers, string connectionName, Func<HttpClient, HttpClient, Task> speak)
        where TProgram : class
    {
        await using var host = await ServiceHost<TProgram>.StartAsync(servers, connectionName, Settings);
        using var nobody = host.Client(token: null);
        using var somebody = host.Client([]);
        await Wait.UntilAsync(async () => (await nobody.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode, $"{connectionName}'s service to be ready");
        await speak(nobody, somebody);
    }

    private static async Task<(ServiceSetting Setting, IReadOnlyList<RouteEndpoint> Routes)> StartAsync<TProgram>(TestServers servers, string connectionName)
        where TProgram : class
    {
        await using var host = await ServiceHost<TProgram>.StartAsync(servers, connectionName, Settings);
        return (host.Setting, [.. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()]);
    }
}

/// <summary>The tests that need the servers; the others, which only read sources, do without.</summary>
[CollectionDefinition(Name)]
public sealed class OnServers : ICollectionFixture<TestServers>
{
    public const string Name = "on servers";
}
