using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Layout;
using Ops.Portal.Pages.Everybody;
using Ops.Portal.Pages.Everybody.Search;
using Ops.Portal.Pages.Operations;

namespace Ops.Portal.Pages.RecordsArchive;

/// <summary>The pages of the records archive.</summary>
internal static class ArchiveFeature
{
    private const string ReadFiles = "archive.file.read";

    public static WebApplicationBuilder AddArchive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new LivePaths("recordsarchive", ["archive/registers/{register}/{site}"]));
        builder.Services.AddSingleton<IActs, ArchiveActs>().AddScoped<IDayPart, ArchiveDay>();
        builder.Services.AddScoped<DepartmentNames>().AddScoped<ISearchPart, FileSearch>();
        builder.Services.AddSingleton(new EvidencePage("handover", "/archive/handovers"));
        builder.Services.AddSingleton(new OperatedDepartment(
            "archive", "RecordsArchive", "portal.records-archive", "sales", "archive.register.read",
            "archive.operate"));
        builder.Services.AddSingleton(new PortalSection("portal.records-archive", 2,
        [
            new("/archive/handovers", "portal.handovers", ReadFiles),
            new("/archive/duties", "portal.archive-duties", ReadFiles),
            new("/archive/left-behind", "portal.archive-left-behind", "archive.operate"),
        ]));
        return builder;
    }
}
