using System.Net.Http.Json;
using System.Text.Json;
using Ops.AppHost.Local;
using Ops.AppHost.Local.Viewer;
using Xunit;

namespace Ops.AppHost.Tests.Viewer;

/// <summary>A viewer on free ports for one test, and the services that send to it.</summary>
public abstract class RunningViewer : IAsyncLifetime
{
    private readonly List<TelemetrySender> _senders = [];
    private readonly HttpClient _client = new();
    private ViewerServer? _viewer;

    protected ResourceBoard Board { get; } = new();

    protected ViewerServer Viewer => _viewer!;

    private protected virtual ViewerOptions Options { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _viewer = await ViewerServer.StartAsync(Board, Options, TestContext.Current.CancellationToken);
        _client.BaseAddress = _viewer.PageUrl;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _senders.ForEach(sender => sender.Dispose());
        _client.Dispose();
        await _viewer!.DisposeAsync();
    }

    private protected TelemetrySender Service(string name, string? apiKey = null)
    {
        var sender = new TelemetrySender(name, Viewer.OtlpUrl, apiKey);
        _senders.Add(sender);
        return sender;
    }

    private protected async Task<T> GetAsync<T>(string url) =>
        (await _client.GetFromJsonAsync<T>(url, TestContext.Current.CancellationToken))!;

    private protected Task<HttpResponseMessage> AskAsync(string url, string? host = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Host = host;
        return _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private protected async Task<JsonElement> RefusedAsync(string url, int status)
    {
        using var response = await AskAsync(url);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
