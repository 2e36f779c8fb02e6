using System.Diagnostics;
using Aspire.Hosting;
using Ops.AppHost.Servers;
using Ops.TestSupport;
using Ops.Tokens;
using Xunit;

namespace Ops.AppHost.Tests.Running;

/// <summary><c>make clean</c>, where the servers were containers: their data are not in the folder.</summary>
public sealed class InstallationScriptTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Clean_removes_the_volumes_that_the_host_has_named_and_the_folder()
    {
        var data = _folder["data"];
        string[] expected;
        var builder = DistributedApplication.CreateBuilder([$"--OPS_DATA={data}", $"--Gateway:Port={Ports.Free()}"]);
        using (var installation = Installation.Open(builder))
        {
            string Volume(string server) => ContainerEngine.VolumeOf(builder, installation, server);
            expected = ["volume", "rm", "-f", Volume("postgres"), Volume("messaging")];
        }

        _folder.AddProgram("docker", $"echo \"$@\" > {_folder["asked"]}");
        var start =
            new ProcessStartInfo(Repository.PathOf("AppHost/installation.sh"), "clean") { UseShellExecute = false };
        start.Environment["OPS_DATA"] = data;
        start.Environment["PATH"] = $"{_folder.Path}:{start.Environment["PATH"]}";
        using var clean = Process.Start(start)!;
        await clean.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, clean.ExitCode);
        var asked = await File.ReadAllTextAsync(_folder["asked"], TestContext.Current.CancellationToken);
        Assert.Equal(string.Join(' ', expected), asked.Trim());
        Assert.False(Directory.Exists(data));
    }
}
