using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Ops.MessagingHost;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Messaging;

public sealed class RouteTests(TestServers servers)
{
    private const string Prefix = "/api/things/messages";

    [Fact]
    public async Task An_operator_lists_replays_and_discards_what_failed()
    {
        await using var taker = await ServiceHost<HostDb>.StartAsync(
            servers, "host", new Dictionary<string, string>
            {
                ["Host:Service"] = HostEvents.Taker,
                ["Logging:LogLevel:Ops.Platform.Messaging"] = "None",
            });
        using var client = taker.Client(["things.operate"], "operations-1", "operations", "operations");
        await using var broker = await RawBroker.ConnectAsync(taker.Setting.Messaging);
        await broker.TakerIsThereAsync();
        var (first, second) = (OrderTests.NewId(), OrderTests.NewId());
        await broker.PublishAsync("thing-taker", Messages.Happened(first, 1, "poison"));
        await broker.PublishAsync("thing-taker", Messages.Happened(first, 2));
        await broker.PublishAsync("thing-taker", Messages.Happened(second, 1, "poison"));
        await Wait.UntilAsync(async () => (await ListAsync(client)).Length == 2, "two listed");
        // What comes behind one of them need not have come yet.
        await Wait.UntilAsync(
            async () => (await BacklogAsync(client)).GetProperty("parked").GetInt32() == 1, "one parked");

        var backlog = await BacklogAsync(client);
        Assert.Equal(
            (0, 1, 2),
            (
                backlog.GetProperty("pending").GetInt32(), backlog.GetProperty("parked").GetInt32(),
                backlog.GetProperty("failed").GetInt32()));
        var listed = await ListAsync(client);
        var replayed = listed
            .Single(item => item.GetProperty("subject").GetString() == $"thing/{first}")
            .GetProperty("id")
            .GetGuid();
        var discarded = listed
            .Single(item => item.GetProperty("subject").GetString() == $"thing/{second}")
            .GetProperty("id")
            .GetGuid();

        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(client, $"{Prefix}/failed/{replayed}/replay"));
        await using (var connection = new NpgsqlConnection(taker.Setting.Admin + ";Pooling=false"))
        {
            await connection.OpenAsync();
            await using var heal = new NpgsqlCommand("INSERT INTO host.switches VALUES ('poison')", connection);
            await heal.ExecuteNonQueryAsync();
        }

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(client, $"{Prefix}/failed/{replayed}/replay"));
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await PostAsync(client, $"{Prefix}/failed/{discarded}/discard", new { reason = " " }));
        Assert.Equal(
            HttpStatusCode.NoContent,
            await PostAsync(client, $"{Prefix}/failed/{discarded}/discard", new { reason = "the thing was sold" }));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(client, $"{Prefix}/failed/{discarded}/replay"));
        Assert.Empty(await ListAsync(client));
    }

    [Fact]
    public async Task An_operator_sees_what_is_unrouted_and_cannot_publish_what_nobody_subscribes_to()
    {
        await using var sender = await ServiceHost<HostDb>.StartAsync(servers, "host");
        using var client = sender.Client(["things.operate"], "operations-1", "operations", "operations");
        using (var raised = await client.PostAsync($"/things/{OrderTests.NewId()}?from=1&count=3&text=ignored", null))
            Assert.Equal(HttpStatusCode.NoContent, raised.StatusCode);

        var page = await client.GetFromJsonAsync<JsonElement>($"{Prefix}/unrouted?limit=2");
        var rest = await client.GetFromJsonAsync<JsonElement>(
            $"{Prefix}/unrouted?limit=2&after={page.GetProperty("next").GetInt64()}");
        var none = await client.GetFromJsonAsync<JsonElement>($"{Prefix}/unrouted?type=ThingHappened");

        Assert.Equal(
            (2, 1, 0),
            (
                page.GetProperty("items").GetArrayLength(), rest.GetProperty("items").GetArrayLength(),
                none.GetProperty("items").GetArrayLength()));
        var id = rest.GetProperty("items")[0].GetProperty("id").GetGuid();
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(client, $"{Prefix}/unrouted/{id}/publish"));
        Assert.Equal(
            HttpStatusCode.NotFound, await PostAsync(client, $"{Prefix}/unrouted/{OrderTests.NewId()}/publish"));
    }

    [Fact]
    public async Task Only_an_operator_may()
    {
        await using var sender = await ServiceHost<HostDb>.StartAsync(servers, "host");
        using var consultant = sender.Client(["sales.board.read"]);
        using var stranger = sender.Client((string?)null);

        foreach (var path in new[] { "failed", "unrouted", "backlog" })
        {
            using var forbidden = await consultant.GetAsync($"{Prefix}/{path}");
            using var unknown = await stranger.GetAsync($"{Prefix}/{path}");
            Assert.Equal(
                (HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (forbidden.StatusCode, unknown.StatusCode));
        }
    }

    private static Task<JsonElement> BacklogAsync(HttpClient client) =>
        client.GetFromJsonAsync<JsonElement>($"{Prefix}/backlog");

    private static async Task<JsonElement[]> ListAsync(HttpClient client) =>
        [.. (await client.GetFromJsonAsync<JsonElement>($"{Prefix}/failed")).GetProperty("items").EnumerateArray()];

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, object? body = null)
    {
        using var answer = await client.PostAsJsonAsync(path, body ?? new { });
        return answer.StatusCode;
    }
}
