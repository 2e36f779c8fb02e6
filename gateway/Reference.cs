using System.Globalization;
using Ops.Gateway.Simulation;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;
using Scalar.AspNetCore;

namespace Ops.Gateway;

/// <summary>
/// The API reference at <c>/docs</c>: every service's routes, tried out under one's own name. Each document is there in
/// the reader's language first, and then in the others, to choose from. It signs in by itself, by authorization code
/// and PKCE, as the public client <c>ApiReference:ClientId</c> (<c>api-reference</c>).
/// </summary>
internal static class Reference
{
    /// <summary>Where it is.</summary>
    internal const string Path = "/docs";

    public static WebApplication MapReference(this WebApplication app)
    {
        if (!ApiReference.IsOpen(app.Configuration, app.Environment))
            return app;

        var client = app.Configuration["ApiReference:ClientId"] ?? "api-reference";
        app.UsePolicy();
        app.MapScalarApiReference(Path, (reference, http) => reference
            .WithTitle("Ops")
            .WithNonce()
            // It is all here, and it speaks to nobody else.
            .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp()
            .HideClientButton().HideDeveloperTools()
            .AddDocuments(Documents(app, http.RequestServices.GetRequiredService<ITexts>()))
            .AddPreferredSecuritySchemes(ApiReference.SignIn)
            .AddAuthorizationCodeFlow(ApiReference.SignIn, flow => flow
                .WithClientId(client).WithPkce(Pkce.Sha256).WithSelectedScopes(ApiReference.Scope)
                .WithRedirectUri($"{http.Request.Scheme}://{http.Request.Host}{Path}/")))
            .AllowAnonymous();
        return app;
    }

    private static IEnumerable<ScalarDocument> Documents(WebApplication app, ITexts texts)
    {
        var own = Languages.Find(CultureInfo.CurrentUICulture.Name) ?? Languages.Chinese;
        List<(string Name, string Title, string Prefix)> described =
            [.. ServiceRoutes.All.Select(service => (service.Resource, service.Title, service.Prefix))];
        if (MoveClock.IsOpen(app.Environment))
            described.Add(("gateway", "front.gateway", MoveClock.Prefix));
        return
            from language in Languages.All.OrderBy(language => language != own)
            from one in described
            select new ScalarDocument(
                $"{one.Name}-{language.Name}", texts.Render(Text.Of(one.Title), language),
                $"{one.Prefix}/openapi.json?{ApiReference.Language}={language.Name}");
    }

    /// <summary>
    /// The page draws itself by script: ours, and the one that is written into it for this answer alone.
    /// </summary>
    private static string PolicyWith(string nonce) =>
        $"default-src 'none'; script-src 'self'{nonce}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static void UsePolicy(this WebApplication app) => app.UseWhen(
        http => http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase),
        docs => docs.Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                var nonce = http.Items[ScalarOptions.NonceHttpContextItemKey] is string once ? $" 'nonce-{once}'" : "";
                http.Response.Headers.ContentSecurityPolicy = PolicyWith(nonce);
                return Task.CompletedTask;
            });
            return next(http);
        }));
}
