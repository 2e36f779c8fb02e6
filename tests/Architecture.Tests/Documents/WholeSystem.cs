extern alias archive;
extern alias clients;
extern alias identity;
extern alias sales;

using System.Net.Http.Headers;
using System.Text.Json;
using Ops.TestSupport;

namespace Ops.Architecture.Tests.Documents;

/// <summary>Every service on real servers, and the gateway before them, with one clock for all.</summary>
internal sealed class WholeSystem : IAsyncDisposable
{
    private readonly TestAuthority _authority;
    private readonly List<IAsyncDisposable> _running = [];
    private readonly Dictionary<string, Uri> _addresses = new(StringComparer.Ordinal);

    private WholeSystem(TestAuthority authority) => _authority = authority;

    /// <summary>All permissions that there are.</summary>
    public static IReadOnlyList<string> Everything { get; } =
    [
        .. Repository.With("/permissions.json").SelectMany(file =>
            JsonDocument.Parse(Repository.Read(file)).RootElement.EnumerateArray()
                .Select(one => one.GetProperty("name").GetString()!)),
    ];

    public static async Task<WholeSystem> StartAsync(TestServers servers)
    {
        var system = new WholeSystem(await TestAuthority.StartAsync());
        var broker = await servers.CreateVirtualHostAsync("whole");
        await AddAsync<archive::Program>("recordsarchive", "archivedb");
        await AddAsync<sales::Program>("salescontrol", "salesdb");
        await AddAsync<clients::Program>("clientattribution", "clientsdb");
        await AddAsync<identity::Program>("identity", "identitydb");
        var gateway = Departments.GatewayOf(
            system._authority.Url,
            service => system._addresses.GetValueOrDefault(service, new("http://localhost:9")).ToString());
        gateway.UseKestrel();
        gateway.StartServer();
        system._running.Add(gateway);
        system._addresses["gateway"] = gateway.ClientOptions.BaseAddress;
        return system;

        async Task AddAsync<TProgram>(string name, string database)
            where TProgram : class
        {
            var host = await ServiceHost<TProgram>.StartAsync(
                servers, database, Departments.Settings, system._authority, broker);
            system._running.Add(host);
            system._addresses[name] = host.Address;
        }
    }

    /// <summary>
    /// Somebody who may do everything, at a service or at the gateway; what is answered is held against the document.
    /// </summary>
    public HttpClient Client(string service, string who, string department)
    {
        var client = new HttpClient(new DocumentedCalls())
        {
            BaseAddress = _addresses[service],
            Timeout = Wait.Patience,
        };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new("en"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", _authority.Token(Everything, who, who[..who.LastIndexOf('-')], department));
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in Enumerable.Reverse(_running))
            await one.DisposeAsync();
        await _authority.DisposeAsync();
    }
}
