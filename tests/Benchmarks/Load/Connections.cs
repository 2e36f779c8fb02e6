using System.Net.Sockets;
using System.Text;

namespace Ops.Benchmarks.Load;

/// <summary>Open connections that send one and the same GET over and over: as little of this machine as can be is spent on asking.</summary>
internal sealed class Connections : IDisposable
{
    private readonly Socket[] _sockets;
    private readonly byte[] _request;

    private Connections(Socket[] sockets, byte[] request) => (_sockets, _request) = (sockets, request);

    public static async Task<Connections> OpenAsync(Uri address, int count, string path, string token)
    {
        var sockets = new Socket[count];
        for (var i = 0; i < count; i++)
        {
            sockets[i] = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await sockets[i].ConnectAsync(address.Host, address.Port);
        }

        return new(sockets, Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n\r\n"));
    }

    /// <summary>Asks so often over all of them together; answers how many a second.</summary>
    /// <exception cref="WrongOutcomeException">An answer was not 200.</exception>
    public Task<double> AskAsync(int count) => Pace.FlatOutAsync(_sockets.Length, count, async (connection, _) =>
    {
        var socket = _sockets[connection];
        await socket.SendAsync(_request);
        var buffer = new byte[4096];
        var got = 0;
        int end;
        while (!Whole(buffer.AsSpan(0, got), out end))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(got));
            got = read > 0 ? got + read : throw new WrongOutcomeException("A connection was closed.");
        }

        if (!buffer.AsSpan(0, got).StartsWith("HTTP/1.1 200"u8) || got != end)
            throw new WrongOutcomeException(Encoding.ASCII.GetString(buffer, 0, got));
    });

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private static bool Whole(ReadOnlySpan<byte> answer, out int end)
    {
        end = 0;
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var text = Encoding.ASCII.GetString(answer[..head]);
        var at = text.IndexOf("content-length: ", StringComparison.OrdinalIgnoreCase);
        if (at >= 0)
        {
            var line = text.AsSpan(at + "content-length: ".Length);
            var stop = line.IndexOf('\r');
            end = head + 4 + int.Parse(stop < 0 ? line : line[..stop], System.Globalization.CultureInfo.InvariantCulture);
            return answer.Length >= end;
        }

        // Chunked: whole with the last, empty chunk.
        end = answer.Length;
        return answer.EndsWith("0\r\n\r\n"u8);
    }
}
