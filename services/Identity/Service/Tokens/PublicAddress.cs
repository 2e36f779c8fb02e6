namespace Ops.Identity.Tokens;

/// <summary>
/// Identity is asked through the gateway, under an address of its own that nobody else knows: discovery, redirects and cookies go by the public one, whoever forwarded the request and whatever
/// it says of itself.
/// </summary>
internal static class PublicAddress
{
    /// <summary>Before all else: whatever tells an address tells <c>Authority:Issuer</c>'s.</summary>
    public static WebApplication UsePublicAddress(this WebApplication app)
    {
        var issuer = app.Services.GetRequiredService<TokenSettings>().Issuer;
        var (scheme, host) = (issuer.Scheme, HostString.FromUriComponent(issuer));
        app.Use((context, next) =>
        {
            (context.Request.Scheme, context.Request.Host) = (scheme, host);
            return next(context);
        });
        return app;
    }
}
