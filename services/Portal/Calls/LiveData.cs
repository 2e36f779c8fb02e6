using System.Globalization;
using System.Net.Http.Headers;
using Ops.Portal.SignIn;
using Yarp.ReverseProxy.Forwarder;

namespace Ops.Portal.Calls;

/// <summary>
/// What a page's script reads by itself, a board and the stream of its changes; and what is downloaded. It is the
/// service's own answer, asked for with the token of who is signed in; the browser has none.
/// </summary>
internal static class LiveData
{
    /// <summary>Streams are open for hours.</summary>
    private static readonly ForwarderRequestConfig Long = new() { ActivityTimeout = TimeSpan.FromHours(12) };

    public static WebApplication MapLiveData(this WebApplication app)
    {
        var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = System.Diagnostics.DistributedContextPropagator.Current,
        });
        foreach (var path in (string[])
        [
            "projects/{project}/board", "projects/{project}/board/changes", "projects/{project}/reports/{report}",
        ])
        {
            app.MapMethods($"{SignInFeature.Data}/sales/{path}", ["GET"], (HttpContext http, IHttpForwarder forwarder,
                SessionBook sessions, IConfiguration configuration) =>
                ForwardAsync(http, "salescontrol", "/api/sales", forwarder, client, sessions, configuration));
        }

        return app;
    }

    private static async Task ForwardAsync(
        HttpContext http, string service, string prefix, IHttpForwarder forwarder, HttpMessageInvoker client,
        SessionBook sessions, IConfiguration configuration)
    {
        var token = SignInFeature.SessionOf(http.User) is { } session
            ? await sessions.AccessAsync(session, http.RequestAborted)
            : null;
        if (token is null)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var address = configuration[$"services:{service}:http:0"]!;
        await forwarder.SendAsync(http, address, client, Long, (context, request) =>
        {
            var path = context.Request.Path.Value!["/data/sales".Length..];
            request.RequestUri = new Uri($"{address.TrimEnd('/')}{prefix}{path}{context.Request.QueryString}");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            // A file says the same words as the page.
            request.Headers.AcceptLanguage.Clear();
            request.Headers.AcceptLanguage.Add(new(CultureInfo.CurrentUICulture.Name));
            // The browser's cookies are the portal's.
            request.Headers.Remove("Cookie");
            return ValueTask.CompletedTask;
        });
    }
}
