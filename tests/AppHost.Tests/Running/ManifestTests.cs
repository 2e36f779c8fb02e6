using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ops.TestSupport;
using Xunit;

namespace Ops.AppHost.Tests.Running;

/// <summary>What is published: containers with named volumes, no demo, no secret, and addresses that are parameters.</summary>
public sealed partial class ManifestTests : IDisposable
{
    private const string Expected = "tests/AppHost.Tests/Running/manifest.json";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_published_is_as_it_was_read_over()
    {
        var file = _folder["manifest.json"];
        using (var host = HostProcess.Start(_folder["no-data"], port: 5080, "--publisher", "manifest", "--output-path", file))
            Assert.True(await host.ExitedAsync() == 0, host.Output);
        // Paths are told from where the manifest lies.
        var manifest = PathToRepository().Replace(JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.ToJsonString(Readable), "\"");
        if (Environment.GetEnvironmentVariable("OPS_WRITE_DOCS") is "1")
            await File.WriteAllTextAsync(Repository.PathOf(Expected), manifest + "\n", TestContext.Current.CancellationToken);

        Assert.Equal((await File.ReadAllTextAsync(Repository.PathOf(Expected), TestContext.Current.CancellationToken)).Trim(), manifest);
        Assert.DoesNotContain("demo", manifest, StringComparison.OrdinalIgnoreCase);
        Assert.False(Directory.Exists(_folder["no-data"]), "Publishing makes no installation here.");
    }

    [GeneratedRegex("\"(\\.\\./|/)[^\"]*?(?=(services|gateway)/)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathToRepository();
}
