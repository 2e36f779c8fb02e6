using System.Globalization;
using System.Net.Http.Headers;
using Ops.Portal.SignIn;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Ops.Portal.Calls;

/// <summary>What a page's script or a download reads by itself; each department says what of its service's.</summary>
/// <param name="Service">The service.</param>
/// <param name="Paths">The service's own paths, without <c>/api</c>.</param>
internal sealed record LivePaths(string Service, IReadOnlyList<string> Paths);

/// <summary>
/// Answers such a path: with the service's own answer, and the name that it gives a file, asked for with the token of
/// who is signed in; the browser has none.
/// </summary>
internal static class LiveData
{
    /// <summary>Streams are open for hours.</summary>
    private static readonly ForwarderRequestConfig Long = new() { ActivityTimeout = TimeSpan.FromHours(12) };

    public static WebApplication MapLiveData(this WebApplication app)
    {
        var client = app.Services.GetRequiredService<IForwarderHttpClientFactory>().CreateClient(
            new() { NewConfig = HttpClientConfig.Empty });
        foreach (var (service, paths) in app.Services.GetServices<LivePaths>())
        {
            foreach (var path in paths)
            {
                app.MapMethods($"{SignInFeature.Data}/{path}", ["GET"], (HttpContext http, IHttpForwarder forwarder,
                    SessionBook sessions) => ForwardAsync(
                        http, $"http://{service}/api/{Filled(path, http)}", forwarder, client, sessions));
            }
        }

        return app;
    }

    private static async Task ForwardAsync(
        HttpContext http, string address, IHttpForwarder forwarder, HttpMessageInvoker client, SessionBook sessions)
    {
        var token = SignInFeature.SessionOf(http.User) is { } session
            ? await sessions.AccessAsync(session, http.RequestAborted)
            : null;
        if (token is null)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await forwarder.SendAsync(http, address, client, Long, (context, request) =>
        {
            request.RequestUri = new Uri($"{address}{context.Request.QueryString}");
            // As the portal's pages are: a person may have chosen another language than their browser's.
            request.Headers.AcceptLanguage.Clear();
            request.Headers.AcceptLanguage.Add(new(CultureInfo.CurrentUICulture.Name));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            // The browser's cookies are the portal's.
            request.Headers.Remove("Cookie");
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>A path with what its places stand for: whatever is asked for, it leads to no other.</summary>
    private static string Filled(string path, HttpContext http) => string.Join('/', path.Split('/').Select(part =>
        part is ['{', .. var place, '}']
            ? Uri.EscapeDataString($"{http.Request.RouteValues[place.Split(':')[0]]}")
            : part));
}
