using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using NodaTime;
using Ops.Tokens;

namespace Ops.Demo;

/// <summary>
/// A system of its own for the demo: own data folder, own ports, its business time beginning on a day of the story;
/// dropped at the end.
/// </summary>
internal sealed class Instance : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _host;
    private readonly string _data, _log;

    private Instance(Process host, string data, string log, Uri gateway, Dashboard dashboard) =>
        (_host, _data, _log, Gateway, Dashboard) = (host, data, log, gateway, dashboard);

    /// <summary>The demo staff's password.</summary>
    public string Password => File.ReadAllText(Path.Combine(_data, "demo-password")).Trim();

    /// <summary>The system's one address.</summary>
    public Uri Gateway { get; }

    /// <summary>Its dashboard, where the traces are.</summary>
    public Dashboard Dashboard { get; }

    /// <summary>Starts it and waits until the gateway answers.</summary>
    /// <param name="begins">The business time at which it begins.</param>
    /// <param name="log">Where its resources' output is put when it ends.</param>
    public static async Task<Instance> StartAsync(OffsetDateTime begins, string log)
    {
        var data = Directory.CreateTempSubdirectory("ops-demo-").FullName;
        // The servers' users pass through it to the folders that are theirs.
        File.SetUnixFileMode(data, File.GetUnixFileMode(data) | UnixFileMode.OtherExecute | UnixFileMode.OtherRead);
        var (gatewayPort, dashboardPort) = (Ports.Free(), Ports.Free());
        var offset = begins.ToInstant() - Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var key = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var host = Process.Start(Program("bin/Debug/net10.0/Ops.AppHost.dll", new(StringComparer.Ordinal)
        {
            ["OPS_DATA"] = data,
            ["Gateway__Port"] = gatewayPort.ToString(CultureInfo.InvariantCulture),
            ["Dashboard__Port"] = dashboardPort.ToString(CultureInfo.InvariantCulture),
            ["Dashboard__ApiKey"] = key,
            ["Simulation__Offset"] = offset.TotalSeconds.ToString("0", CultureInfo.InvariantCulture),
            // The story brings the project in before everybody's eyes.
            ["Demo__Project"] = "false",
        }))!;
        host.OutputDataReceived += (_, _) => { };
        host.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        var instance = new Instance(
            host, data, log, new Uri($"http://localhost:{gatewayPort}"),
            new Dashboard(new Uri($"http://localhost:{dashboardPort}"), key));
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
    /// Copies the archive's database, changes an entry of a register in the copy with all of a superuser's means, and
    /// has the archive's own verifier walk it. Answers what the verifier said; null when it found nothing wrong.
    /// </summary>
    public string? VerdictOnChangedCopy(string register)
    {
        const string Archive = "../services/RecordsArchive/Service/bin/Debug/net10.0/Ops.RecordsArchive.dll";
        var verifier = Program(Archive, new(StringComparer.Ordinal)
        {
            ["ConnectionStrings__archivedb"] = ArchiveCopy.Make(_data),
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
        if (File.Exists(Path.Combine(_data, "log")))
            File.Copy(Path.Combine(_data, "log"), _log, overwrite: true);
        await DropAsync(_data);
    }

    /// <summary>A server that is ending may still write into its folder while it is deleted.</summary>
    private static async Task DropAsync(string folder)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (Directory.Exists(folder))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
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

    /// <summary>A program of this repository, named from the AppHost's folder.</summary>
    private static ProcessStartInfo Program(string program, Dictionary<string, string> environment)
    {
        var folder = AppHostFolder();
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.ArgumentList.Add(Path.GetFullPath(Path.Combine(folder, program)));
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
}
