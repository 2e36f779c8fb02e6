using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Ops.EndToEnd.Tests.Production;

/// <summary>
/// What stands in front of a production installation: it ends TLS for a name that resolves nowhere, and forwards to the
/// gateway over plain HTTP, telling it who asked.
/// </summary>
internal sealed class TlsProxy : IAsyncDisposable
{
    /// <summary>The address under which people reach the installation.</summary>
    public static readonly Uri Public = new("https://ops.example.test");

    private readonly WebApplication _app;
    private readonly X509Certificate2 _certificate;

    private TlsProxy(WebApplication app, X509Certificate2 certificate) => (_app, _certificate) = (app, certificate);

    public static async Task<TlsProxy> StartAsync(Uri gateway)
    {
        var certificate = Certificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        var client = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        app.MapForwarder("/{**rest}", gateway.ToString(), new(), HttpTransformer.Default, client);
        app.Use((http, next) =>
        {
            var headers = http.Request.Headers;
            headers["X-Forwarded-For"] = http.Connection.RemoteIpAddress?.ToString();
            headers["X-Forwarded-Proto"] = http.Request.Scheme;
            headers["X-Forwarded-Host"] = http.Request.Host.Value;
            return next(http);
        });
        await app.StartAsync();
        return new(app, certificate);
    }

    /// <summary>A browser's connection: the name leads here, and the certificate must be the name's.</summary>
    public SocketsHttpHandler Connect() => new()
    {
        AllowAutoRedirect = false,
        CookieContainer = new CookieContainer(),
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, new Uri(_app.Urls.First()).Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, errors) =>
                !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                && shown?.GetCertHashString() == _certificate.GetCertHashString(),
        },
    };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Public.Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Public.Host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
