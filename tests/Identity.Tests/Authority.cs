using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ops.Identity.Opening;
using Ops.Identity.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using OtpNet;
using Xunit;

namespace Ops.Identity.Tests;

/// <summary>Identity on real servers, with the demo's staff, issuing for its own address.</summary>
internal sealed class Authority : IAsyncDisposable
{
    public const string Password = "grüne Äpfel fallen leise";

    /// <summary>By which its days begin.</summary>
    public static readonly CompanyTime Company = CompanyTime.Of(new ConfigurationBuilder().Build());

    private readonly ServiceHost<IdentityDb> _host;

    private Authority(ServiceHost<IdentityDb> host, Uri address) => (_host, Address) = (host, address);

    public Uri Address { get; }

    public ServiceHost<IdentityDb> Host => _host;

    /// <summary>The database, as its superuser sees it.</summary>
    public ServiceDatabase Database => new(_host.Setting.Admin);

    public static async Task<Authority> StartAsync(
        TestServers servers, IReadOnlyDictionary<string, string>? settings = null, string? messaging = null,
        Action<IServiceCollection>? services = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["urls"] = address.ToString(),
            ["Authority:Issuer"] = address.ToString(),
            ["Authentication:Schemes:Bearer:Authority"] = address.ToString(),
            ["Demo:Password"] = Password,
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>(StringComparer.Ordinal))
            all[name] = value;
        return await ReadyAsync(
            await ServiceHost<IdentityDb>.StartAsync(
                servers, "identitydb", all, messaging: messaging, services: services),
            address);
    }

    /// <summary>On what another has left.</summary>
    public static async Task<Authority> OnAsync(ServiceSetting left, IReadOnlyDictionary<string, string> settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var all = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["urls"] = address.ToString(),
            ["Authority:Issuer"] = address.ToString(),
            ["Authentication:Schemes:Bearer:Authority"] = address.ToString(),
        };
        return await ReadyAsync(await ServiceHost<IdentityDb>.StartAsync(left with { Settings = all }), address);
    }

    /// <summary>Ends it, and starts it again on what it has left.</summary>
    public async Task<Authority> RestartAsync()
    {
        await _host.DisposeAsync();
        return await ReadyAsync(await ServiceHost<IdentityDb>.StartAsync(_host.Setting), Address);
    }

    private static async Task<Authority> ReadyAsync(ServiceHost<IdentityDb> host, Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        await Wait.UntilAsync(
            async () => (await http.GetAsync(new Uri("/health", UriKind.Relative))).IsSuccessStatusCode,
            "Identity to be ready");
        return new(host, address);
    }

    /// <summary>The secret of a demo's authenticator or machine.</summary>
    public static byte[] SecretOf(string who) => Demo.SecretOf(Password, who);

    /// <summary>The code that a demo's authenticator shows now.</summary>
    public static string CodeOf(string number, TimeProvider? time = null) =>
        new Totp(SecretOf(number)).ComputeTotp((time ?? TimeProvider.System).GetUtcNow().UtcDateTime);

    /// <summary>A client with the access token of somebody who signed in.</summary>
    public async Task<HttpClient> AsAsync(string number)
    {
        using var browser = new Browser(Address);
        var tokens = await browser.TokensAsync(number);
        return With(tokens.GetProperty("access_token").GetString()!);
    }

    /// <summary>Operations, who work at these sites alone and may do whatever there is to do.</summary>
    public async Task<HttpClient> BoundToAsync(params string[] sites)
    {
        await Database.ExecuteAsync("UPDATE staff SET sites = $1 WHERE number = 'operations-1'", (object)sites);
        // Signed in a moment ago, maybe: a test does not wait for the authenticator's next code.
        await Database.ExecuteAsync("UPDATE accounts SET last_one_time_step = 0");
        await Database.ExecuteAsync(
            "UPDATE posts SET permissions = (SELECT array_agg(code) FROM known_permissions) WHERE code = 'operations'");
        return await AsAsync("operations-1");
    }

    public HttpClient With(string? token)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = Wait.Patience };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new("en"));
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Asks the token endpoint.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Answer)> AskAsync(
        params (string Name, string Value)[] question)
    {
        using var http = With(null);
        using var form = new FormUrlEncodedContent(
            question.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async Task<JsonElement> DiscoveryAsync()
    {
        using var http = With(null);
        return await http.GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration");
    }

    /// <summary>The audit register's entries, the oldest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> AuditAsync()
    {
        var texts = await Database.QueryAsync<string[]>(
            "SELECT coalesce(array_agg(text ORDER BY sequence), '{}') FROM registers.entries WHERE register = 'audit'");
        return [.. texts.Select(text => JsonDocument.Parse(text).RootElement.GetProperty("entry"))];
    }

    /// <summary>With what, or why, an entry says that something happened, in English.</summary>
    public string? HowOf(JsonElement entry) => entry.GetProperty("how") is { ValueKind: not JsonValueKind.Null } how
        ? _host.Services.GetRequiredService<ITexts>().Render(how.Deserialize<Text>()!, Languages.English)
        : null;

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

/// <summary>The machine's time, which a test moves; what sleeps on it sleeps as long as ever.</summary>
internal sealed class MachineTime : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public void Forward(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);

    /// <summary>Puts it in the machine's place.</summary>
    public void Replace(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(this));
}

/// <summary>Commands over HTTP.</summary>
internal static class Asking
{
    public static async Task<(JsonElement Json, string? ETag)> GetAsync(
        this HttpClient who, string path, HttpStatusCode expected)
    {
        using var answer = await who.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(
            answer.StatusCode == expected, $"{path}: {(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return (text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, answer.Headers.ETag?.Tag);
    }

    public static async Task<(JsonElement Json, string? ETag)> PostAsync(
        this HttpClient who, string path, object? body, HttpStatusCode expected, string? ifMatch = null)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await who.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(
            answer.StatusCode == expected, $"{path}: {(int)answer.StatusCode} instead of {(int)expected}: {text}");
        return (text.Length == 0 ? default : JsonDocument.Parse(text).RootElement, answer.Headers.ETag?.Tag);
    }

    /// <summary>Changes a member of staff as they were just seen.</summary>
    public static async Task<JsonElement> ChangeStaffAsync(
        this HttpClient who, string number, string what, object? body, HttpStatusCode expected = HttpStatusCode.OK) =>
        (
            await who.PostAsync(
                $"/api/identity/staff/{number}/{what}", body, expected,
                (await who.GetAsync($"/api/identity/staff/{number}", HttpStatusCode.OK)).ETag))
            .Json;
}
