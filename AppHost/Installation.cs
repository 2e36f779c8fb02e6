using System.Globalization;
using System.Text;
using Aspire.Hosting.Publishing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Ops.Tokens;

namespace Ops.AppHost;

/// <summary>
/// What this host runs: an installation in a data folder, which one host has at a time, with secrets that last, and
/// ports that no other host on this machine has.
/// </summary>
internal sealed class Installation : IDisposable
{
    private const int GatewayPort = 5080, DashboardPort = 5081;

    /// <summary>The kernel's EWOULDBLOCK: the lock is another process's.</summary>
    private const int WouldBlock = 11;

    private readonly FileStream? _claim;
    private readonly IConfigurationManager _settings;

    private Installation(DataFolder folder, FileStream? claim, IConfigurationManager settings)
    {
        (Folder, _claim, _settings) = (folder, claim, settings);
        Gateway = AddressOf("Gateway:Port", GatewayPort);
        // The gateway comes last: until then nothing listens there, and the servers' ports are chosen.
        Ports.Keep(Gateway.Port);
        Dashboard = AddressOf("Dashboard:Port", Ports.IsFree(DashboardPort) ? DashboardPort : Ports.Free());
        Ports.Keep(Dashboard.Port);
    }

    /// <summary>Where it keeps what it needs from run to run.</summary>
    public DataFolder Folder { get; }

    /// <summary>The system's one address.</summary>
    public Uri Gateway { get; }

    /// <summary>Aspire's dashboard, on loopback.</summary>
    public Uri Dashboard { get; }

    /// <summary>The dashboard's address with the token that it asks for.</summary>
    public Uri DashboardSignIn => new(Dashboard, $"/login?t={_settings["AppHost:BrowserToken"]}");

    /// <summary>Takes the data folder for this process, and has the dashboard on ports of its own.</summary>
    /// <exception cref="InstallationException">It cannot run here; the message says why, and what helps.</exception>
    public static Installation Open(IDistributedApplicationBuilder builder)
    {
        var folder = DataFolder.Of(builder.Configuration["OPS_DATA"]);
        // What is published runs elsewhere: nothing is claimed for it.
        if (!builder.ExecutionContext.IsRunMode)
            return new(folder, claim: null, builder.Configuration);

        var installation = new Installation(folder, Claim(folder), builder.Configuration);
        if (!Ports.IsFree(installation.Gateway.Port))
        {
            throw new InstallationException(
                TerminalTexts.Of("terminal.port-taken", ("port", installation.Gateway.Port)));
        }

        installation.Note("gateway-address", installation.Gateway.GetLeftPart(UriPartial.Authority));
        // Telemetry is sent each second.
        builder.Environment.EnvironmentName = Environments.Development;
        builder.Configuration["ASPNETCORE_URLS"] = installation.Dashboard.GetLeftPart(UriPartial.Authority);
        builder.Configuration["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = $"http://localhost:{Ports.Free()}";
        builder.Configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = $"http://localhost:{Ports.Free()}";
        // Whoever reads the dashboard's telemetry by its API gives the key; otherwise it is the host's own secret.
        if (builder.Configuration["Dashboard:ApiKey"] is { Length: > 0 } key)
            builder.Configuration["AppHost:DashboardApiKey"] = key;
        // All of it is on loopback; the dashboard asks for its token.
        builder.Configuration["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true";
        builder.Configuration["ASPIRE_DASHBOARD_TELEMETRY_OPTOUT"] = "true";
        // The host ends when all that it started has ended.
        builder.Configuration["DcpPublisher:WaitForResourceCleanup"] = "true";
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(installation).AddSingleton<TerminalReport>();
        var stopping = CancellationToken.None;
        // Before the resources: the host's own start ends only when all of them are up.
        builder.Eventing.Subscribe<BeforeStartEvent>((start, cancellationToken) =>
        {
            // Nothing here speaks TLS: no certificate is missing.
            foreach (var resource in start.Model.Resources)
                resource.Annotations.Add(new HttpsCertificateAnnotation { UseDeveloperCertificate = false });
            stopping = start.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            _ = start.Services.GetRequiredService<TerminalReport>().RunAsync(stopping);
            return Task.CompletedTask;
        });
        // The terminal has its own report; Aspire's own is told where something is wrong. That its host makes itself a
        // key ring, which protects nothing of ours, is nothing wrong, nor is what its end breaks off.
        builder.Services.AddLogging(logging => logging
            .AddFilter("Aspire", LogLevel.Warning)
            .AddFilter(
                "Aspire.Hosting.Dcp", level => level >= LogLevel.Warning && !stopping.IsCancellationRequested)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical));
        return installation;
    }

    /// <summary><see cref="Open"/>, or the reason on the terminal and exit code 1.</summary>
    public static Installation OpenOrExit(IDistributedApplicationBuilder builder)
    {
        try
        {
            return Open(builder);
        }
        catch (InstallationException problem)
        {
            Console.Error.WriteLine(problem.Message);
            Environment.Exit(1);
            throw;
        }
    }

    /// <summary>
    /// A parameter whose value is made once and kept in the data folder; where the system is published, a parameter to
    /// be given.
    /// </summary>
    /// <param name="builder">The system.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="place">Its file in the data folder; <c>parameters/{name}</c> when null.</param>
    /// <param name="length">The number of its characters.</param>
    public IResourceBuilder<ParameterResource> AddKeptSecret(
        IDistributedApplicationBuilder builder, string name, string? place = null, int length = 32) =>
        builder.AddParameter(name, new KeptSecret(Folder, place ?? $"parameters/{name}", length), secret: true);

    public void Dispose() => _claim?.Dispose();

    /// <summary>The address on loopback whose port a setting names; a setting that is empty is none.</summary>
    private Uri AddressOf(string setting, int otherwise)
    {
        if (_settings[setting] is not { Length: > 0 } text)
            return new Uri($"http://localhost:{otherwise}");
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? new Uri($"http://localhost:{port}")
            : throw new InstallationException(
                TerminalTexts.Of("terminal.no-port", ("setting", setting), ("given", text)));
    }

    /// <summary>The folder's file <c>host</c> names this process, and is locked as long as that lives.</summary>
    private static FileStream Claim(DataFolder folder)
    {
        FileStream? claim = null;
        try
        {
            folder.Make();
            folder.Make("parameters");
            claim = new FileStream(folder.Place("host"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (claim.Length > 0)
                claim.SetLength(0);
            claim.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            claim.Flush(flushToDisk: true);
            return claim;
        }
        catch (IOException failure) when (claim is null && (failure.HResult & 0xFFFF) == WouldBlock)
        {
            throw new InstallationException(
                TerminalTexts.Of("terminal.runs-already", ("folder", folder.Path)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InstallationException(
                TerminalTexts.Of("terminal.folder-unusable", ("folder", folder.Path), ("why", failure.Message)));
        }
    }

    /// <summary>Tells other programs something of this installation, by a file of the data folder.</summary>
    public void Note(string name, string text) => File.WriteAllText(Folder.Place(name), text);

    private sealed class KeptSecret(DataFolder folder, string place, int length) : ParameterDefault
    {
        public override string GetDefaultValue()
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.Place(place))!);
            return Secrets.Keep(folder.Place(place), () => Secrets.Generate(length));
        }

        public override void WriteToManifest(ManifestPublishingContext context) =>
            new GenerateParameterDefault { MinLength = length, Special = false }.WriteToManifest(context);
    }
}

/// <summary>The host cannot run; the message is for whoever started it.</summary>
internal sealed class InstallationException(string message) : Exception(message);
