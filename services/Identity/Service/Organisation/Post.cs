namespace Ops.Identity.Organisation;

/// <summary>A post 岗位: what its holder may do, as a group of permissions of the services' catalogues (CS-7).</summary>
internal sealed class Post
{
    private Post()
    {
    }

    public Post(string code, string name, IEnumerable<string> permissions) => (Code, Name, Permissions, Version) = (code, name, [.. permissions.Order(StringComparer.Ordinal)], 1);

    /// <summary>Its code, in tokens: <c>marketing-manager</c>.</summary>
    public string Code { get; private init; } = "";

    public string Name { get; private init; } = "";

    /// <summary>What it may do, in order.</summary>
    public IReadOnlyList<string> Permissions { get; private set; } = [];

    /// <summary>How often it was changed, for <c>If-Match</c>.</summary>
    public long Version { get; private set; }

    /// <summary>CS-7: whoever decides, by what each permission says of itself, signs in with a second factor.</summary>
    public bool NeedsSecondFactor => Permissions.Any(PermissionCatalogue.NeedsSecondFactor);

    public void Give(IEnumerable<string> permissions)
    {
        Permissions = [.. permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Version++;
    }
}
