using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Ops.Benchmarks.Portals;

/// <summary>
/// What a page has taken from the network, as Chromium itself counts it: heads and packed bodies, redirects, streams as
/// far as they have come, and what the circuit's WebSocket was sent (counted unpacked, which is more than was sent).
/// </summary>
internal sealed class WireBytes
{
    private readonly ConcurrentDictionary<string, long> _requests = new(StringComparer.Ordinal);
    private long _other;

    private WireBytes()
    {
    }

    /// <summary>The bytes so far.</summary>
    public long Total => _requests.Values.Sum() + Interlocked.Read(ref _other);

    /// <summary>Begins to count.</summary>
    public static async Task<WireBytes> CountAsync(IPage page)
    {
        var bytes = new WireBytes();
        var session = await page.Context.NewCDPSessionAsync(page);
        // A redirect is one request with what it leads to: what came before is told with the next.
        On("requestWillBeSent", told =>
        {
            if (told.TryGetProperty("redirectResponse", out var redirect))
                Interlocked.Add(ref bytes._other, LengthOf(redirect));
        });
        On("responseReceived", told => bytes._requests[IdOf(told)] = LengthOf(told.GetProperty("response")));
        On("dataReceived", told =>
            bytes._requests.AddOrUpdate(IdOf(told), LengthOf(told), (_, before) => before + LengthOf(told)));
        // The sum of the request, which replaces what its parts came to.
        On("loadingFinished", told => bytes._requests[IdOf(told)] = LengthOf(told));
        On("webSocketFrameReceived", told =>
        {
            const int Text = 1;
            var frame = told.GetProperty("response");
            var data = frame.GetProperty("payloadData").GetString()!;
            Interlocked.Add(
                ref bytes._other,
                frame.GetProperty("opcode").GetDouble() == Text ? data.Length : data.Length / 4 * 3);
        });
        await session.SendAsync("Network.enable");
        return bytes;

        void On(string name, Action<JsonElement> take) =>
            session.Event($"Network.{name}").OnEvent += (_, told) => take(told!.Value);
    }

    private static string IdOf(JsonElement told) => told.GetProperty("requestId").GetString()!;

    private static long LengthOf(JsonElement told) => (long)told.GetProperty("encodedDataLength").GetDouble();
}
