using System.Reflection;
using Microsoft.AspNetCore.Components;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace Ops.Portal.Pages.Everybody.Approvals;

/// <summary>
/// The pages of things, by the things' addresses, so that one can be shown within another page. A page says its address
/// itself: whatever department it is of, it is known here.
/// </summary>
internal static class SubjectPages
{
    private static readonly (string[] Template, Type Page)[] All =
    [
        .. from page in typeof(SubjectPages).Assembly.GetTypes()
           from route in page.GetCustomAttributes<RouteAttribute>()
           select (route.Template.Trim('/').Split('/'), page),
    ];

    /// <summary>
    /// The page at an address, with what its address says; null for none, and for one that is no thing's.
    /// </summary>
    public static RouteData? Of(string? address)
    {
        var parts = address?.Trim('/').Split('/') ?? [];
        foreach (var (template, page) in All)
        {
            if (template.Length == parts.Length && Matched(template, parts) is { Count: > 0 } values)
                return new RouteData(page, values);
        }

        return null;
    }

    private static Dictionary<string, object?>? Matched(string[] template, string[] parts)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (expected, part) in template.Zip(parts))
        {
            if (!expected.StartsWith('{'))
            {
                if (expected != part)
                    return null;
                continue;
            }

            var name = expected.Trim('{', '}').Split(':');
            if (name is [_, "guid"])
            {
                if (!Guid.TryParse(part, out var id))
                    return null;
                values[name[0]] = id;
            }
            else
            {
                values[name[0]] = Uri.UnescapeDataString(part);
            }
        }

        return values;
    }
}
