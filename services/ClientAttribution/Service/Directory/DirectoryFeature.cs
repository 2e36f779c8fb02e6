using Ops.ClientAttribution.Contracts;
using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Directory;

/// <summary>REC-2.2, REC-4: the directory of a project's clients, and who may be the same.</summary>
internal static class DirectoryFeature
{
    public static DepartmentBuilder AddDirectory(this DepartmentBuilder department)
    {
        department.Services.AddScoped<ClientDirectory>();
        return department.Feature(
            "client.feature",
            "client.feature.about",
            api =>
            {
                SearchClients.Map(api);
                api.MapRead<ClientEntry, ClientView>("clients/{id:guid}", ClientAttributionPermissions.ReadClients)
                    .WithSummary("client.read.summary");
                AddIdentifier.Map(api);
            });
    }
}
