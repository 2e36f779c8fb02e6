using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ops.Identity.Organisation;

/// <summary>
/// A permission that this installation has known: whether a release has brought it is found by asking for it here.
/// </summary>
/// <param name="Code">The permission.</param>
internal sealed record KnownPermission(string Code);

/// <summary>A permission, as the department that asks for it describes it.</summary>
/// <param name="Name">Its name, as tokens and routes have it: <c>sales.reservation.approve</c>.</param>
/// <param name="Allows">What it allows, in a sentence: by language, <c>zh-CN</c> and <c>en</c>.</param>
/// <param name="Posts">The posts that have it in a new installation.</param>
/// <param name="Decides">
/// Whether it decides over somebody else's request, over money or over who may do what: it asks for the second factor.
/// </param>
internal sealed record Permission(
    string Name, IReadOnlyDictionary<string, string> Allows, IReadOnlyList<string> Posts, bool Decides = false);

/// <summary>
/// All permissions that there are: those of <c>services/*/Contracts/permissions.json</c>, and the platform's own.
/// </summary>
internal static class PermissionCatalogue
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Every permission, by its name.</summary>
    public static IReadOnlyDictionary<string, Permission> All { get; } = ReadAll();

    /// <summary>CS-7: whether it asks whoever has it for the second factor.</summary>
    public static bool NeedsSecondFactor(string permission) =>
        All.TryGetValue(permission, out var found) && found.Decides;

    /// <summary>What a post may do in a new installation.</summary>
    public static IEnumerable<string> OfNewPost(string post) =>
        from permission in All.Values
        where permission.Posts.Contains(post, StringComparer.Ordinal)
        select permission.Name;

    private static Dictionary<string, Permission> ReadAll()
    {
        var here = Assembly.GetExecutingAssembly();
        return here.GetManifestResourceNames()
            .Where(name => name.StartsWith("permissions/", StringComparison.Ordinal))
            .Select(name => here.GetManifestResourceStream(name)!)
            .SelectMany(file => JsonSerializer.Deserialize<List<Permission>>(file, Json)!)
            .ToDictionary(permission => permission.Name, StringComparer.Ordinal);
    }
}
