using System.Text.Json;

namespace Ops.AppHost.Local;

/// <summary>What a project's <c>Properties/launchSettings.json</c> says of how to run it.</summary>
/// <param name="Name">The profile's name.</param>
/// <param name="Urls">Where it listens; none for a project that only works and ends.</param>
/// <param name="Environment">Its environment variables.</param>
internal sealed record LaunchProfile(string Name, IReadOnlyList<Uri> Urls, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="projectPath">The project file.</param>
    /// <param name="name">A profile's name; the first that starts a project when null.</param>
    public static LaunchProfile Read(string projectPath, string? name)
    {
        var file = Path.Combine(Path.GetDirectoryName(projectPath)!, "Properties", "launchSettings.json");
        using var settings = JsonDocument.Parse(File.ReadAllText(file), Lenient);
        var profile = settings.RootElement.GetProperty("profiles").EnumerateObject()
            .Where(candidate => name is null ? candidate.Value.GetProperty("commandName").ValueEquals("Project") : candidate.NameEquals(name))
            .Cast<JsonProperty?>().FirstOrDefault()
            ?? throw new InvalidOperationException($"{file} has no profile '{name ?? "of a project"}'.");
        var urls = profile.Value.TryGetProperty("applicationUrl", out var text) ? text.GetString()! : "";
        return new LaunchProfile(
            profile.Name,
            [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => new Uri(url))],
            profile.Value.TryGetProperty("environmentVariables", out var variables)
                ? variables.EnumerateObject().ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!, StringComparer.Ordinal)
                : new Dictionary<string, string>(StringComparer.Ordinal));
    }
}
