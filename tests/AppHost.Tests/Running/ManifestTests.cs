using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Ops.TestSupport;
using Xunit;

namespace Ops.AppHost.Tests.Running;

/// <summary>What is published: containers with named volumes, no demo, no secret, addresses as parameters.</summary>
public sealed partial class ManifestTests : IDisposable
{
    private const string Expected = "tests/AppHost.Tests/Running/manifest.json";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_published_is_as_it_was_read_over()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (file, expected) = (_folder["manifest.json"], Repository.PathOf(Expected));
        string[] publish = ["--publisher", "manifest", "--output-path", file];
        using (var host = HostProcess.Start(_folder["no-data"], port: "5080", arguments: publish))
            Assert.True(await host.ExitedAsync() == 0, host.Output);
        // Paths are told from where the manifest lies.
        var written = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellation))!.ToJsonString(Readable);
        var manifest = PathToRepository().Replace(written, "\"");
        if (Environment.GetEnvironmentVariable("OPS_WRITE_DOCS") is "1")
            await File.WriteAllTextAsync(expected, manifest + "\n", cancellation);

        Assert.Equal((await File.ReadAllTextAsync(expected, cancellation)).Trim(), manifest);
        Assert.DoesNotContain("demo", manifest, StringComparison.OrdinalIgnoreCase);
        Assert.False(Directory.Exists(_folder["no-data"]), "Publishing makes no installation here.");
    }

    [GeneratedRegex("\"(\\.\\./|/)[^\"]*?(?=(services|gateway)/)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathToRepository();
}
