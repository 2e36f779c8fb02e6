using System.Globalization;

namespace Ops.Portal.Layout;

/// <summary>How many rows of a list somebody wants at a time, kept in their browser.</summary>
internal static class PageSizes
{
    /// <summary>By which components are told it.</summary>
    public const string Name = "page-size";

    /// <summary>The cookie.</summary>
    public const string Cookie = "ops-page-size";

    /// <summary>What can be chosen: no service gives more at once.</summary>
    public static IReadOnlyList<int> All { get; } = [20, 50, 100, 200];

    /// <summary>What was chosen; null for nothing that can be.</summary>
    public static int? Of(HttpRequest? request) => Find(request?.Cookies[Cookie]);

    /// <summary>One of those that can be chosen; null for anything else.</summary>
    public static int? Find(string? written) =>
        int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && All.Contains(size)
            ? size
            : null;
}
