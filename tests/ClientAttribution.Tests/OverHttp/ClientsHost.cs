using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>ClientAttribution on real servers, at nine in the morning of a day that is not over soon.</summary>
internal sealed class ClientsHost : IAsyncDisposable
{
    public const string Project = "harbour-court", Days = $"/api/clients/projects/{Project}/desk-days",
        Contacts = $"/api/clients/projects/{Project}/contacts";

    public static readonly string[] Everything =
    [
        .. typeof(ClientAttributionPermissions).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!),
    ];

    private readonly List<HttpClient> _clients = [];

    private ClientsHost(ServiceHost<ClientAttributionDb> service)
    {
        Service = service;
        Supervisor = Staff("sales-supervisor-1", "sales-supervisor", Everything);
        Receptionist = Staff("receptionist-1", "receptionist", Everything);
    }

    public ServiceHost<ClientAttributionDb> Service { get; }

    public HttpClient Supervisor { get; }

    public HttpClient Receptionist { get; }

    public static async Task<ClientsHost> StartAsync(TestServers servers)
    {
        var service = await ServiceHost<ClientAttributionDb>.StartAsync(servers, "clientsdb");
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
        var today = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InZone(zone).Date;
        await service.MoveClockAsync(today.PlusDays(1).At(new LocalTime(9, 0)).InZoneLeniently(zone).ToInstant());
        return new ClientsHost(service);
    }

    /// <summary>A consultant, who leads no desk.</summary>
    public HttpClient Consultant(string number) => Staff(
        number, "consultant", [.. Everything.Except([ClientAttributionPermissions.LeadDesk])]);

    public HttpClient Staff(string number, string post, IEnumerable<string> permissions, string site = Project)
    {
        var client = Service.Client(permissions, number, post, "project-sales-group", [site]);
        _clients.Add(client);
        return client;
    }

    /// <summary>Opens the day; answers its path.</summary>
    public async Task<string> OpenAsync(params string[] consultants) =>
        $"/api/clients/desk-days/{(await Supervisor.SendAsync(HttpMethod.Post, Days, new { consultants })).Id}";

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        await Service.DisposeAsync();
    }
}

/// <summary>What was answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Json">The body.</param>
/// <param name="ETag">The version.</param>
internal sealed record Answer(HttpStatusCode Status, JsonElement Json, string? ETag)
{
    /// <summary>The id of what is answered.</summary>
    public string Id => Text("id")!;

    /// <summary>The rule that refused.</summary>
    public string? Rule => Json.TryGetProperty("rule", out _) ? Text("rule") : null;

    /// <summary>The fields that are wrong.</summary>
    public IEnumerable<string> Fields => Json.TryGetProperty("errors", out var errors)
        ? errors.EnumerateObject().Select(one => one.Name)
        : [];

    /// <summary>As a failed test shows it.</summary>
    public override string ToString() => $"{(int)Status} {Json}";

    /// <summary>A member of the body; whoever asks for one that is not there is told what is.</summary>
    public string? Text(string member) => Json.TryGetProperty(member, out var value)
        ? value.GetString()
        : throw new InvalidOperationException($"{(int)Status}: there is no {member} in {Json}");
}

/// <summary>Calls of the tests.</summary>
internal static class Calls
{
    public static Task<Answer> ReadAsync(this HttpClient who, string path) => who.SendAsync(HttpMethod.Get, path);

    /// <summary>Where a visit or call is read.</summary>
    public static string Path(this Answer contact) => $"/api/clients/contacts/{contact.Id}";

    /// <summary>A command on what was seen just now.</summary>
    public static async Task<Answer> ChangeAsync(this HttpClient who, string thing, string what, object? body = null) =>
        await who.SendAsync(HttpMethod.Post, $"{thing}/{what}", body, (await who.ReadAsync(thing)).ETag);

    public static async Task<Answer> SendAsync(
        this HttpClient who, HttpMethod method, string path, object? body = null, string? seen = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (seen is not null)
            request.Headers.TryAddWithoutValidation("If-Match", seen);
        using var answer = await who.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new(
            answer.StatusCode, JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement,
            answer.Headers.ETag?.ToString());
    }
}
