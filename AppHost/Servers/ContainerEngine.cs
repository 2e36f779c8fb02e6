using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Ops.AppHost.Servers;

/// <summary>Whether a container engine answers on this machine, as <c>engine.sh</c> finds it out; asked once.</summary>
internal static class ContainerEngine
{
    private static string? _answering;

    /// <summary>Whether servers are containers: where an engine answers, and where the system is published.</summary>
    public static bool IsUsed(IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return true;
        _answering ??= Ask(builder.Configuration["OPS_ENGINE"]);
        if (_answering.Length > 0)
            builder.Configuration["ASPIRE_CONTAINER_RUNTIME"] = _answering;
        return _answering.Length > 0;
    }

    /// <summary>
    /// The volume of a server's data: each installation on this machine has its own, by its folder's path
    /// (<c>installation.sh</c> removes it under the same name).
    /// </summary>
    public static string VolumeOf(IDistributedApplicationBuilder builder, Installation installation, string name)
    {
        if (!builder.ExecutionContext.IsRunMode)
            return $"ops-{name}";
        var path = SHA256.HashData(Encoding.UTF8.GetBytes(installation.Folder.Path));
        return $"ops-{Convert.ToHexStringLower(path)[..8]}-{name}";
    }

    private static string Ask(string? decided)
    {
        var script = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Servers", "engine.sh"))
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        script.Environment["OPS_ENGINE"] = decided;
        using var process = Process.Start(script)!;
        return process.StandardOutput.ReadToEnd().Trim();
    }
}
