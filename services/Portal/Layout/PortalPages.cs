namespace Ops.Portal.Layout;

/// <summary>A page that has a place in the menu.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Name">The text of its name.</param>
/// <param name="Permission">Without which it has nothing to show; null for everybody's.</param>
public sealed record PortalPage(string Path, string Name, string? Permission = null);

/// <summary>What a department has in the menu; each brings its own beside its pages.</summary>
/// <param name="Name">The text of the department's name.</param>
/// <param name="Order">Where it stands among the others.</param>
/// <param name="Pages">Its pages, in their order.</param>
public sealed record PortalSection(string Name, int Order, IReadOnlyList<PortalPage> Pages);

/// <summary>The addresses of pages.</summary>
internal static class PortalPages
{
    private const string Services = "/api/";

    /// <summary>
    /// The address of the page of what a service has at a path: the same path, without what all of them begin with.
    /// Null for what is no path of theirs.
    /// </summary>
    public static string? AddressOf(string path) =>
        path.StartsWith(Services, StringComparison.Ordinal) ? path[(Services.Length - 1)..] : null;
}
