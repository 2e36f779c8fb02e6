using System.Net;
using System.Net.Sockets;

namespace Ops.Tokens;

/// <summary>Free ports on loopback: for the host, for the demo's own instance, and for tests.</summary>
public static class Ports
{
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>
    /// A port that nobody listens on and that this process has not given away before. It lies below the range from
    /// which the kernel takes ports for outgoing connections, so that none of these takes it before its owner is up.
    /// </summary>
    public static int Free()
    {
        lock (Gate)
        {
            while (true)
            {
                var port = Random.Shared.Next(20_000, 32_000);
                if (IsFree(port) && Given.Add(port))
                    return port;
            }
        }
    }

    /// <summary>A port that somebody else chose, and that its owner takes later: it is not given away here.</summary>
    public static void Keep(int port)
    {
        lock (Gate)
            Given.Add(port);
    }

    /// <summary>Whether nobody listens on a port.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
