using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults;

/// <summary>
/// Which request headers are taken (RFC 9110, section 5): a name is a token, a value is visible ASCII characters,
/// blanks and tabs. Any other header is answered with a problem that names it, before a route, a token check or a
/// service behind the gateway sees it: no client library sends such a value on, so that it would come back as a failure
/// of the gateway.
/// </summary>
internal static class RequestHeaders
{
    /// <summary>The most bytes of all names and values of one request.</summary>
    public const int MostBytes = 32 * 1024;

    /// <summary>The most headers of one request.</summary>
    public const int MostHeaders = 100;

    private static readonly SearchValues<char> OfNames =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly SearchValues<char> OfValues =
        SearchValues.Create(['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (char)character)]);

    /// <summary>
    /// Kestrel answers what it cannot decode, and what is beyond its limits, with a bare status that says nothing. So
    /// it decodes any byte, and its limits lie above ours.
    /// </summary>
    public static void LetThrough(KestrelServerOptions kestrel)
    {
        kestrel.RequestHeaderEncodingSelector = static _ => AnyByte.Instance;
        kestrel.Limits.MaxRequestHeadersTotalSize = 2 * MostBytes;
        kestrel.Limits.MaxRequestHeaderCount = 2 * MostHeaders;
    }

    /// <summary>
    /// Lets the request go on, or answers what is wrong with its headers. The value itself is not told: it may be a
    /// secret.
    /// </summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        var (bytes, count) = (0, 0);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name.AsSpan().ContainsAnyExcept(OfNames))
                return RefuseAsync(context, name, Text.Of("problem.header-name", ("name", name)));
            foreach (var value in values)
            {
                if (value.AsSpan().ContainsAnyExcept(OfValues))
                    return RefuseAsync(context, name, Text.Of("problem.header-value", ("name", name)));
                bytes += name.Length + (value?.Length ?? 0);
                count++;
            }
        }

        return bytes <= MostBytes && count <= MostHeaders
            ? next(context)
            : new TextProblem(
                StatusCodes.Status431RequestHeaderFieldsTooLarge, Text.Of("problem.headers-too-large"),
                Text.Of("problem.headers-too-many",
                    ("most", MostHeaders), ("size", MostBytes / 1024), ("count", count), ("bytes", bytes)))
                .ExecuteAsync(context);
    }

    private static Task RefuseAsync(HttpContext context, string name, Text detail) =>
        new TextProblem(StatusCodes.Status400BadRequest, Text.Of("problem.cannot-be-read"), detail)
        {
            Errors = [(name, detail)],
        }.ExecuteAsync(context);

    /// <summary>
    /// Latin-1, a character for each byte; but NUL, which Kestrel refuses by itself, becomes U+FFFD, which no header
    /// may hold either.
    /// </summary>
    private sealed class AnyByte : Encoding
    {
        public static readonly AnyByte Instance = new();

        public override int GetByteCount(char[] chars, int index, int count) =>
            Latin1.GetByteCount(chars, index, count);

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
            Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

        public override int GetCharCount(byte[] bytes, int index, int count) => count;

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
        {
            var read = Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);
            chars.AsSpan(charIndex, read).Replace('\0', '\uFFFD');
            return read;
        }

        public override int GetMaxByteCount(int charCount) => Latin1.GetMaxByteCount(charCount);

        public override int GetMaxCharCount(int byteCount) => byteCount;
    }
}
