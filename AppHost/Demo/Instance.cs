using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NodaTime;

namespace Ops.Demo;

/// <summary>A system of its own for the demo: own data folder, own ports, its business time beginning on a day of the story; dropped at the end.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly Process _host;
    private readonly string _data;

    private Instance(Process host, string data, string password, Uri gateway, Uri viewer) => (_host, _data, Password, Gateway, Viewer) = (host, data, password, gateway, viewer);

    /// <summary>The demo staff's password.</summary>
    public string Password { get; }

    public Uri Gateway { get; }

    public Uri Viewer { get; }

    /// <summary>Starts it and waits until the gateway answers.</summary>
    /// <param name="begins">The business time at which it begins.</param>
    /// <param name="log">Where its output goes.</param>
    public static async Task<Instance> StartAsync(OffsetDateTime begins, string log)
    {
        var data = Directory.CreateTempSubdirectory("ops-demo-").FullName;
        // The servers' users pass through it to the folders that are theirs.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(data, File.GetUnixFileMode(data) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        var (gatewayPort, viewerPort) = FreePorts();
        var offset = begins.ToInstant() - Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OPS_DATA"] = data,
            ["Gateway__Port"] = gatewayPort.ToString(CultureInfo.InvariantCulture),
            ["Viewer__Port"] = viewerPort.ToString(CultureInfo.InvariantCulture),
            ["Simulation__Offset"] = offset.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
        };
        var password = Run("Tokens/bin/Debug/net10.0/Ops.Tokens.dll", environment, "prepare");
        environment["Parameters__demopassword"] = password;
        // The story brings the project in before everybody's eyes.
        environment["Demo__Project"] = "false";

        var host = Process.Start(Start("bin/Debug/net10.0/Ops.AppHost.dll", environment))!;
        var output = new StreamWriter(log) { AutoFlush = true };
        host.OutputDataReceived += (_, line) => output.WriteLine(line.Data);
        host.ErrorDataReceived += (_, line) => output.WriteLine(line.Data);
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        var instance = new Instance(host, data, password, new Uri($"http://localhost:{gatewayPort}"), new Uri($"http://localhost:{viewerPort}"));
        try
        {
            await instance.UntilReadyAsync();
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Copies the archive's database, changes an entry of a register in the copy with all of a superuser's means, and has the archive's
    /// own verifier walk it. Answers what the verifier said; null when it found nothing wrong.
    /// </summary>
    public string? VerdictOnChangedCopy(string register)
    {
        var connection = ArchiveCopy.Make(_data);
        var verifier = Start("../services/RecordsArchive/Service/bin/Debug/net10.0/Ops.RecordsArchive.dll", new(StringComparer.Ordinal)
        {
            ["ConnectionStrings__archivedb"] = connection,
            ["ConnectionStrings__messaging"] = "amqp://localhost",
            ["Logging__LogLevel__Default"] = "None",
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
        });
        verifier.ArgumentList.Add("--verify-register");
        verifier.ArgumentList.Add(register);
        using var process = Process.Start(verifier)!;
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : said;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_host.HasExited)
        {
            using var end = Process.Start("kill", $"-TERM {_host.Id}");
            await end.WaitForExitAsync();
            await _host.WaitForExitAsync();
        }

        _host.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private async Task UntilReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Gateway };
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (_host.HasExited)
                throw new StoryEndedException($"the instance ended with {_host.ExitCode} before it was ready");
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new StoryEndedException("the instance was not ready in time");
            try
            {
                // It waits for all that it stands before.
                using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet listening.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static string Run(string program, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = Start(program, environment);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new StoryEndedException($"{program} ended with {process.ExitCode}: {output}");
    }

    /// <summary>A program of this repository, named from the AppHost's folder.</summary>
    private static ProcessStartInfo Start(string program, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppHostFolder() };
        start.ArgumentList.Add(Path.GetFullPath(Path.Combine(AppHostFolder(), program)));
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }

    private static string AppHostFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Ops.AppHost.csproj")))
                return folder.FullName;
        }

        throw new StoryEndedException("the AppHost's folder was not found above this program");
    }

    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
