using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.NetworkInformation;
using System.Text;
using Ops.TestSupport.Servers;
using Xunit;

namespace Ops.AppHost.Tests.Servers;

/// <summary>The script that runs RabbitMQ under the app host, as tests run it too.</summary>
public sealed class PrivateRabbitMqTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_answers_on_loopback_keeps_its_queues_and_leaves_no_process()
    {
        var ports = RabbitMqPorts.Free();
        await using (var first = await PrivateRabbitMq.StartAsync(_folder["rabbitmq"], ports))
        {
            using var management = Client(first);
            (await management.PutAsJsonAsync("/api/queues/%2F/kept", new { durable = true })).EnsureSuccessStatusCode();
            var listeners = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().ToLookup(
                listener => listener.Port, listener => listener.Address);
            foreach (var port in new[] { ports.Amqp, ports.Management, ports.Distribution, ports.Names })
            {
                Assert.NotEmpty(listeners[port]);
                Assert.All(listeners[port], address => Assert.True(IPAddress.IsLoopback(address)));
            }
        }

        Assert.Empty(_folder.Processes());
        await using var second = await PrivateRabbitMq.StartAsync(_folder["rabbitmq"]);
        using var again = Client(second);
        (await again.GetAsync("/api/queues/%2F/kept")).EnsureSuccessStatusCode();
    }

    private static HttpClient Client(PrivateRabbitMq server)
    {
        var user = new Uri(server.ConnectionString).UserInfo;
        var client = new HttpClient { BaseAddress = server.Management };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
        return client;
    }
}
