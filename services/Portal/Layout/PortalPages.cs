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

/// <summary>Where what a refusal rests on can be looked at; each department brings its own.</summary>
/// <param name="Kind">What the service calls such a thing: <c>reservation</c> of <c>reservation/0192…</c>.</param>
/// <param name="Path">Where the pages of such things are: <c>/sales/reservations</c>.</param>
public sealed record EvidencePage(string Kind, string Path);

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

    /// <summary>The address of what a service calls by its kind and id; null for what has no page.</summary>
    public static string? AddressOf(string evidence, IEnumerable<EvidencePage> pages) =>
        AddressOf(evidence)
        ?? (evidence.Split('/') is [var kind, var id] && pages.FirstOrDefault(page => page.Kind == kind) is { } found
            ? $"{found.Path}/{Uri.EscapeDataString(id)}"
            : null);
}
