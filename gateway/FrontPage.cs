using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Ops.ServiceDefaults;

namespace Ops.Gateway;

/// <summary>A short page at <c>/</c> that links to what there is.</summary>
internal static class FrontPage
{
    public static WebApplication MapFrontPage(this WebApplication app)
    {
        var page = Write(app.Configuration, app.Environment);
        var policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; frame-ancestors 'none'";
        app.MapGet("/", (HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy = policy;
            return Results.Text(page, MediaTypeNames.Text.Html, Encoding.UTF8);
        }).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    private const string Style = "body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}code{font-size:.95em}";

    private static string Write(IConfiguration configuration, IHostEnvironment environment)
    {
        var described = ApiReference.IsOpen(configuration, environment);
        var reference = described ? "<li><a href=\"/docs\">API reference</a> of all services</li>" : "";
        var services = string.Concat(ServiceRoutes.All.Select(service =>
            $"<li><code>{service.Prefix}</code> {service.Title}{(described ? $" (<a href=\"{service.Prefix}/openapi.json\">OpenAPI</a>)" : "")}</li>"));
        var simulation = environment.IsProduction() ? "" : "<li><code>POST /api/simulation/clock</code> moves the business clock forward</li>";
        return $$"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Ops</title>
            <style>{{Style}}</style></head>
            <body><main><h1>Ops</h1><p>The operations system of a property developer's sales and customer side. This is its one address.</p>
            <ul><li><a href="/account/sign-in">Sign in</a>, <a href="/account/password">change your password</a>, <a href="/.well-known/openid-configuration">discovery</a></li>{{reference}}{{services}}{{simulation}}<li><a href="/health">health</a> of the gateway</li></ul>
            <p>Every route but these pages needs a token.</p></main></body></html>
            """;
    }
}
