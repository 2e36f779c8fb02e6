using System.Diagnostics;
using System.Net.Sockets;

namespace Ops.Benchmarks.Load;

/// <summary>nginx as a proxy with connections kept open to what is behind it, on a free loopback port.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;

    private Nginx(Process process, DirectoryInfo folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    public Uri Address { get; }

    public static async Task<Nginx> StartAsync(Uri upstream)
    {
        var folder = Directory.CreateTempSubdirectory("ops-nginx-");
        var port = AppHost.Local.Processes.Ports.Free();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), $$"""
            worker_processes auto;
            pid {{folder.FullName}}/pid;
            error_log stderr warn;
            daemon off;
            events { worker_connections 1024; }
            http {
                access_log off;
                client_body_temp_path {{folder.FullName}}/body; proxy_temp_path {{folder.FullName}}/proxy;
                fastcgi_temp_path {{folder.FullName}}/fastcgi; uwsgi_temp_path {{folder.FullName}}/uwsgi; scgi_temp_path {{folder.FullName}}/scgi;
                keepalive_requests 100000000;
                upstream behind { server {{upstream.Host}}:{{upstream.Port}}; keepalive 64; keepalive_requests 100000000; }
                server {
                    listen 127.0.0.1:{{port}};
                    location / {
                        proxy_pass http://behind; proxy_http_version 1.1; proxy_set_header Connection "";
                        proxy_set_header Host $host; proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;
                    }
                }
            }
            """);
        var process = Process.Start(new ProcessStartInfo(File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", ["-c", Path.Combine(folder.FullName, "nginx.conf")]) { UseShellExecute = false })!;
        var nginx = new Nginx(process, folder, new Uri($"http://127.0.0.1:{port}"));
        await TestSupport.Wait.UntilAsync(
            async () =>
            {
                try
                {
                    using var socket = new TcpClient();
                    await socket.ConnectAsync("127.0.0.1", port);
                    return true;
                }
                catch (SocketException) when (!process.HasExited)
                {
                    return false;
                }
            },
            "nginx");
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        // SIGTERM to the master, which ends its workers.
        using (var kill = Process.Start("kill", [_process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
