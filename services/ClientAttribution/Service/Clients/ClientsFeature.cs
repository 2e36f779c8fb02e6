using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Reception;
using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Clients;

/// <summary>ATT-1 to ATT-III.X: whose client somebody is, from facts that are recorded as they happen.</summary>
internal static class ClientsFeature
{
    public static DepartmentBuilder AddClients(this DepartmentBuilder department)
    {
        department.Services.AddSingleton<AttributionSettings>().AddScoped<CaseLoader>()
            .AddScoped<IClientCases, ClientCases>();
        department.Deadlines.Handle<AttributionLapses>();
        return department.Feature(
            "attribution.feature",
            "attribution.feature.about",
            api =>
            {
                ListClients.Map(api);
                api.MapRead<ClientCase, AttributionView>(
                        "clients/{id:guid}/attribution", ClientAttributionPermissions.ReadClients)
                    .WithSummary("client.attribution.summary");
                PreRegister.Map(api);
                RegisterDirectSale.Map(api);
                GiveNotice.Map(api);
                ConfirmMajor.Map(api);
                ReassignClient.Map(api);
                ConsentToStandIn.Map(api);
                FindGrabbing.Map(api);
            });
    }
}
