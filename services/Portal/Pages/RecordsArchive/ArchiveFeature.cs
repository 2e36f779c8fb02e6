using Ops.Portal.Calls;
using Ops.Portal.Layout;
using Ops.Portal.Pages.Everybody;

namespace Ops.Portal.Pages.RecordsArchive;

/// <summary>The pages of the records archive.</summary>
internal static class ArchiveFeature
{
    public static WebApplicationBuilder AddArchive(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<IDayPart, ArchiveDay>();
        builder.Services.AddSingleton(new LivePaths("recordsarchive", ["archive/registers/{register}/{site}"]));
        builder.Services.AddSingleton(new PortalSection("portal.records-archive", 2, []));
        return builder;
    }
}
