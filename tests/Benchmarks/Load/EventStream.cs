using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Ops.Benchmarks.Load;

/// <summary>
/// One connection that reads server-sent events, with as little work as possible: each event as it came, with the time
/// at which it was there.
/// </summary>
internal sealed class EventStream : IDisposable
{
    private readonly Socket _socket;
    private readonly Action<DateTimeOffset, string> _told;
    private readonly List<byte> _text = [];
    private byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    private EventStream(Socket socket, Action<DateTimeOffset, string> told) => (_socket, _told) = (socket, told);

    /// <summary>Opens it, and answers when the server has begun to answer.</summary>
    /// <param name="address">The server.</param>
    /// <param name="request">The request's bytes.</param>
    /// <param name="told">Gets each event.</param>
    public static async Task<EventStream> OpenAsync(Uri address, byte[] request, Action<DateTimeOffset, string> told)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(request);
        var stream = new EventStream(socket, told);
        int head;
        while ((head = stream._buffer.AsSpan(0, stream._filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await stream.ReceiveAsync())
                throw new WrongOutcomeException("The stream was closed before it began.");
        }

        if (!stream._buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
            throw new WrongOutcomeException(Encoding.UTF8.GetString(stream._buffer.AsSpan(0, stream._filled)));
        stream.Drop(head + 4);
        _ = Task.Run(stream.ReadAsync);
        return stream;
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync()
    {
        try
        {
            do
            {
                Take(TimeProvider.System.GetUtcNow());
            }
            while (await ReceiveAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Whoever opened it has closed it. Events that are missed are missed where they are counted.
        }
    }

    private async Task<bool> ReceiveAsync()
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _filled);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
        _filled += received;
        return received > 0;
    }

    /// <summary>Takes the whole chunks that are there, and tells the whole events in them.</summary>
    private void Take(DateTimeOffset now)
    {
        while (Utf8Parser.TryParse(
            _buffer.AsSpan(0, _filled), out int length, out var digits, 'x') && _filled >= digits + 2 + length + 2)
        {
            _text.AddRange(_buffer.AsSpan(digits + 2, length));
            Drop(digits + 2 + length + 2);
        }

        var text = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_text);
        var taken = 0;
        for (int end; (end = text[taken..].IndexOf("\n\n"u8)) >= 0; taken += end + 2)
            _told(now, Encoding.UTF8.GetString(text.Slice(taken, end)));
        _text.RemoveRange(0, taken);
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
