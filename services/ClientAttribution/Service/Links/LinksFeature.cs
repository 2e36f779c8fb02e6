using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Links;

/// <summary>ATT-1, REC-2.2f: that two clients are one, by two people's word, and who is of one family.</summary>
internal static class LinksFeature
{
    public static DepartmentBuilder AddLinks(this DepartmentBuilder department)
    {
        department.Services.AddVersionsOf<ClientAttributionDb>("/api/clients/links", db => db.ClientLinks.Select(
            link => new ThingVersion { Id = link.Id, Version = link.Version }));
        return department.Feature(
            "link.feature",
            "link.feature.about",
            api =>
            {
                api.MapRead<LinkedClients, LinkView>(
                        "links/{id:guid}", ClientAttributionPermissions.ReadClients)
                    .WithSummary("link.read.summary");
                AskMerge.Map(api);
                AskSplit.Map(api);
                DecideLink.Map(api);
                JoinHousehold.Map(api);
            });
    }
}
