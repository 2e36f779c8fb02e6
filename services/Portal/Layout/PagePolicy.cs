namespace Ops.Portal.Layout;

/// <summary>What a page of ours may do in a browser: run our own scripts, and talk to nobody but us.</summary>
internal static class PagePolicy
{
    // The components set styles on elements; scripts are files, and none is written into a page.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static WebApplication UsePagePolicy(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            return next(http);
        });
        return app;
    }
}
