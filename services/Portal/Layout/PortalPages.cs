namespace Ops.Portal.Layout;

/// <summary>A page that has a place in the menu.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Name">The text of its name.</param>
internal sealed record PortalPage(string Path, string Name);

/// <summary>The menu, in its order.</summary>
internal static class PortalPages
{
    public static IReadOnlyList<PortalPage> All { get; } =
    [
        new("/", "portal.my-day"), new("/board", "portal.board"),
    ];
}
