using System.Globalization;
using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Gateway;

/// <summary>A short page at <c>/</c> that links to what there is.</summary>
internal static class FrontPage
{
    private const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;" +
        "color-scheme:light dark}code{font-size:.95em}";

    public static WebApplication MapFrontPage(this WebApplication app)
    {
        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)));
        var policy = $"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; frame-ancestors 'none'";
        app.MapGet("/", (HttpResponse response, ITexts texts) =>
        {
            response.Headers.ContentSecurityPolicy = policy;
            return Results.Text(Write(app, texts), MediaTypeNames.Text.Html, Encoding.UTF8);
        }).AllowAnonymous().ExcludeFromDescription();
        return app;
    }

    private static string Write(WebApplication app, ITexts texts)
    {
        var described = ApiReference.IsOpen(app.Configuration, app.Environment);
        var reference = described ? $"<li><a href=\"/docs\">{Say("front.reference")}</a></li>" : "";
        var services = string.Concat(ServiceRoutes.All.Select(service =>
            $"<li><code>{service.Prefix}</code> {Say(service.Title)}{(described ? OpenApi(service) : "")}</li>"));
        var simulation = app.Environment.IsProduction()
            ? ""
            : $"<li><code>POST /api/simulation/clock</code> {Say("front.clock")}</li>";
        var language = Languages.Find(CultureInfo.CurrentUICulture.Name) ?? Languages.Chinese;
        return $$"""
            <!doctype html>
            <html lang="{{language.Name}}"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width"><title>Ops</title>
            <style>{{Style}}</style></head>
            <body><main><h1>Ops</h1><p>{{Say("front.what")}}</p>
            <ul><li><a href="/account/sign-in">{{Say("front.sign-in")}}</a></li>
            <li><a href="/account/password">{{Say("front.password")}}</a></li>
            <li><a href="/.well-known/openid-configuration">{{Say("front.discovery")}}</a></li>
            {{reference}}{{services}}{{simulation}}
            <li><a href="/health">{{Say("front.health")}}</a></li></ul>
            <p>{{Say("front.token")}}</p></main></body></html>
            """;

        string Say(string code) => texts.Render(Text.Of(code));
    }

    private static string OpenApi(ServiceRoute service) =>
        $" (<a href=\"{service.Prefix}/openapi.json\">OpenAPI</a>)";
}
