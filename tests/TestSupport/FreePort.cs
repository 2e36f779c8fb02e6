using System.Net;
using System.Net.Sockets;

namespace Ops.TestSupport;

/// <summary>
/// A port for a server whose address must be known before it listens. It is none of those that the system gives to
/// whoever asks for any: of these, one that was free a moment ago is some connection's own the next.
/// </summary>
public static class FreePort
{
    private const int First = 20_000, Many = 10_000;

    // Each process begins elsewhere, and gives no port twice.
    private static int _last = Environment.ProcessId * 97 % Many;

    /// <summary>Another one.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _last) % Many);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody's.
            }
        }
    }
}
