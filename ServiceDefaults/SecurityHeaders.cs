using Microsoft.AspNetCore.Http;

namespace Ops.ServiceDefaults;

/// <summary>
/// The headers that the OWASP Secure Headers Project lists, on every answer. What an answer has set for itself stands:
/// a page its own policy, a list its own caching.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>What an answer that is data is allowed to do in a browser: nothing.</summary>
    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    private static readonly KeyValuePair<string, string>[] Always =
    [
        new("X-Content-Type-Options", "nosniff"),
        new("X-Frame-Options", "DENY"),
        new("Referrer-Policy", "no-referrer"),
        new("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
        new("Cross-Origin-Resource-Policy", "same-origin"),
        new("Cross-Origin-Embedder-Policy", "require-corp"),
        new("X-Permitted-Cross-Domain-Policies", "none"),
        new("X-DNS-Prefetch-Control", "off"),
    ];

    /// <summary>
    /// A page of ours: its own style, pictures within it, forms that lead to ourselves and to
    /// <paramref name="formsTo"/>.
    /// </summary>
    /// <param name="formsTo">Further origins that a form's answer may lead to.</param>
    public static string PagePolicy(params IEnumerable<string> formsTo) =>
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; " +
        $"form-action {string.Join(' ', formsTo.Prepend("'self'"))}";

    /// <summary>Puts them on, at the very end of the answer's making.</summary>
    internal static void Put(HttpContext http)
    {
        var headers = http.Response.Headers;
        foreach (var (name, value) in Always)
            headers.TryAdd(name, value);
        headers.TryAdd("Content-Security-Policy", DataPolicy);
        // What can be asked again with If-None-Match is kept and asked about; nothing else is kept anywhere.
        headers.TryAdd("Cache-Control", headers.ETag.Count > 0 ? "private, no-cache" : "no-store");
        if (http.Request.IsHttps)
            headers.TryAdd("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    }
}
