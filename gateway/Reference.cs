using Ops.Gateway.Simulation;
using Ops.ServiceDefaults;
using Scalar.AspNetCore;

namespace Ops.Gateway;

/// <summary>
/// The API reference at <c>/docs</c>: every service's routes, tried out under one's own name. It signs in by itself, by authorization code and PKCE, as the public client
/// <c>ApiReference:ClientId</c> (<c>api-reference</c>).
/// </summary>
internal static class Reference
{
    private const string Path = "/docs";

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
            .AddDocuments(ServiceRoutes.All.Select(service => new ScalarDocument(service.Resource, service.Title, $"{service.Prefix}/openapi.json")))
            .AddDocuments(MoveClock.IsOpen(app.Environment)
                ? [new ScalarDocument("gateway", "Gateway", $"{MoveClock.Prefix}/openapi.json")]
                : [])
            .AddPreferredSecuritySchemes(ApiReference.SignIn)
            .AddAuthorizationCodeFlow(ApiReference.SignIn, flow => flow
                .WithClientId(client).WithPkce(Pkce.Sha256).WithSelectedScopes(ApiReference.Scope).WithRedirectUri($"{http.Request.Scheme}://{http.Request.Host}{Path}/")))
            .AllowAnonymous();
        return app;
    }

    /// <summary>The page draws itself by script: ours, and the one that is written into the page for this answer alone.</summary>
    private static void UsePolicy(this WebApplication app) =>
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase), docs => docs.Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                var nonce = http.Items[ScalarOptions.NonceHttpContextItemKey] is string once ? $" 'nonce-{once}'" : "";
                http.Response.Headers.ContentSecurityPolicy =
                    $"default-src 'none'; script-src 'self'{nonce}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
                return Task.CompletedTask;
            });
            return next(http);
        }));
}
