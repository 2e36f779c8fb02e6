using System.Net;
using System.Net.Sockets;

namespace Ops.Portal.Tests.Everybody;

/// <summary>The way to a service, which can be closed as a cable is pulled, and opened again.</summary>
/// <param name="to">The service.</param>
internal sealed class Way(Uri to) : IAsyncDisposable
{
    private readonly List<TcpClient> _open = [];
    private TcpListener? _listener;
    private CancellationTokenSource? _closed;

    /// <summary>Where the service is for whoever takes this way.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Lets calls through.</summary>
    public void Open()
    {
        _listener = new(IPAddress.Loopback, Address.Port);
        _listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _closed = new();
        _ = ServeAsync(_listener, _closed.Token);
    }

    /// <summary>Lets none through, and cuts those that are under way.</summary>
    public void Close()
    {
        _closed?.Cancel();
        _listener?.Stop();
        lock (_open)
        {
            _open.ForEach(one => one.Dispose());
            _open.Clear();
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Close();
        _closed?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ServeAsync(TcpListener listener, CancellationToken closed)
    {
        try
        {
            while (true)
                _ = PassAsync(await listener.AcceptTcpClientAsync(closed));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private async Task PassAsync(TcpClient caller)
    {
        var service = new TcpClient();
        lock (_open)
            _open.AddRange([caller, service]);
        try
        {
            await service.ConnectAsync(to.Host, to.Port);
            var (there, back) = (caller.GetStream(), service.GetStream());
            await Task.WhenAny(there.CopyToAsync(back), back.CopyToAsync(there));
        }
        catch (Exception cut) when (cut is IOException or SocketException or ObjectDisposedException)
        {
            // It was cut.
        }
        finally
        {
            caller.Dispose();
            service.Dispose();
        }
    }
}
