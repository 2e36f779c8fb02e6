extern alias portal;

using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using portal::Ops.Portal.Calls;
using portal::Ops.Portal.Layout;
using portal::Ops.Portal.Pages.ClientAttribution;
using portal::Ops.Portal.Pages.Everybody;
using portal::Ops.Portal.Pages.Identity;
using portal::Ops.Portal.Pages.Operations;
using portal::Ops.Portal.Pages.RecordsArchive;
using portal::Ops.Portal.Pages.SalesControl;

namespace Ops.Architecture.Tests;

/// <summary>The portal's pages, and what their scripts and links read, as the program itself has them.</summary>
internal static class PortalPages
{
    private const string Opening = """
        ## Portal

        Every page needs a sign-in, and has no permission of its own: what it shows and does it asks of the services
        with the token of whoever looks at it, by the permissions above. What stands in the menu is there for whoever
        has the permission beside it, or for everybody.

        | page | file | in the menu of |
        |---|---|---|

        """;

    /// <summary>The portal's part of the page of permissions.</summary>
    public static string Table()
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { EnvironmentName = Environments.Development });
        builder.AddEverybody().AddSales().AddArchive().AddClientAttribution().AddIdentity().AddOperations();
        var menu = Added<PortalSection>(builder).SelectMany(section => section.Pages)
            .ToDictionary(page => page.Path, page => page.Permission, StringComparer.Ordinal);
        var table = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        var pages =
            from type in typeof(PortalSection).Assembly.GetTypes()
            from route in type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>()
            orderby route.Template
            select (route.Template, type);
        foreach (var (path, type) in pages.OrderBy(page => page.Template, StringComparer.Ordinal))
        {
            // A page that every department has stands in the menu as the first one's.
            var entry = path.Replace("{Service}", "sales", StringComparison.Ordinal);
            var who = !menu.TryGetValue(entry, out var permission) ? ""
                : permission is null ? "everybody"
                : entry == path ? $"`{permission}`" : $"`{permission}`, and each other department's";
            table.Append($"| `{path}` | {FileOf(type)} | {who} |\n");
        }

        table.Append("\nScripts and downloads read these, with the same token and the service's answer:\n\n");
        foreach (var (_, paths) in Added<LivePaths>(builder))
        {
            foreach (var path in paths)
                table.Append($"- `GET /data/{path}`\n");
        }

        return table.Append('\n').ToString();
    }

    private static IEnumerable<T> Added<T>(WebApplicationBuilder builder) =>
        builder.Services.Select(service => service.ImplementationInstance).OfType<T>();

    private static string FileOf(Type page)
    {
        var path = page.FullName!["Ops.Portal.".Length..].Replace('.', '/');
        return $"[{page.Name}](../services/Portal/{path}.razor)";
    }
}
