using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Ops.Benchmarks.Load;

/// <summary>
/// One kept-alive connection that sends requests made beforehand and reads each answer: as little work as possible,
/// because the load comes from the machine that is measured.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[16 * 1024];
    private int _head;

    private HttpConnection(Socket socket) => _socket = socket;

    public static async Task<HttpConnection> OpenAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        return new(socket);
    }

    /// <summary>A request's bytes.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path, with its query.</param>
    /// <param name="token">An access token; null where a cookie among the headers says who asks.</param>
    /// <param name="json">The body; null for none.</param>
    /// <param name="headers">Further headers.</param>
    public static byte[] Request(
        string method, string path, string? token, string? json = null, params IEnumerable<string> headers)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if (token is not null)
            head.Append($"Authorization: Bearer {token}\r\n");
        foreach (var header in headers)
            head.Append(header).Append("\r\n");
        if (json is not null)
            head.Append($"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n");
        return Encoding.UTF8.GetBytes(head.Append("\r\n").Append(json).ToString());
    }

    /// <summary>The bytes of a form that somebody without a token sends.</summary>
    public static byte[] Form(string path, string form) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(form)}\r\n\r\n{form}");

    /// <summary>Sends one and answers its body, which lasts until the next.</summary>
    /// <exception cref="WrongOutcomeException">Another status than the one expected.</exception>
    public async Task<ReadOnlyMemory<byte>> SendAsync(ReadOnlyMemory<byte> request, int expected)
    {
        var (status, body) = await AskAsync(request);
        return status == expected ? body : throw new WrongOutcomeException(
            $"{status} instead of {expected}: {Encoding.UTF8.GetString(body.Span)}");
    }

    /// <summary>Sends one and answers whatever comes: the status, and the body, which lasts until the next.</summary>
    /// <exception cref="WrongOutcomeException">An answer whose end cannot be told.</exception>
    public async Task<(int Status, ReadOnlyMemory<byte> Body)> AskAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var filled = 0;
        int head;
        while ((head = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8)) < 0)
            filled += await ReceiveAsync(filled);

        _head = head + 2;
        var status = Status();
        var length = status == 304 ? 0 : LengthOf(_buffer.AsSpan(0, _head));
        var start = head + 4;
        if (length < 0)
            return (status, await ChunksAsync(start, filled));

        while (filled < start + length)
            filled += await ReceiveAsync(filled);
        return (status, _buffer.AsMemory(start, length));
    }

    /// <summary>A body whose length is told piece by piece, put together where it stands.</summary>
    private async Task<ReadOnlyMemory<byte>> ChunksAsync(int start, int filled)
    {
        for (int at = start, end = start; ;)
        {
            var told = _buffer.AsSpan(at, filled - at).IndexOf("\r\n"u8);
            if (told < 0)
            {
                filled += await ReceiveAsync(filled);
                continue;
            }

            if (!Utf8Parser.TryParse(_buffer.AsSpan(at, told), out int length, out _, 'x'))
                throw new WrongOutcomeException(
                    $"An answer whose end cannot be told: {Encoding.UTF8.GetString(_buffer.AsSpan(0, filled))}");
            var next = at + told + 2 + length + 2;
            while (filled < next)
                filled += await ReceiveAsync(filled);
            if (length == 0)
                return _buffer.AsMemory(start, end - start);
            _buffer.AsSpan(at + told + 2, length).CopyTo(_buffer.AsSpan(end));
            (at, end) = (next, end + length);
        }
    }

    /// <summary>A header of the last answer; null where it had none.</summary>
    public string? Header(string name)
    {
        foreach (var line in Encoding.ASCII.GetString(_buffer, 0, _head).Split("\r\n"))
        {
            if (line.StartsWith(
                name, StringComparison.OrdinalIgnoreCase) && line.Length > name.Length && line[name.Length] == ':')
                return line[(name.Length + 1)..].Trim();
        }

        return null;
    }

    public void Dispose() => _socket.Dispose();

    private async Task<int> ReceiveAsync(int filled)
    {
        if (filled == _buffer.Length)
            Array.Resize(ref _buffer, 2 * filled);
        return await _socket.ReceiveAsync(_buffer.AsMemory(filled))
            is > 0 and var received ? received : throw new WrongOutcomeException("The connection was closed.");
    }

    private int Status() => Utf8Parser.TryParse(_buffer.AsSpan("HTTP/1.1 ".Length), out int status, out _) ? status : 0;

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> name = "content-length: "u8;
        for (var at = head.IndexOf("\r\n"u8) + 2; at < head.Length; at += head[at..].IndexOf("\r\n"u8) + 2)
        {
            if (head.Length - at > name.Length && Ascii.EqualsIgnoreCase(head.Slice(at, name.Length), name))
                return Utf8Parser.TryParse(head[(at + name.Length)..], out int length, out _) ? length : -1;
        }

        return -1;
    }
}
