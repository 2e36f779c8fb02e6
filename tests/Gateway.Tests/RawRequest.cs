using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Ops.Gateway.Tests;

/// <summary>A request written byte by byte: what no client library would send.</summary>
internal static class RawRequest
{
    /// <summary>A header's bytes as a caller would write the text: in UTF-8.</summary>
    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A GET with one header of any bytes.</summary>
    public static Task<RawAnswer> GetAsync(Uri address, string? token, byte[] name, byte[] value) => SendAsync(
        address,
        [
            .. Encoding.ASCII.GetBytes($"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\n"),
            .. "Connection: close\r\n"u8,
            .. Encoding.ASCII.GetBytes(token is null ? "" : $"Authorization: Bearer {token}\r\n"),
            .. name, .. ": "u8, .. value, .. "\r\n\r\n"u8,
        ]);

    /// <summary>Sends the bytes and reads until the other side closes.</summary>
    public static async Task<RawAnswer> SendAsync(Uri address, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(request);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        var text = Encoding.UTF8.GetString(answer.ToArray());
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return new(int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture), text[..end], text[(end + 4)..]);
    }
}

/// <summary>What came back.</summary>
/// <param name="Status">The status.</param>
/// <param name="Head">The status line and the headers.</param>
/// <param name="Body">The body as it came, with the lengths of its pieces where it came in pieces.</param>
internal sealed record RawAnswer(int Status, string Head, string Body)
{
    /// <summary>The object that the body is.</summary>
    public JsonElement Json => JsonDocument
        .Parse(Body[Body.IndexOf('{', StringComparison.Ordinal)..(Body.LastIndexOf('}') + 1)]).RootElement;

    /// <summary>The problem that it is; null when it is none.</summary>
    public JsonElement? Problem => Head.Contains("application/problem+json", StringComparison.Ordinal) ? Json : null;
}
