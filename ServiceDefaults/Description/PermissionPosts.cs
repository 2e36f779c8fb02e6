using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Hosting;

namespace Ops.ServiceDefaults.Description;

/// <summary>
/// The posts that have a permission in a new installation, as the department that asks for it describes it: its
/// <c>permissions.json</c>, which the process has with it. Posts are data, and what an installation has made of them
/// only Identity knows.
/// </summary>
internal sealed class PermissionPosts(IHostEnvironment environment)
{
    private const string Folder = "permissions/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _posts =
        Read(Assembly.Load(environment.ApplicationName));

    /// <summary>The posts, as the file names them; none of a permission that no file describes.</summary>
    public IReadOnlyList<string> Of(string permission) => _posts.GetValueOrDefault(permission, []);

    private static Dictionary<string, IReadOnlyList<string>> Read(Assembly process) =>
        process.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .SelectMany(name => JsonSerializer.Deserialize<List<Described>>(
                process.GetManifestResourceStream(name)!, Json)!)
            .ToDictionary(one => one.Name, one => one.Posts, StringComparer.Ordinal);

    private sealed record Described(string Name, IReadOnlyList<string> Posts);
}
