using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>ClientAttribution on real servers, at nine in the morning of a day that is not over soon.</summary>
internal sealed class ClientsHost : IAsyncDisposable
{
    public const string Project = "harbour-court", Site = $"/api/clients/projects/{Project}",
        Days = $"{Site}/desk-days", Contacts = $"{Site}/contacts";

    public static readonly string[] Everything =
    [
        .. typeof(ClientAttributionPermissions).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!),
    ];

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private readonly List<HttpClient> _clients = [];
    private LocalDate _first;
    private int _lastPhone;

    private ClientsHost(ServiceHost<ClientAttributionDb> service, LocalDate first)
    {
        (Service, _first) = (service, first);
        Supervisor = Staff("sales-supervisor-1", "sales-supervisor", Everything);
        Receptionist = Staff("receptionist-1", "receptionist", Everything);
    }

    public ServiceHost<ClientAttributionDb> Service { get; }

    public HttpClient Supervisor { get; }

    public HttpClient Receptionist { get; }

    public static async Task<ClientsHost> StartAsync(TestServers servers)
    {
        var service = await ServiceHost<ClientAttributionDb>.StartAsync(servers, "clientsdb");
        var first = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InZone(Zone).Date.PlusDays(1);
        await service.MoveClockAsync(NineOf(first));
        return new ClientsHost(service, first);
    }

    /// <summary>The date at the site.</summary>
    public string Today => LocalDatePattern.Iso.Format(_first);

    /// <summary>Nine in the morning some days later.</summary>
    public async Task PassDaysAsync(int days)
    {
        _first = _first.PlusDays(days);
        await Service.MoveClockAsync(NineOf(_first));
    }

    /// <summary>A phone that nobody has.</summary>
    public string NewPhone() => $"139{Interlocked.Increment(ref _lastPhone):00000000}";

    public static string PathOf(string client) => $"/api/clients/clients/{client}";

    /// <summary>A client whom a consultant filed; answers the id.</summary>
    public async Task<string> FileAsync(string consultant, string? phone = null, string name = "客户乙") =>
        (await Consultant(consultant).SendAsync(
            HttpMethod.Post, $"{Site}/pre-registrations", new { name, phone = phone ?? NewPhone() })).Client();

    /// <summary>Somebody says that two clients are one; answers the link's path.</summary>
    public async Task<string> AskMergeAsync(string? from = null, string? into = null)
    {
        from ??= await FileAsync("consultant-2");
        into ??= await FileAsync("consultant-2");
        var asked = await Consultant("consultant-2").ChangeAsync(
            PathOf(from), "links", new { into, reason = "同一人，换了电话。" });
        return $"/api/clients/links/{asked.Id}";
    }

    /// <summary>A client of the second consultant's whom the third filed too; answers the path.</summary>
    public async Task<string> CollideAsync()
    {
        var phone = NewPhone();
        var client = await FileAsync("consultant-2", phone);
        await FileAsync("consultant-3", phone);
        return PathOf(client);
    }

    /// <summary>A dispute between the second and the third consultant; answers the path.</summary>
    public async Task<string> DisputeAsync()
    {
        var opened = await Consultant("consultant-3").ChangeAsync(
            await CollideAsync(), "disputes", new { reason = "客户先给我打过电话。" });
        return $"/api/clients/disputes/{opened.Id}";
    }

    /// <summary>A dispute that a supervisor ruled for one consultant; answers the path.</summary>
    public async Task<string> RuledAsync(string consultant)
    {
        var dispute = await DisputeAsync();
        await Lead().ChangeAsync(
            dispute, "ruling", new { shares = new[] { new { consultant } }, reason = "以登记为准。" });
        return dispute;
    }

    /// <summary>A supervisor who is not the manager.</summary>
    public HttpClient Lead() => Staff(
        "sales-supervisor-2", "sales-supervisor",
        Everything.Except([ClientAttributionPermissions.ManageClients]));

    private static Instant NineOf(LocalDate day) => day.At(new LocalTime(9, 0)).InZoneLeniently(Zone).ToInstant();

    /// <summary>A consultant, who leads no desk.</summary>
    public HttpClient Consultant(string number) => Staff(
        number, "consultant",
        [
            .. Everything.Except(
            [
                ClientAttributionPermissions.LeadDesk, ClientAttributionPermissions.LeadClients,
                ClientAttributionPermissions.ManageClients, ClientAttributionPermissions.DecideLinks,
            ]),
        ]);

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

    /// <summary>The id of the client whose case is answered.</summary>
    public static string Client(this Answer answer) => answer.Json.TryGetProperty("client", out var client)
        ? client.GetProperty("id").GetString()!
        : throw new InvalidOperationException($"No client: {answer}");

    /// <summary>Whose the client is: the staff numbers, or nobody, or the company.</summary>
    public static string Whose(this Answer answer)
    {
        var award = (answer.Json.TryGetProperty("case", out var file) ? file : answer.Json).GetProperty("award");
        var holders = award.GetProperty("holdings").EnumerateArray()
            .Select(one => one.GetProperty("consultant").GetString());
        return award.GetProperty("kind").GetString() == "consultants"
            ? string.Join(',', holders)
            : award.GetProperty("kind").GetString()!;
    }

    /// <summary>The rules of the steps.</summary>
    public static IEnumerable<string?> Rules(this Answer answer) =>
        answer.Json.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("rule").GetString());

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
